"""The calendar file: titles of a code and a word, and a caption that says how to open it and where it may go.

A title shows on a locked phone: no service, no risk, nobody's name (clinical rule "lock screen").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import _, _n
from bot.wording.text import code, day, listed
from referrals.calendar import HORIZON, Entry, Kind, News

NAME = "Followthrough"


def title(kind: Kind, client_code: str | None, cancelled: bool) -> str:
    """What stands in the calendar; without a code of whom nothing is known any more."""
    match kind:
        case Kind.SUPERVISION:
            return _("Cancelled: supervision") if cancelled else _("Supervision")
        case Kind.SESSION if client_code and cancelled:
            return _("Cancelled: {code} session", code=client_code)
        case Kind.SESSION if client_code:
            return _("{code} session", code=client_code)
        case Kind.APPOINTMENT if client_code and cancelled:
            return _("Cancelled: {code} appointment", code=client_code)
        case Kind.APPOINTMENT if client_code:
            return _("{code} appointment", code=client_code)
        case _:
            return _("Cancelled")


def caption(entries: Sequence[Entry], news: News, now: datetime, zone: tzinfo) -> str:
    """Under the file in the chat: what is in it, what is news, how it is opened, where it goes."""
    until = day((now + HORIZON).astimezone(zone).date())
    lines = (
        _("For your calendar until {day}: {what}. Codes only, no services.", day=until, what=_what(entries)),
        _changes(news),
        _(
            "Open it on the phone and add all, best to a calendar of its own. A later /calendar changes and cancels "
            "what is there. If yours shows something twice, delete that calendar and add the newest file."
        ),
        _(
            "Most calendars are copied to a company’s servers, show on a locked phone, and are seen by whoever shares "
            "them: ask your practice whether codes and times may be there."
        ),
    )
    return "\n".join(filter(None, lines))


def nothing() -> Card:
    return Card(
        _(
            "There is nothing for a calendar yet. {line} tells me the sessions; /settings has your supervision.",
            line=code("C7 tue 2pm weekly"),
        )
    )


def not_made() -> Card:
    """What was asked for will not come."""
    return Card(_("The calendar file could not be made. Please try /calendar again, or ask whoever runs the bot."))


def cancels_it() -> str:
    """What becomes of somebody who was erased, in a calendar that was handed out."""
    return _("What stands in your calendar of it the next file cancels, without the code.")


def beside(card: Card) -> Card:
    """The same card with a tap for a new file, for whoever has an older one."""
    first, *more = card.rows or ((),)
    return replace(card, rows=((*first, Button(_("Calendar"), encode(Action.CALENDAR))), *more))


def _what(entries: Sequence[Entry]) -> str:
    counts = Counter(entry.kind for entry in entries)
    sessions, appointments, met = counts[Kind.SESSION], counts[Kind.APPOINTMENT], counts[Kind.SUPERVISION]
    parts = [_n("one session", "{count} sessions", sessions)] if sessions else []
    parts += [_n("one appointment", "{count} appointments", appointments)] if appointments else []
    parts += [_n("supervision once", "supervision {count} times", met)] if met else []
    return listed(parts) if parts else _("nothing more to come")


def _changes(news: News) -> str:
    changed, cancelled = len(news.changed), len(news.cancelled)
    parts = [_n("one changed", "{count} changed", changed)] if changed else []
    parts += [_n("one cancelled", "{count} cancelled", cancelled)] if cancelled else []
    return _("Since the last file: {what}.", what=listed(parts)) if parts else ""
