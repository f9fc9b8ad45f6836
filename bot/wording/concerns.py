"""What an administrator is told of because it needs a person. Nothing in it is about a client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.wording.card import Card
from bot.wording.language import N_, Phrases, _
from bot.wording.people.names import begins, name
from bot.wording.text import bold, day
from storage.concern_rows import ConcernKind
from storage.concerns import Concern

_MOST_SHOWN = 5
_TOLD = Phrases(
    {
        ConcernKind.UNREADABLE: N_(
            "Something that came from Telegram could not be read, and I have set it aside. Whoever sent it got no "
            "answer. The log on the bot’s machine says more: “update quarantined”."
        ),
        ConcernKind.GIVEN_UP: N_(
            "Three tries at something a person typed or tapped came to nothing. Nothing was changed, and she was asked "
            "to try again. The log on the bot’s machine says more."
        ),
        ConcernKind.UNDELIVERED: N_(
            "A message of mine will not arrive: Telegram would not take it, or I could not make it. Somebody waits for "
            "it in vain. The log on the bot’s machine says more: “not delivered”."
        ),
        ConcernKind.BACKUP: N_(
            "There is no fresh backup: the last try came to nothing, or the newest in BACKUP_DIR is more than eight "
            "days old. On the bot’s machine, <code>python -m bot backup</code> writes one, or says what is in the way."
        ),
        ConcernKind.ERASURES: N_(
            "I cannot write the list of what was erased. A backup put back now would bring some of it back. On the "
            "bot’s machine, look at the folder BACKUP_DIR: is it there, may I write to it, is the disk full?"
        ),
    }
)
_IN_SHORT = Phrases(
    {
        ConcernKind.UNREADABLE: N_("an update that could not be read"),
        ConcernKind.GIVEN_UP: N_("a line that came to nothing"),
        ConcernKind.UNDELIVERED: N_("a message that will not arrive"),
        ConcernKind.BACKUP: N_("no fresh backup"),
        ConcernKind.ERASURES: N_("the list of what was erased"),
    }
)


def begun(kind: ConcernKind, called: str) -> Card:
    """Once, when it begins. `called` is the member it is about, if it is about one."""
    words = _unreachable(called) if kind is ConcernKind.UNREACHABLE else _TOLD[kind]
    once = _("I say it once; /practice shows what is still open.")
    return Card(f"{bold(_('This needs somebody.'))} {words}\n{once}")


def still_open(shown: Sequence[tuple[Concern, str]], zone: tzinfo) -> Card:
    """To an administrator who was not there, or not in reach, when it began; each with the name of whom it is about."""
    late = _("It began before I could tell you. /practice shows what is still open.")
    return Card(f"{standing(shown, zone)}\n{late}")


def standing(shown: Sequence[tuple[Concern, str]], zone: tzinfo) -> str:
    """One line, empty where nothing needs anybody."""
    if not shown:
        return ""
    said = [
        _("{what} (since {day})", what=_in_short(one.kind, called), day=day(one.since.astimezone(zone).date()))
        for one, called in shown[:_MOST_SHOWN]
    ]
    more = [_("and {count} more", count=len(shown) - _MOST_SHOWN)] if len(shown) > _MOST_SHOWN else []
    return _("Needs somebody: {what}", what=" · ".join([*said, *more]))


def _unreachable(called: str) -> str:
    return _(
        "{name} cannot be reached here: Telegram says that she has shut me out. Nothing I send arrives until she opens "
        "our chat and lets me in again. Please tell her so in another way.",
        name=begins(called),
    )


def _in_short(kind: ConcernKind, called: str) -> str:
    if kind is ConcernKind.UNREACHABLE:
        return _("{name} cannot be reached", name=name(called))
    return _IN_SHORT[kind]
