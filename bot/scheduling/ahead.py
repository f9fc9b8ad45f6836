"""What comes next for anybody: told to a sandbox, so that its clock can stop there."""

from __future__ import annotations

from datetime import datetime

from referrals.sessions import next_session
from storage.work import UnitOfWork


def what_comes_next(work: UnitOfWork, now: datetime) -> tuple[datetime | None, datetime | None]:
    """The next planned message and the next session of the whole practice, both as UTC instants."""
    sessions = (next_session(rule, now) for rule in work.all_session_rules())
    due = [at for at in (work.nudges.next_due(), work.alerts.next_due()) if at is not None]
    return min(due, default=None), min((at for at in sessions if at is not None), default=None)


def how_far(work: UnitOfWork, now: datetime) -> tuple[int, datetime | None, datetime | None]:
    """How many updates and messages wait, in whatever process; and what comes next."""
    return len(work.inbox.open()) + work.outbox.waiting(), *what_comes_next(work, now)
