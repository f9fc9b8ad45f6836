"""The file for a phone's calendar (RFC 5545): single events, in UTC, each with a UID that stays its own.

No organizer and no attendee, which would make invitations of them; no alarm, for the bot reminds; marked private, so
that whoever shares the calendar sees a time that is taken. The same entries make the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.wording import calendar as wording
from bot.wording.language import speaking
from referrals.calendar import Held, Kind
from storage.work import UnitOfWork

if TYPE_CHECKING:
    from icalendar import Event as Component

PRODID = "-//Followthrough//Calendar//EN"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """One entry with its title."""

    held: Held
    title: str


def gather(work: UnitOfWork, member_id: int, as_of: datetime) -> list[Event]:
    """All that is in the file, as of an instant (UTC), in the order of time.

    Raises LookupError for who is no member any more, or locked since she asked.
    """
    reader = work.people.by_id(member_id)
    if reader is None or reader.locked:
        raise LookupError("no such member")
    with speaking(reader.language):
        return [
            Event(held, wording.title(held.entry.kind, code, held.cancelled))
            for held, code in work.calendars.shown(reader.id, as_of)
            if held.cancelled or code or held.entry.kind is Kind.SUPERVISION
        ]


def written(events: Sequence[Event]) -> bytes:
    """The file itself."""
    from icalendar import Calendar  # noqa: PLC0415 - takes a while, and few ask for it

    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", wording.NAME)
    for event in events:
        calendar.add_component(_component(event))
    content: bytes = calendar.to_ical()
    return content


def _component(event: Event) -> Component:
    from icalendar import Event as Component  # noqa: PLC0415 - likewise

    held, entry = event.held, event.held.entry
    made = Component()
    made.add("uid", held.uid)
    made.add("dtstamp", held.changed_at)
    made.add("last-modified", held.changed_at)
    made.add("sequence", held.sequence)
    made.add("dtstart", entry.on or entry.starts_at)
    made.add("dtend", entry.on + _DAY if entry.on else entry.ends_at)
    made.add("summary", event.title)
    made.add("status", "CANCELLED" if held.cancelled else "CONFIRMED")
    # An appointment is the client's: it takes none of her own time.
    made.add("transp", "TRANSPARENT" if entry.kind is Kind.APPOINTMENT or held.cancelled else "OPAQUE")
    made.add("class", "PRIVATE")
    return made
