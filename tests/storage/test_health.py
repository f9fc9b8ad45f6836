"""One look at how the memory is: counts and ages, and nobody is kept waiting for it or by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from storage.concern_rows import ConcernKind
from storage.engine import open_engine
from storage.health import Health, Waiting, look
from storage.inbox import Received
from storage.outages import StorageUnavailableError
from storage.person import Person
from storage.store import Store
from storage.traffic import InboxState
from tests.conftest import CIPHER
from tests.storage.practice import (
    ALICE_CHAT,
    BOB_CHAT,
    NOW,
    founded,
    joined,
    logged,
    on_postgresql,
    on_sqlite,
    snapshot,
)

LATE, PATIENCE = timedelta(minutes=5), timedelta(seconds=20)
THEN = NOW - timedelta(minutes=1)


def health(engine: Engine, minutes: float = 0) -> Health:
    found = look(engine.url, NOW + timedelta(minutes=minutes), LATE, PATIENCE)
    assert found is not None
    return found


@pytest.fixture
def alice(store: Store) -> Person:
    founded(store)
    return joined(store, ALICE_CHAT)


def test_of_an_empty_database_nothing_waits(engine: Engine) -> None:
    found = health(engine)
    assert (found.inbox, found.outbox, found.due, found.late) == (Waiting(0, None), Waiting(0, None), 0, 0)
    assert set(found.set_aside.values()) | set(found.concerns.values()) == {0}
    assert found.seconds > 0


def test_what_waits_is_counted_with_the_age_of_the_oldest(store: Store, engine: Engine) -> None:
    updates = [Received(number, ALICE_CHAT, 1, "{}") for number in (1, 2, 3)]
    quarantined = Received(4, None, None, "{}", quarantined=True)
    kept = store.run_here(lambda work: work.inbox.keep(1, updates[:1], THEN))
    store.run_here(lambda work: work.inbox.keep(1, [*updates[1:], quarantined], NOW))
    store.run_here(lambda work: [work.outbox.send(ALICE_CHAT, "{}", at) for at in (NOW, THEN)])
    store.run_here(lambda work: work.concerns.begin(ConcernKind.BACKUP, NOW))
    found = health(engine)
    assert (found.inbox, found.outbox) == (Waiting(3, THEN), Waiting(2, THEN))
    assert found.set_aside == {InboxState.QUARANTINED: 1, InboxState.FAILED: 0}
    assert found.concerns[ConcernKind.BACKUP] == 1
    store.run_here(lambda work: work.inbox.done(kept[0].id, NOW))
    assert health(engine).inbox == Waiting(2, NOW)


def test_what_is_due_is_late_after_a_while_and_not_while_she_is_locked(
    store: Store, engine: Engine, alice: Person
) -> None:
    joined(store, BOB_CHAT)
    client, _ = logged(store, alice)
    store.run_here(lambda work: work.nudges.replan(work.caseload(alice.id), client, alice.habits, NOW))
    due_at = store.run_here(lambda work: work.nudges.next_due())
    assert due_at is not None
    minutes = (due_at - NOW) / timedelta(minutes=1)
    assert [(found.due, found.late) for found in (health(engine, minutes + more) for more in (-1, 0, 4, 6))] == [
        (0, 0),
        (1, 0),
        (1, 0),
        (1, 1),
    ]
    store.run_here(lambda work: work.members.lock(alice.id, NOW))
    assert health(engine, minutes + 6).due == 0


@on_sqlite
def test_a_writer_neither_keeps_it_waiting_nor_is_kept(engine: Engine) -> None:
    with engine.begin() as writer:
        writer.exec_driver_sql("INSERT INTO runner (id, fence) VALUES (1, 1)")
        assert health(engine).clock_ahead is None
        before = engine.url
    hurried = open_engine(before, CIPHER, busy_seconds=0)
    with hurried.begin() as writer:
        writer.exec_driver_sql("UPDATE runner SET fence = 2")
    hurried.dispose()


@on_postgresql
def test_a_server_that_does_not_answer_in_time_is_left(engine: Engine) -> None:
    with engine.begin() as other:
        other.exec_driver_sql("LOCK TABLE inbox")
        with pytest.raises(StorageUnavailableError):
            look(engine.url, NOW, LATE, timedelta(milliseconds=50))


@on_postgresql
def test_its_clock_is_compared_with_this_machines(engine: Engine) -> None:
    ahead = health(engine).clock_ahead
    assert ahead is not None
    assert abs(ahead) < timedelta(seconds=30)


def test_nothing_is_written(store: Store, engine: Engine, alice: Person) -> None:
    logged(store, alice)
    before = snapshot(engine)
    health(engine)
    assert snapshot(engine) == before
