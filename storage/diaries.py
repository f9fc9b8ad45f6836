"""A therapist's diary, made from the rules as they lie in the database, and kept as long as none of them changes."""

from __future__ import annotations

from datetime import datetime, timedelta

from referrals.days_off import DaysOff
from referrals.diary import Diary, sessions_between
from referrals.habits import Habits
from referrals.remembered import remembered
from storage.caseload import Caseload
from storage.rules import rule_from_text

_DAY = timedelta(days=1)
# What overflows a day goes to a later one, so a little more is looked at than is planned.
_BEYOND = timedelta(days=7)
_THERAPISTS, _RULES = 64, 4096  # are remembered


def diary_of(caseload: Caseload, habits: Habits, now: datetime, ahead: timedelta) -> Diary:
    """Her sessions from the day before `now`, and those to come for as long as `ahead` and a little more."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return _diary(caseload.session_texts(), caseload.off, habits, today - _DAY, today + _DAY + ahead + _BEYOND)


@remembered(_THERAPISTS)
def _diary(rules: tuple[str, ...], off: DaysOff, habits: Habits, since: datetime, until: datetime) -> Diary:
    own = sessions_between([habits.supervision], since, until) if habits.supervision else ()
    return Diary([*own, *(start for rule in rules for start in _starts(rule, off, since, until))], habits)


@remembered(_RULES)
def _starts(rule: str, off: DaysOff, since: datetime, until: datetime) -> tuple[datetime, ...]:
    """Of one client's sessions, so that one rule that changes does not have all of them counted anew."""
    known = rule_from_text(rule, off)
    return tuple(sessions_between([known], since, until)) if known else ()
