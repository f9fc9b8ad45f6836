"""A calendar file read back as a phone would: by the library, after a look at the bytes themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from icalendar import Calendar

REQUIRED = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "LAST-MODIFIED", "SUMMARY", "STATUS", "TRANSP", "CLASS")
_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Shown:
    """One event as it stands in the file. It `starts` and `ends` at instants; one of a whole day, on dates."""

    uid: str
    title: str
    starts: Any
    ends: Any
    sequence: int
    changed: datetime
    status: str
    blocks: bool


def read(content: bytes) -> list[Shown]:
    """The events in their order. Fails on a file that RFC 5545 does not allow, or that names more than it may."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= _OCTETS for line in content.split(b"\r\n"))
    calendar = Calendar.from_ical(content)
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert calendar.errors == []
    events: list[Any] = list(calendar.events)
    assert len(calendar.subcomponents) == len(events), "no time zones: all is in UTC"
    for event in events:
        assert event.errors == []
        assert set(event) == set(REQUIRED), "no organizer, no place, no alarm, no words"
        assert event.subcomponents == []
        assert event["CLASS"] == "PRIVATE"
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt
    found = [
        Shown(
            str(event["UID"]),
            str(event["SUMMARY"]),
            event["DTSTART"].dt,
            event["DTEND"].dt,
            int(event["SEQUENCE"]),
            event["DTSTAMP"].dt,
            str(event["STATUS"]),
            event["TRANSP"] == "OPAQUE",
        )
        for event in events
    ]
    assert len({one.uid for one in found}) == len(found)
    return found
