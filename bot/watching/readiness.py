"""Whether this process does its part, and how things stand, from one look at everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.health import Health, Waiting


@dataclass(frozen=True, slots=True)
class Limits:
    """Beyond these a process is not ready. docs/watching.md says why they are what they are."""

    database: timedelta = timedelta(seconds=2)
    failing: timedelta = timedelta(seconds=15)
    silence: timedelta = timedelta(seconds=120)
    inbox: timedelta = timedelta(seconds=120)
    late: timedelta = timedelta(minutes=5)
    clock: timedelta = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class State:
    """At `now` (calendar time, UTC). `health` is None where the database did not answer in time; the seconds are as
    `Store` and `Signs` have them. `takes` where this process handles updates; `fence` where it leads.
    """

    now: datetime
    health: Health | None
    failing_seconds: float | None
    silent_seconds: float | None
    heard_seconds: float | None
    telegram_ahead: float | None
    takes: bool
    fence: int | None


def amiss(state: State, limits: Limits) -> list[str]:
    """Why this process is not ready, in fixed words; empty when it is."""
    health, leads = state.health, state.fence is not None
    found = {
        "database": health is None,
        "writing": _above(state.failing_seconds, limits.failing),
        "polling": _above(state.silent_seconds, limits.silence),
        "inbox": health is not None and state.takes and _above(age(health.inbox, state.now), limits.inbox),
        "nudges": health is not None and leads and health.late > 0,
        "clock": any(_above(abs(ahead), limits.clock) for ahead in _ahead(state) if ahead is not None),
    }
    return [word for word, is_so in found.items() if is_so]


def report(state: State, limits: Limits) -> dict[str, Any]:
    """What `/readyz` says: ages and differences in seconds, counts, None for what is not known."""
    health, why = state.health, amiss(state, limits)
    database_ahead, telegram_ahead = _ahead(state)
    return {
        "ready": not why,
        "amiss": why,
        "database": {"answered_in": health.seconds if health else None, "failing_for": state.failing_seconds},
        "telegram": {"polls": state.silent_seconds is not None, "heard_ago": state.heard_seconds},
        "inbox": {"open": health.inbox.count, "oldest": age(health.inbox, state.now)} if health else None,
        "outbox": {"waiting": health.outbox.count, "oldest": age(health.outbox, state.now)} if health else None,
        "nudges": {"due": health.due, "late": health.late} if health else None,
        "clock": {"ahead_of_database": database_ahead, "ahead_of_telegram": telegram_ahead},
        "leads": state.fence is not None,
        "fence": state.fence,
    }


def age(waiting: Waiting, now: datetime) -> float | None:
    """Of the oldest, in seconds; None where nothing waits."""
    return None if waiting.since is None else (now - waiting.since).total_seconds()


def _ahead(state: State) -> tuple[float | None, float | None]:
    of_database = state.health.clock_ahead if state.health else None
    return of_database.total_seconds() if of_database is not None else None, state.telegram_ahead


def _above(seconds: float | None, limit: timedelta) -> bool:
    return seconds is not None and seconds > limit.total_seconds()
