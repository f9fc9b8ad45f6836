"""When supervision is spoken of: the evening before, the hour before, and once it is over.

Serves clinical rule "stalled". Without a slot there is a gentle ask at the end of a month's first working week.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from referrals.client import Client, RaisedFor
from referrals.habits import Habits
from referrals.remembered import remembered
from referrals.sessions import local_instant, next_session
from referrals.stalled import Stall
from referrals.timing import NudgeKind, Planned

HOUR = timedelta(hours=1)
_MONTHS_AHEAD = 3
_MONTHS = 1024  # of all therapists are remembered
_LOOKED_BACK = 7  # days before the slot; who works on none of them has no day before it
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the cases: when it is due, and the supervision it is about (both UTC); None without a slot."""

    due_at: datetime
    meets_at: datetime | None


def next_meeting(habits: Habits, now: datetime) -> datetime | None:
    """When the next supervision begins (UTC), one going on included; None without a slot."""
    return next_session(habits.supervision, now - habits.session_length) if habits.supervision else None


def eve(habits: Habits, now: datetime) -> Look | None:
    """The next look at or after `now` before a supervision: in the last working hour of the day before it.

    Without a slot it comes in the last working hour of a month's first working week.
    """
    if habits.supervision is None:
        return _month_asks(habits, now)
    meets_at = next_session(habits.supervision, now)
    while meets_at is not None:
        before = _eve_of(meets_at, habits)
        if before is not None and before >= now:
            return Look(before, meets_at)
        meets_at = next_session(habits.supervision, meets_at)
    return None


def last_look(habits: Habits, now: datetime) -> Look | None:
    """The next look at or after `now` that comes an hour before a supervision."""
    meets_at = next_session(habits.supervision, now + HOUR - _MOMENT) if habits.supervision else None
    return Look(meets_at - HOUR, meets_at) if meets_at else None


def once_over(habits: Habits, now: datetime) -> Look | None:
    """The next end, at or after `now`, of a supervision; it takes as long as a session."""
    length = habits.session_length
    meets_at = next_session(habits.supervision, now - length - _MOMENT) if habits.supervision else None
    return Look(meets_at + length, meets_at) if meets_at else None


def meeting_of(planned: Planned, habits: Habits) -> datetime:
    """The supervision (UTC) that a planned look or question is about; without a slot, its own instant."""
    ended = planned.due_at - _MOMENT if planned.kind is NudgeKind.DECISION else planned.due_at + habits.session_length
    return next_meeting(habits, ended) or planned.due_at


def is_case(client: Client, stalls: Collection[Stall], meets_at: datetime) -> bool:
    """Whether a client's case is one for the supervision that begins at `meets_at` (UTC).

    Wanted by hand, or stalled; what was only noted because it had stalled is none once it moved. One put off with "not
    this week" waits until that supervision is over.
    """
    if client.put_off_until is not None and meets_at < client.put_off_until:
        return False
    return by_hand(client) or bool(stalls)


def by_hand(client: Client) -> bool:
    """Whether she wants it in supervision herself, stalled or not: she noted it, or wrote a line to it."""
    own = client.raised_for is not RaisedFor.STALLED or client.raised_line is not None
    return client.raised_at is not None and own


def _month_asks(habits: Habits, now: datetime) -> Look | None:
    first = habits.hours.local_date(now).replace(day=1)
    for _ in range(_MONTHS_AHEAD):
        at = _ask_of_month(first, habits)
        if at is not None and at >= now:
            return Look(at, None)
        first = (first + timedelta(days=31)).replace(day=1)
    return None


@remembered(_MONTHS)
def _ask_of_month(first: date, habits: Habits) -> datetime | None:
    day = _end_of_first_week(first, habits)
    return local_instant(day, habits.hours.end, habits.zone) - HOUR if day else None


def _end_of_first_week(first: date, habits: Habits) -> date | None:
    monday = first + timedelta(days=-first.weekday() % 7)
    days = [day for day in (monday + timedelta(days=n) for n in range(7)) if habits.hours.works_on(day)]
    return days[-1] if days else None


def _eve_of(meets_at: datetime, habits: Habits) -> datetime | None:
    day = habits.hours.local_date(meets_at)
    for days in range(1, _LOOKED_BACK + 1):
        before = day - timedelta(days=days)
        if habits.hours.works_on(before):
            return local_instant(before, habits.hours.end, habits.zone) - HOUR
    return None
