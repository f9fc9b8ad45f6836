"""A unit of work happens whole or not at all, and no writer's change is lost to another's."""

from __future__ import annotations

import resource
import select
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import URL, Engine, event, text
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.orm.exc import StaleDataError

from referrals.client import Client
from referrals.model import Barrier, Referral
from storage.engine import DatabaseUrlError, database_url, open_engine
from storage.outages import CrossedError, StorageUnavailableError, outages
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.conftest import CIPHER
from tests.storage.practice import ALICE_CHAT, NOW, led, logged, on_postgresql, on_sqlite, raw, snapshot, told

Case = tuple[Client, Referral]


@pytest.fixture
def impatient(url: URL) -> Iterator[Store]:
    """A second way to the same database, which hardly waits for the first."""
    store = Store(open_engine(url, CIPHER, busy_seconds=0.05))
    yield store
    store.close()


async def test_what_the_work_returns_comes_back_and_its_change_is_there(store: Store, alice: Person) -> None:
    client = await store.run(lambda work: work.caseload(alice.id).add_client("C7", NOW))
    assert await store.run(lambda work: work.caseload(alice.id).client("C7")) == client


async def test_work_that_raises_changes_nothing(store: Store, engine: Engine, alice: Person) -> None:
    def stumble(work: UnitOfWork) -> None:
        work.caseload(alice.id).add_client("C7", NOW)
        work.outbox.send(alice.telegram_id, "C7 is new", NOW)
        raise LookupError("the turn's own")

    before = snapshot(engine)
    with pytest.raises(LookupError, match="the turn's own"):
        await store.run(stumble)
    assert snapshot(engine) == before


def test_a_broken_constraint_is_told_as_it_is(store: Store, engine: Engine, case: Case, alice: Person) -> None:
    before = snapshot(engine)
    with pytest.raises(IntegrityError):
        store.run_here(lambda work: work.caseload(alice.id).add_client(case[0].code, NOW))
    assert snapshot(engine) == before


@on_sqlite
def test_a_locked_database_is_unavailable(store: Store, alice: Person, url: URL, impatient: Store) -> None:
    with closing(sqlite3.connect(str(url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailableError):
            impatient.run_here(lambda work: work.caseload(alice.id).add_client("C7", NOW))
        other.execute("ROLLBACK")
    impatient.run_here(lambda work: work.caseload(alice.id).add_client("C7", NOW))
    assert len(store.run_here(lambda work: work.caseload(alice.id).clients())) == 1


@on_sqlite
def test_where_one_waited_in_vain_those_behind_hardly_wait(store: Store, url: URL) -> None:
    """All wait in one thread: with everybody's full patience the last would hear of an outage long after the first."""
    waits: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "busy_timeout" in statement:
            waits.append(statement.rpartition(" ")[-1])

    engine = open_engine(url, CIPHER, busy_seconds=0.3)
    event.listen(engine, "before_cursor_execute", note)
    impatient = Store(engine)
    with closing(sqlite3.connect(str(url.database), isolation_level=None)) as other:
        impatient.run_here(lambda work: work.outbox.waiting())
        other.execute("BEGIN IMMEDIATE")
        for _ in range(2):
            with pytest.raises(StorageUnavailableError):
                impatient.run_here(lambda work: work.outbox.waiting())
        other.execute("ROLLBACK")
        for _ in range(2):
            impatient.run_here(lambda work: work.outbox.waiting())
    impatient.close()
    assert waits == ["300", "300", "100", "100", "300"]
    assert store.run_here(lambda work: work.outbox.waiting()) == 0


@on_sqlite
def test_after_a_commit_that_failed_the_next_transaction_begins(store: Store, alice: Person) -> None:
    """Such as one whose fsync failed: its transaction may still stand."""
    left = iter([OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))])

    def fail_once(_connection: object) -> None:
        if (error := next(left, None)) is not None:
            raise error

    event.listen(store.engine, "commit", fail_once)
    with pytest.raises(OperationalError):
        store.run_here(lambda work: work.caseload(alice.id).add_client("C7", NOW))
    store.run_here(lambda work: work.caseload(alice.id).add_client("C8", NOW))
    assert [client.code for client in store.run_here(lambda work: work.caseload(alice.id).clients())] == ["C8"]


@on_sqlite
def test_wiping_without_room_on_the_disk_is_an_outage(store: Store, url: URL) -> None:
    store.run_here(lambda work: [work.outbox.send(ALICE_CHAT, "x" * 4000, NOW) for _ in range(50)])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (Path(str(url.database)).stat().st_size, before[1]))
    try:
        with pytest.raises(StorageUnavailableError):
            store.wipe_here()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert store.wipe_here()


@on_postgresql
def test_a_server_that_only_reads_is_an_outage(store: Store, alice: Person) -> None:
    """As after a failover, or where its disk is full."""

    def write(work: UnitOfWork) -> None:
        work._session.execute(text("SET TRANSACTION READ ONLY"))
        work.caseload(alice.id).add_client("C7", NOW)

    with pytest.raises(StorageUnavailableError):
        store.run_here(write)


@on_postgresql
def test_a_transaction_that_stood_still_was_an_outage(store: Store) -> None:
    def stand_still(work: UnitOfWork) -> None:
        work._session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 1"))
        connection = work._session.connection().connection.driver_connection
        assert connection is not None
        select.select([connection.fileno()], [], [], 30)  # until the server says that it has ended it
        work._session.execute(text("SELECT 1"))

    with pytest.raises(StorageUnavailableError):
        store.run_here(stand_still)


@on_sqlite
def test_a_read_only_database_is_unavailable(store: Store, alice: Person, url: URL) -> None:
    read_only = Store(open_engine(database_url(f"sqlite:///file:{url.database}?mode=ro&uri=true"), CIPHER))
    with pytest.raises(StorageUnavailableError):
        read_only.run_here(lambda work: work.caseload(alice.id).add_client("C7", NOW))
    read_only.close()
    assert store.run_here(lambda work: work.caseload(alice.id).clients()) == []


@on_postgresql
def test_a_database_that_is_away_is_unavailable(url: URL) -> None:
    away = Store(open_engine(url.set(database="nobody_made_this"), CIPHER))
    with pytest.raises(StorageUnavailableError):
        away.run_here(lambda work: work.people.practice())
    away.close()


def report(store: Store, owner: Person, referral_id: int, **change: Any) -> None:
    """A turn: reads a referral and saves it with one thing changed."""

    def work(work: UnitOfWork) -> None:
        was = work.caseload(owner.id).referral(referral_id)
        assert was is not None
        work.caseload(owner.id).save(replace(was, **change), "reported", NOW)

    store.run_here(work)


def test_of_two_writers_at_once_none_is_lost(store: Store, alice: Person, case: Case) -> None:
    """Each that was not told otherwise finds its change in the database."""
    changes: list[dict[str, Any]] = [{"readings": told(7)}, {"barrier": Barrier.COST}]
    start = threading.Barrier(2)

    def turn(change: dict[str, Any]) -> dict[str, Any]:
        start.wait(10)
        with suppress(StaleDataError):
            report(store, alice, case[1].id, **change)
            return change
        return {}

    with ThreadPoolExecutor(2) as threads:
        written = [change for change in threads.map(turn, changes) if change]
    after = store.run_here(lambda work: work.caseload(alice.id).referral(case[1].id))
    assert written
    assert [{name: getattr(after, name) for name in change} for change in written] == written


@on_postgresql
def test_a_turn_overtaken_by_another_is_told(store: Store, alice: Person, case: Case) -> None:
    """SQLite has no such case: there the other waits until this one is done."""

    def overtaken(work: UnitOfWork) -> None:
        was = work.caseload(alice.id).referral(case[1].id)
        assert was is not None
        report(store, alice, case[1].id, barrier=Barrier.COST)
        work.caseload(alice.id).save(replace(was, readings=told(7)), "reported", NOW)

    with pytest.raises(StaleDataError):
        store.run_here(overtaken)
    after = store.run_here(lambda work: work.caseload(alice.id).referral(case[1].id))
    assert after is not None
    assert (after.barrier, after.readings) == (Barrier.COST, ())


@on_postgresql
def test_so_is_one_overtaken_about_the_client_herself(store: Store, alice: Person, case: Case) -> None:
    def other(work: UnitOfWork) -> None:
        work.caseload(alice.id).save_client(replace(case[0], goals="sleep"), "goals", NOW)

    def overtaken(work: UnitOfWork) -> None:
        (was,) = work.caseload(alice.id).clients()
        store.run_here(other)
        work.caseload(alice.id).save_client(replace(was, region="US"), "region", NOW)

    with pytest.raises(StaleDataError):
        store.run_here(overtaken)
    after = store.run_here(lambda work: work.caseload(alice.id).client_by_id(case[0].id))
    assert after == replace(case[0], goals="sleep")


@on_postgresql
def test_a_row_once_loaded_is_held_until_the_turn_is_over(store: Store, alice: Person, case: Case) -> None:
    """Let go and loaded anew, it would come with what another left meanwhile, and that would be written over."""

    def other(work: UnitOfWork) -> None:
        work.caseload(alice.id).save_client(replace(case[0], goals="sleep"), "goals", NOW)

    def overtaken(work: UnitOfWork) -> None:
        work.caseload(alice.id)._client_row(case[0].id)
        store.run_here(other)
        work.caseload(alice.id).save_client(replace(case[0], region="US"), "region", NOW)

    with pytest.raises(StaleDataError):
        store.run_here(overtaken)


@on_postgresql
def test_what_a_turn_read_first_counts_however_often_it_looks(store: Store, alice: Person, case: Case) -> None:
    """The second look, in a list beside others, must not pass for the one a decision rests on."""

    def overtaken(work: UnitOfWork) -> None:
        was = work.caseload(alice.id).referral(case[1].id)
        assert was is not None
        report(store, alice, case[1].id, barrier=Barrier.COST)
        assert work.caseload(alice.id).every_referral()[0].barrier is Barrier.COST
        work.caseload(alice.id).save(replace(was, readings=told(7)), "reported", NOW)

    with pytest.raises(StaleDataError):
        store.run_here(overtaken)


def test_a_turn_that_saves_and_looks_again_overtakes_nobody(store: Store, alice: Person, case: Case) -> None:
    def turn(work: UnitOfWork) -> None:
        for change in ({"readings": told(7)}, {"barrier": Barrier.COST}):
            caseload = work.caseload(alice.id)
            (was,), (client,) = caseload.every_referral(), caseload.clients()
            caseload.save(replace(was, **change), "reported", NOW)
            caseload.save_client(replace(client, goals=f"{client.goals} and sleep"), "goals", NOW)

    store.run_here(turn)
    (after,) = store.run_here(lambda work: work.caseload(alice.id).every_referral())
    client = store.run_here(lambda work: work.caseload(alice.id).client_by_id(case[0].id))
    assert (after.readings, after.barrier, after.version) == (told(7), Barrier.COST, case[1].version + 2)
    assert client is not None
    assert client.goals == "None and sleep and sleep"


@on_sqlite
def test_sqlite_keeps_what_it_acknowledged(engine: Engine) -> None:
    settings = {name: raw(engine, f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")}
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@on_postgresql
def test_postgresql_keeps_what_it_acknowledged(engine: Engine) -> None:
    assert raw(engine, "SHOW synchronous_commit")[0][0] == "on"


@pytest.mark.usefixtures("case")
def test_a_row_needs_what_it_points_at(engine: Engine) -> None:
    with pytest.raises(IntegrityError):
        raw(engine, "UPDATE referral SET service_id = 999")


def test_each_start_has_a_higher_fence(store: Store) -> None:
    assert [led(store) for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize("address", ["", "followthrough.db", "mysql://host/db", "sqlite://", "sqlite:///"])
def test_an_address_that_cannot_be_used_is_refused(address: str) -> None:
    with pytest.raises(DatabaseUrlError):
        database_url(address)


@pytest.mark.parametrize("address", ["postgres://host/db", "postgresql://host/db", "postgresql+psycopg2://host/db"])
def test_postgresql_is_reached_by_the_driver_in_use(address: str) -> None:
    assert database_url(address).drivername == "postgresql+psycopg"


def test_both_ways_in_see_one_database(store: Store, impatient: Store, alice: Person) -> None:
    logged(store, alice)
    assert len(impatient.run_here(lambda work: work.caseload(alice.id).clients())) == 1


def test_a_wrong_statement_is_no_outage(store: Store) -> None:
    with pytest.raises((OperationalError, ProgrammingError), match="no_such_column"):
        store.run_here(lambda work: work._session.execute(text("SELECT no_such_column FROM member")))


@on_postgresql
def test_of_two_that_wait_for_each_other_one_gives_way_and_is_no_outage(
    store: Store, alice: Person, bob: Person
) -> None:
    both_hold = threading.Barrier(2, timeout=30)

    def takes(first: Person, then: Person) -> bool:
        def work(unit: UnitOfWork) -> None:
            unit.people.lock(first.id)
            both_hold.wait()
            unit.people.lock(then.id)

        try:
            store.run_here(work)
        except CrossedError:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        done = [threads.submit(takes, alice, bob), threads.submit(takes, bob, alice)]
        assert sorted(one.result(timeout=30) for one in done) == [False, True]
    assert (store.errors, store.failing_seconds) == (0, None)


@pytest.mark.parametrize(
    "error",
    [
        InternalError("", None, psycopg.errors.IdleInTransactionSessionTimeout()),
        InternalError("", None, psycopg.errors.TransactionTimeout()),
        InternalError("", None, psycopg.errors.ReadOnlySqlTransaction()),
        OperationalError("", None, psycopg.errors.LockNotAvailable()),
        OperationalError("", None, psycopg.errors.AdminShutdown()),
        OperationalError("", None, psycopg.errors.TooManyConnections()),
        InterfaceError("", None, psycopg.InterfaceError()),
    ],
    ids=lambda error: type(error.orig).__name__,
)
def test_what_postgresql_ends_or_will_not_do_now_is_waited_for(error: DBAPIError) -> None:
    with pytest.raises(StorageUnavailableError), outages():
        raise error


def test_what_waiting_would_not_mend_is_told_as_it_is() -> None:
    with pytest.raises(InternalError), outages():
        raise InternalError("", None, psycopg.errors.InFailedSqlTransaction())


@on_postgresql
def test_a_process_of_the_bot_neither_waits_for_a_lock_nor_stands_still_for_ever(url: URL) -> None:
    engine = open_engine(url, CIPHER, busy_seconds=3, standstill=timedelta(seconds=7))
    with engine.connect() as connection:
        limits = "lock_timeout", "idle_in_transaction_session_timeout"
        assert [connection.scalar(text(f"SHOW {name}")) for name in limits] == ["3s", "7s"]
    engine.dispose()
