"""A small practice for the tests: Alice owns the clients, Bob must see nothing of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, Row, select, text

from referrals.client import Client
from referrals.habits import Habits
from referrals.hours import WorkingHours
from referrals.model import Reading, Referral, Role, ServiceKind
from referrals.sessions import Cadence, SessionRule, Slot
from referrals.starter import StarterService
from referrals.timing import NudgeKind
from storage.caseload import NewReferral
from storage.models import Base, Nudge, NudgeState
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # a Tuesday, 15:00 in New York
HOURS = WorkingHours(NEW_YORK, frozenset(range(5)), time(9), time(18))
HABITS = Habits(HOURS)
THURSDAYS = SessionRule((Slot(3, time(14)),), Cadence.WEEKLY, NOW.date(), NEW_YORK)
ALICE_CHAT, BOB_CHAT = 1001, 1002
_EVALUATION = StarterService("Psychiatric evaluation", ("psych eval",), ServiceKind.PSYCHIATRIC_EVALUATION)

on_sqlite = pytest.mark.parametrize("backend", ["sqlite"])
on_postgresql = pytest.mark.parametrize("backend", ["postgresql"])


def founded(store: Store) -> None:
    """Begins the practice, with one service in its directory."""
    store.run_here(lambda work: work.people.found("Elm Street", NEW_YORK, "the director", NOW))
    store.run_here(lambda work: work.directory.begin([_EVALUATION]))


def joined(store: Store, telegram_id: int) -> Person:
    """A therapist who came by an invite of her own."""
    code = store.run_here(lambda work: work.invites.make(Role.THERAPIST, NOW))
    admitted = store.run_here(lambda work: work.invites.admit(code, telegram_id, NOW))
    assert admitted is not None
    return admitted.person


def logged(store: Store, owner: Person, code: str = "C7", note: str | None = None) -> tuple[Client, Referral]:
    """A client, new or known, and a psychiatric evaluation recommended to her."""
    (service,) = store.run_here(lambda work: work.directory.services())

    def log(work: UnitOfWork) -> tuple[Client, Referral]:
        caseload = work.caseload(owner.id)
        client = caseload.client(code) or caseload.add_client(code, NOW)
        return client, caseload.add_referral(client.id, NewReferral(service=service, note=note), NOW)

    return store.run_here(log)


def told(value: int, *, guess: bool = False) -> tuple[Reading, ...]:
    """One number told, as a referral keeps it."""
    return (Reading(value, guess, NOW),)


def snapshot(engine: Engine) -> dict[str, list[Row[Any]]]:
    """Every row of every table: to show that nothing changed."""
    with engine.begin() as connection:
        return {
            name: list(connection.execute(table.select().order_by(*table.primary_key)).all())
            for name, table in Base.metadata.tables.items()
        }


def raw(engine: Engine, sql: str, **values: object) -> list[Row[Any]]:
    """What a statement finds in the database, past the models and their encryption."""
    with engine.begin() as connection:
        result = connection.execute(text(sql), values)
        return list(result.all()) if result.returns_rows else []


@dataclass(frozen=True, slots=True)
class DueRow:
    """A planned thing whose message has come."""

    id: int
    owner_id: int
    client_id: int
    referral_id: int | None
    kind: NudgeKind
    due_at: datetime
    session_at: datetime | None


def first_due(work: UnitOfWork, now: datetime) -> DueRow | None:
    """The first thing in the message that is due to the therapist whose turn it is, who is then locked."""
    due = work.nudges.owner_due(now)
    if due is None:
        return None
    first = (
        select(Nudge)
        .where(Nudge.owner_id == due[0], Nudge.state == NudgeState.PLANNED, Nudge.send_at <= now)
        .order_by(Nudge.send_at, Nudge.id)
    )
    row = work._session.scalars(first).first()
    assert row is not None
    return DueRow(row.id, row.owner_id, row.client_id, row.referral_id, row.kind, row.due_at, row.session_at)


def led(store: Store) -> int:
    """A process of the test's leads from now on; returns its fence."""
    fence = store.run_here(lambda work: work.lead("a test", timedelta(minutes=1)))
    assert fence is not None
    return fence
