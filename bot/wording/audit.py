"""What was done in the practice, for its administrator: who, what, which row by its number. Never what it said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import N_, Phrases, _
from bot.wording.text import bold, code, moment, plain
from storage.privacy_rows import Verb

A_PAGE = 8
NEWEST, ALL, TURNED_AWAY = 0, "all", "away"
CSV_HEAD = ("id", "at_utc", "member_id", "chat_id", "deed", "verb", "row_table", "row_id")

_VERBS = Phrases(
    {
        Verb.REFUSED: N_("turned away"),
        Verb.ADDED: N_("added"),
        Verb.CHANGED: N_("changed"),
        Verb.REMOVED: N_("removed"),
    }
)
_ROWS = Phrases(
    {
        "stall_answer": N_("answer about a case"),
        "supervises": N_("supervision"),
        "referral": N_("referral"),
    }
)


@dataclass(frozen=True, slots=True)
class Done:
    """One entry. `who` is a colleague's name, empty for the bot itself; `stranger` where nobody is behind it."""

    id: int
    at: datetime
    who: str
    stranger: bool
    deed: str
    verb: Verb
    row_table: str | None
    row_id: int | None


def page(entries: Sequence[Done], which: str, more: bool, zone: tzinfo) -> Card:
    """Newest first; `more` if there are older ones."""
    head = _(
        "{heading}, newest first. Rows go by number; nothing of what they say is kept here.",
        heading=bold(_("Who did what")),
    )
    lines = [_line(one, zone) for one in entries] or [_("Nothing yet.")]
    older = (Button(_("Older"), encode(Action.AUDIT, which, entries[-1].id)),) if more else ()
    other = Button(_("All"), encode(Action.AUDIT, ALL, NEWEST))
    if which == ALL:
        other = Button(_("Only turned away"), encode(Action.AUDIT, TURNED_AWAY, NEWEST))
    whole = _("All of it, as a table: {command}", command=code("python -m bot audit"))
    return Card("\n".join([head, *lines, whole]), ((*older, other),))


def written(count: int, where: str) -> str:
    """What the command line says once the table is there."""
    return f"{count} entries written to {where}." if count != 1 else f"One entry written to {where}."


def there_already(where: str) -> str:
    return f"{where} is there already. Remedy: name a file that is not."


def _line(one: Done, zone: tzinfo) -> str:
    who = _("nobody of the practice") if one.stranger else plain(one.who) or _("the bot")
    verb = f" · {_VERBS[one.verb]}" if one.verb in _VERBS else ""
    row = f" {_ROWS.get(one.row_table, one.row_table)}" if one.row_table else ""
    number = f" {one.row_id}" if one.row_id is not None else ""
    about = f"{row}{number}" if one.row_table else number and f" ·{number}"
    return f"{moment(one.at, zone)} {who} · {plain(one.deed.replace('_', ' '))}{verb}{plain(about)}"
