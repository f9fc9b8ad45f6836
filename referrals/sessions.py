"""When a client comes: the session rule, and the instants it makes.

A rule is written in the therapist's own zone (IANA); the sessions it yields are aware UTC instants. A time that a
daylight-saving gap swallows moves forward by the gap; one that happens twice means the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

SESSION_LENGTH = timedelta(minutes=50)


class Cadence(StrEnum):
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One hour of the week: `weekday` 0 is Monday, `at` the wall-clock time in the rule's zone."""

    weekday: int
    at: time


@dataclass(frozen=True, slots=True)
class SessionRule:
    """`slots` repeat by `every`, counted from `starts_on`, a date in `zone`."""

    slots: tuple[Slot, ...]
    every: Cadence
    starts_on: date
    zone: ZoneInfo


def next_session(rule: SessionRule, after: datetime) -> datetime:
    """The start (UTC) of the first session that begins later than `after`."""
    return min(next(_starts(rule, slot, after)) for slot in rule.slots)


def local_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The UTC instant of a wall-clock time in `zone`; inside a gap, the same distance after it."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _starts(rule: SessionRule, slot: Slot, after: datetime) -> Iterator[datetime]:
    # A day early, so that a start moved by a change of the clocks is not stepped over.
    since = after.astimezone(rule.zone).date() - timedelta(days=1)
    for day in _days(rule, slot, since):
        start = local_instant(day, slot.at, rule.zone)
        if start > after:
            yield start


def _days(rule: SessionRule, slot: Slot, since: date) -> Iterator[date]:
    first = rule.starts_on + timedelta(days=(slot.weekday - rule.starts_on.weekday()) % 7)
    dtstart = datetime.combine(first, time())
    if rule.every is Cadence.MONTHLY:
        days = rrule(MONTHLY, dtstart=dtstart, byweekday=_same_week_of_month(first))
    else:
        days = rrule(WEEKLY, dtstart=dtstart, interval=1 if rule.every is Cadence.WEEKLY else 2)
    for day in days.xafter(datetime.combine(since, time()), inc=True):
        yield day.date()


def _same_week_of_month(first: date) -> weekday:
    """The third Tuesday stays the third; a fifth would skip months, so it means the last."""
    nth = (first.day - 1) // 7 + 1
    return weekday(first.weekday(), nth if nth < 5 else -1)
