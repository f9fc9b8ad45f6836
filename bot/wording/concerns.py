"""What an administrator is told of because it needs a person. Nothing in it is about a client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.wording.card import Card
from bot.wording.people.names import begins, name
from bot.wording.text import bold, code, day
from storage.concern_rows import ConcernKind
from storage.concerns import Concern

_MOST_SHOWN = 5
_LOG = "The log on the bot’s machine says more"
_TOLD = {
    ConcernKind.UNREADABLE: (
        "Something that came from Telegram could not be read, and I have set it aside. Whoever sent it got no answer. "
        f"{_LOG}: “update quarantined”."
    ),
    ConcernKind.GIVEN_UP: (
        "Three tries at something a person typed or tapped came to nothing. Nothing was changed, and she was asked to "
        f"try again. {_LOG}."
    ),
    ConcernKind.UNDELIVERED: (
        "A message of mine will not arrive: Telegram would not take it, or I could not make it. Somebody waits for it "
        f"in vain. {_LOG}: “not delivered”."
    ),
    ConcernKind.BACKUP: (
        "There is no fresh backup: the last try came to nothing, or the newest in BACKUP_DIR is more than eight days "
        f"old. On the bot’s machine, {code('python -m bot backup')} writes one, or says what is in the way."
    ),
    ConcernKind.ERASURES: (
        "I cannot write the list of what was erased. A backup put back now would bring some of it back. On the bot’s "
        "machine, look at the folder BACKUP_DIR: is it there, may I write to it, is the disk full?"
    ),
}
_IN_SHORT = {
    ConcernKind.UNREADABLE: "an update that could not be read",
    ConcernKind.GIVEN_UP: "a line that came to nothing",
    ConcernKind.UNDELIVERED: "a message that will not arrive",
    ConcernKind.BACKUP: "no fresh backup",
    ConcernKind.ERASURES: "the list of what was erased",
}


def begun(kind: ConcernKind, called: str) -> Card:
    """Once, when it begins. `called` is the member it is about, if it is about one."""
    words = _unreachable(called) if kind is ConcernKind.UNREACHABLE else _TOLD[kind]
    return Card(f"{bold('This needs somebody.')} {words}\nI say it once; /practice shows what is still open.")


def still_open(shown: Sequence[tuple[Concern, str]], zone: tzinfo) -> Card:
    """To an administrator who was not there, or not in reach, when it began; each with the name of whom it is about."""
    return Card(f"{standing(shown, zone)}\nIt began before I could tell you. /practice shows what is still open.")


def standing(shown: Sequence[tuple[Concern, str]], zone: tzinfo) -> str:
    """One line, empty where nothing needs anybody."""
    if not shown:
        return ""
    said = [
        f"{_in_short(one.kind, called)} (since {day(one.since.astimezone(zone).date())})"
        for one, called in shown[:_MOST_SHOWN]
    ]
    more = [f"and {len(shown) - _MOST_SHOWN} more"] if len(shown) > _MOST_SHOWN else []
    return f"Needs somebody: {' · '.join([*said, *more])}"


def _unreachable(called: str) -> str:
    return (
        f"{begins(called)} cannot be reached here: Telegram says that she has shut me out. Nothing I send "
        "arrives until she opens our chat and lets me in again. Please tell her so in another way."
    )


def _in_short(kind: ConcernKind, called: str) -> str:
    return f"{name(called)} cannot be reached" if kind is ConcernKind.UNREACHABLE else _IN_SHORT[kind]
