"""When the cases for supervision are shown: in the last working hour of the day before (clinical rule "stalled")."""

from __future__ import annotations

from datetime import datetime, timedelta

from referrals.habits import Habits
from referrals.sessions import local_instant, next_session

_LAST_HOUR = timedelta(hours=1)
_LOOKED_BACK = 7  # days before the slot; who works on none of them has no day before it


def eve(habits: Habits, now: datetime) -> datetime | None:
    """The next instant (UTC) at or after `now` that is the eve of a supervision; None without a slot to come."""
    meets_at = next_session(habits.supervision, now) if habits.supervision else None
    while habits.supervision and meets_at is not None:
        before = _eve_of(meets_at, habits)
        if before is not None and before >= now:
            return before
        meets_at = next_session(habits.supervision, meets_at)
    return None


def _eve_of(meets_at: datetime, habits: Habits) -> datetime | None:
    day = habits.hours.local_date(meets_at)
    for days in range(1, _LOOKED_BACK + 1):
        before = day - timedelta(days=days)
        if habits.hours.works_on(before):
            return local_instant(before, habits.hours.end, habits.zone) - _LAST_HOUR
    return None
