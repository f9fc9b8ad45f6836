"""Units of work that share a commit: each is whole or not at all, and nobody hears of what did not last."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine, event, text
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from referrals.client import Client
from referrals.codes import ClientCode
from storage.engine import open_engine
from storage.models import ClientRow
from storage.outages import StorageUnavailableError
from storage.person import Person
from storage.rows import write_client
from storage.store import Store
from storage.together import MOST
from storage.work import UnitOfWork
from tests.conftest import CIPHER
from tests.storage.practice import ALICE_CHAT, NOW, on_sqlite, raw, snapshot

pytestmark = on_sqlite


def adds(alice: Person, code: str) -> Callable[[UnitOfWork], str]:
    def work(unit: UnitOfWork) -> str:
        return unit.caseload(alice.id).add_client(code, NOW).code

    return work


def stumbles(alice: Person, code: str, error: Exception) -> Callable[[UnitOfWork], None]:
    def work(unit: UnitOfWork) -> None:
        adds(alice, code)(unit)
        raise error

    return work


def codes(engine: Engine) -> list[str]:
    return [row.code for row in raw(engine, "SELECT code FROM client ORDER BY id")]


def _client(alice: Person) -> ClientRow:
    row = ClientRow(owner_id=alice.id, code="C1", created_at=NOW)
    write_client(row, Client(id=0, code=ClientCode("C1")))
    return row


class Commits:
    """Counts the commits of an engine."""

    def __init__(self, engine: Engine) -> None:
        self.count = 0
        event.listen(engine, "commit", self._note)

    def _note(self, _connection: object) -> None:
        self.count += 1


async def test_what_waits_meanwhile_shares_one_commit(store: Store, engine: Engine, alice: Person) -> None:
    commits = Commits(store.engine)
    wanted = [f"C{number}" for number in range(10, 20)]
    assert await asyncio.gather(*(store.run(adds(alice, code)) for code in wanted)) == wanted
    assert commits.count == 2, "the first alone, for nothing else waited yet; then all the others"
    assert codes(engine) == wanted, "in the order in which they came"


async def test_no_more_than_so_many_share_one(store: Store, alice: Person) -> None:
    commits = Commits(store.engine)
    await asyncio.gather(*(store.run(adds(alice, f"C{number}")) for number in range(100, 101 + 2 * MOST)))
    assert commits.count == 3


def test_one_that_raises_changes_nothing_and_the_others_go_on(store: Store, engine: Engine, alice: Person) -> None:
    error = LookupError("the turn's own")
    first, second, third = store.run_all_here([adds(alice, "C1"), stumbles(alice, "C2", error), adds(alice, "C3")])
    assert (first.result, second.error, third.result) == ("C1", error, "C3")
    assert codes(engine) == ["C1", "C3"]


def test_a_broken_constraint_is_its_own_units_alone(store: Store, engine: Engine, alice: Person) -> None:
    outcomes = store.run_all_here([adds(alice, "C1"), adds(alice, "C1"), adds(alice, "C2")])
    assert isinstance(outcomes[1].error, IntegrityError)
    assert codes(engine) == ["C1", "C2"]


def test_a_change_lost_to_another_writer_is_its_own_units_alone(store: Store, engine: Engine, alice: Person) -> None:
    def overtaken(unit: UnitOfWork) -> None:
        client = unit.caseload(alice.id).add_client("C2", NOW)
        unit._session.connection().execute(text("UPDATE client SET version = version + 1"))
        unit.caseload(alice.id).save_client(replace(client, region="us"), "region", NOW)

    outcomes = store.run_all_here([adds(alice, "C1"), overtaken, adds(alice, "C3")])
    assert [type(outcome.error) for outcome in outcomes] == [type(None), StaleDataError, type(None)]
    assert codes(engine) == ["C1", "C3"]


def test_what_is_written_last_in_a_unit_is_in_its_savepoint(store: Store, engine: Engine, alice: Person) -> None:
    """Written only at the end, it would fall to the unit after it."""

    def twice(unit: UnitOfWork) -> None:
        for _ in range(2):
            unit._session.add(_client(alice))

    outcomes = store.run_all_here([twice, adds(alice, "C2")])
    assert isinstance(outcomes[0].error, IntegrityError)
    assert codes(engine) == ["C2"]


def test_nobody_hears_of_a_result_that_did_not_last(store: Store, engine: Engine, alice: Person) -> None:
    """The commit fails: all run again, alone, and each hears of its own end."""
    left = iter([OperationalError("COMMIT", {}, sqlite3.OperationalError("gone"))])

    def fail_once(_connection: object) -> None:
        if (error := next(left, None)) is not None:
            raise error

    event.listen(store.engine, "commit", fail_once)
    ran: list[str] = []

    def noted(code: str) -> Callable[[UnitOfWork], str]:
        def work(unit: UnitOfWork) -> str:
            ran.append(code)
            return adds(alice, code)(unit)

        return work

    outcomes = store.run_all_here([noted("C1"), noted("C2")])
    assert [outcome.get() for outcome in outcomes] == ["C1", "C2"]
    assert ran == ["C1", "C2", "C1", "C2"]
    assert codes(engine) == ["C1", "C2"]


def test_after_an_error_of_the_database_nothing_more_is_run_before_all_is_taken_back(
    store: Store, engine: Engine, alice: Person
) -> None:
    """It may have ended the transaction, and what came next would commit by itself."""
    ran: list[str] = []

    def wrong(unit: UnitOfWork) -> None:
        unit._session.execute(text("SELECT no_such_column FROM client"))

    def last(unit: UnitOfWork) -> str:
        ran.append("".join(client.code for client in unit.caseload(alice.id).clients()))
        return "last"

    first, second, third = store.run_all_here([adds(alice, "C1"), wrong, last])
    assert (first.result, third.result) == ("C1", "last")
    assert isinstance(second.error, OperationalError)
    assert ran == ["C1"], "once, and after the first one's own commit"
    assert codes(engine) == ["C1"]


def test_on_a_full_disk_each_unit_has_its_own_end(store: Store, engine: Engine, url: URL, alice: Person) -> None:
    def much(unit: UnitOfWork) -> None:
        for _ in range(200):
            unit.outbox.send(ALICE_CHAT, "x" * 4000, NOW)

    store.run_here(lambda unit: unit.outbox.send(ALICE_CHAT, "x", NOW))
    before, kept = snapshot(engine), resource.getrlimit(resource.RLIMIT_FSIZE)
    log = Path(f"{url.database}-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 40_000, kept[1]))
    try:
        first, second = store.run_all_here([lambda unit: unit.outbox.waiting(), much])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)
    assert first.get() == 1
    assert isinstance(second.error, StorageUnavailableError)
    assert snapshot(engine) == before
    assert store.errors == 1
    assert store.run_all_here([adds(alice, "C1"), adds(alice, "C2")])[1].get() == "C2"


def test_while_the_file_is_locked_all_hear_of_it_after_one_wait(url: URL, store: Store, alice: Person) -> None:
    engine = open_engine(url, CIPHER, busy_seconds=0.05)
    waits: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *said: waits.append(said[2]))
    impatient = Store(engine)
    with closing(sqlite3.connect(str(url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        outcomes = impatient.run_all_here([adds(alice, "C1"), adds(alice, "C2")])
        other.execute("ROLLBACK")
    impatient.close()
    assert all(isinstance(outcome.error, StorageUnavailableError) for outcome in outcomes)
    assert waits.count("BEGIN IMMEDIATE") == 1
    assert (impatient.errors, impatient.failing_seconds is not None) == (2, True)
    assert store.run_here(lambda unit: unit.caseload(alice.id).clients()) == []


async def test_who_does_not_wait_any_more_is_passed_over(store: Store, engine: Engine, alice: Person) -> None:
    tasks = [asyncio.create_task(store.run(adds(alice, f"C{number}"))) for number in (1, 2, 3)]
    await asyncio.sleep(0)  # the first is under way, the others wait
    tasks[1].cancel()
    done: list[Any] = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(done[1], asyncio.CancelledError)
    assert codes(engine) == ["C1", "C3"]


async def test_what_waits_when_the_store_closes_never_begins(url: URL, engine: Engine, alice: Person) -> None:
    closing_one = Store(open_engine(url, CIPHER))
    tasks = [asyncio.create_task(closing_one.run(adds(alice, f"C{number}"))) for number in (1, 2)]
    await asyncio.sleep(0)
    closing_one.close()
    done: list[Any] = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(done[1], asyncio.CancelledError)
    assert codes(engine) == ["C1"]


async def test_whoever_shares_a_commit_hears_of_it_where_none_can_be_tried(url: URL, alice: Person) -> None:
    """What a person has to mend, such as a damaged file: a chat that waits for ever would hear of nothing."""

    def damaged(_connection: object) -> None:
        raise DatabaseError("BEGIN", {}, sqlite3.DatabaseError("database disk image is malformed"))

    engine = open_engine(url, CIPHER)
    event.listen(engine, "begin", damaged)
    store = Store(engine)
    async with asyncio.timeout(30):
        units = (store.run(adds(alice, f"C{number}")) for number in (1, 2, 3))
        heard: list[Any] = await asyncio.gather(*units, return_exceptions=True)
    store.close()
    assert [type(error) for error in heard] == [DatabaseError] * 3


async def test_a_closed_store_turns_everybody_away(url: URL, alice: Person) -> None:
    closed = Store(open_engine(url, CIPHER))
    closed.close()
    async with asyncio.timeout(30):
        for number in (1, 2):
            with pytest.raises(RuntimeError):
                await closed.run(adds(alice, f"C{number}"))


async def test_an_iterator_that_ran_out_in_one_unit_keeps_nobody_waiting(store: Store, alice: Person) -> None:
    async with asyncio.timeout(30):
        units = (adds(alice, "C1"), stumbles(alice, "C2", StopIteration()), adds(alice, "C3"))
        heard: list[Any] = await asyncio.gather(*map(store.run, units), return_exceptions=True)
    assert (heard[0], type(heard[1]), heard[2]) == ("C1", RuntimeError, "C3")
