"""What a line says of one client, and the one service named in it: what the readers of each kind of line share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from referrals.codes import ClientCode
from referrals.grammar import words as w
from referrals.grammar.commands import Trouble
from referrals.grammar.line import MisreadError, Words, joined, pieces
from referrals.grammar.parts import Extras, FoundWhen


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says of the client `code`: its words without tags and the like, which are in `extras`.

    `local` is now, in the person's zone.
    """

    code: ClientCode
    words: Words
    extras: Extras
    note: str | None
    local: datetime


def one_service(words: Words) -> str | None:
    """The one service that `words` name, None when they name none. Raises MisreadError when they name several."""
    named = pieces(trimmed(words))
    if len(named) > 1:
        raise MisreadError(Trouble.ONE_SERVICE, [word for piece in named[1:] for word in piece])
    return service_name(named[0]) if named else None


def trimmed(words: Words) -> Words:
    """Without separators and "to", "with", "it" and the like at either end."""
    while words and (words[0].separator or words[0].key in w.SERVICE_FILLERS):
        words = words[1:]
    while words and (words[-1].separator or words[-1].key in w.SERVICE_FILLERS):
        words = words[:-1]
    return words


def service_name(piece: Words) -> str:
    """`piece` as the name of a service. Raises MisreadError when it has no letter."""
    name = joined(piece)
    if not any(map(str.isalpha, name)):
        raise MisreadError(Trouble.NO_SERVICE, piece)
    return name


def refuse_future(found: FoundWhen, said: Said) -> None:
    """Raises MisreadError when what was is said of a day to come."""
    if found.when and found.when.on > said.local.date():
        raise MisreadError(Trouble.FUTURE_DATE, found.run)
