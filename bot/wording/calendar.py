"""The calendar file: titles of a code and a word, and a caption that says how to open it and where it may go.

A title shows on a locked phone: no service, no risk, nobody's name (clinical rule "lock screen").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.text import code, counted, day, listed
from referrals.calendar import HORIZON, Entry, Kind, News

NAME = "Followthrough"
_TAP = Button("Calendar", encode(Action.CALENDAR))


def title(kind: Kind, client_code: str | None, cancelled: bool) -> str:
    """What stands in the calendar; without a code of whom nothing is known any more."""
    match kind:
        case Kind.SESSION if client_code:
            return f"Cancelled: {client_code} session" if cancelled else f"{client_code} session"
        case Kind.APPOINTMENT if client_code:
            return f"Cancelled: {client_code} appointment" if cancelled else f"{client_code} appointment"
        case Kind.SUPERVISION:
            return "Cancelled: supervision" if cancelled else "Supervision"
        case _:
            return "Cancelled"


def caption(entries: Sequence[Entry], news: News, now: datetime, zone: tzinfo) -> str:
    """Under the file in the chat: what is in it, what is news, how it is opened, where it goes."""
    until = day((now + HORIZON).astimezone(zone).date())
    return "\n".join(
        filter(
            None,
            (
                f"For your calendar until {until}: {_what(entries)}. Codes only, no services.",
                _changes(news),
                "Open it on the phone and add all, best to a calendar of its own. A later /calendar changes and "
                "cancels what is there. If yours shows something twice, delete that calendar and add the newest file.",
                "Most calendars are copied to a company’s servers, show on a locked phone, and are seen by whoever "
                "shares them: ask your practice whether codes and times may be there.",
            ),
        )
    )


def nothing() -> Card:
    return Card(
        f"There is nothing for a calendar yet. {code('C7 tue 2pm weekly')} tells me the sessions; /settings has your "
        "supervision."
    )


def not_made() -> Card:
    """What was asked for will not come."""
    return Card("The calendar file could not be made. Please try /calendar again, or ask whoever runs the bot.")


def beside(card: Card) -> Card:
    """The same card with a tap for a new file, for whoever has an older one."""
    first, *more = card.rows or ((),)
    return replace(card, rows=((*first, _TAP), *more))


def _what(entries: Sequence[Entry]) -> str:
    sessions, appointments, supervisions = (
        sum(entry.kind is kind for entry in entries) for kind in (Kind.SESSION, Kind.APPOINTMENT, Kind.SUPERVISION)
    )
    parts = [counted(sessions, "session")] if sessions else []
    parts += [counted(appointments, "appointment")] if appointments else []
    parts += [counted(supervisions, "supervision")] if supervisions else []
    return listed(parts) if parts else "nothing more to come"


def _changes(news: News) -> str:
    changed, cancelled = len(news.changed), len(news.cancelled)
    parts = [f"{changed} changed"] if changed else []
    parts += [f"{cancelled} cancelled"] if cancelled else []
    return f"Since the last file: {listed(parts)}." if parts else ""
