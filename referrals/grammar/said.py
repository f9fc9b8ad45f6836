"""What a line says of one client, and the one service named in it: what the readers of each kind of line share."""

from __future__ import annotations

from dataclasses import dataclass

from referrals.codes import ClientCode
from referrals.grammar import words as w
from referrals.grammar.commands import Trouble
from referrals.grammar.dates import Here
from referrals.grammar.line import MisreadError, Word, Words, joined, pieces
from referrals.grammar.parts import Extras, FoundWhen


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says of the client `code`: its words without tags and the like, which are in `extras`.

    `where` is now, in the person's zone.
    """

    code: ClientCode
    words: Words
    extras: Extras
    note: str | None
    where: Here


def one_service(words: Words) -> str | None:
    """The one service that `words` name, None when they name none. Raises MisreadError when they name several."""
    named = pieces(trimmed(words))
    if len(named) > 1:
        raise MisreadError(Trouble.ONE_SERVICE, [word for piece in named[1:] for word in piece])
    return service_name(named[0]) if named else None


def trimmed(words: Words) -> Words:
    """Without separators and "to", "with", "it" and the like at either end."""
    while words and (words[0].separator or beside_a_service(words[0])):
        words = words[1:]
    while words and (words[-1].separator or beside_a_service(words[-1])):
        words = words[:-1]
    return words


def beside_verb(word: Word) -> bool:
    """Whether `word` says nothing beside a verb: "she has agreed", "ya se le llamó"."""
    return word.key in w.VERB_FILLERS or (word.small and word.key in w.SMALL_VERB_FILLERS)


def beside_a_service(word: Word) -> bool:
    """Whether `word` at the edge of a service's name is none of it: "to", "with", "de"."""
    return word.key in w.SERVICE_FILLERS or (word.small and word.key in w.SMALL_SERVICE_FILLERS)


def service_name(piece: Words) -> str:
    """`piece` as the name of a service. Raises MisreadError when it has no letter."""
    name = joined(piece)
    if not any(map(str.isalpha, name)):
        raise MisreadError(Trouble.NO_SERVICE, piece)
    return name


def refuse_future(found: FoundWhen, said: Said) -> None:
    """Raises MisreadError when what was is said of a day to come."""
    if found.when and found.when.on > said.where.today:
        raise MisreadError(Trouble.FUTURE_DATE, found.run)
