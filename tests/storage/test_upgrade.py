"""A database that any earlier version filled keeps every row on its way to this one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import URL, Engine
from sqlalchemy.exc import IntegrityError

from referrals.client import Client
from referrals.model import Readiness, Reading, State
from referrals.risk import Safety
from storage.engine import open_engine
from storage.keeping.every_table import TABLES
from storage.migrate import migrate, newest_revision, revision, revisions
from storage.store import Store
from tests.conftest import CIPHER, PostgresServer, SqliteFiles
from tests.storage.older import GIVEN, ROWS, Rows, given, left_by, lying, shape
from tests.storage.practice import NOW, THURSDAYS, raw, snapshot

# What a version took out of its tables: a column that is lost otherwise is a mistake.
TAKEN_OUT = {("referral", "readiness"), ("referral", "readiness_guess"), ("outbox", "nudge_id")}
READINESS = {1: (7, False), 2: (0, True), 3: (None, False)}


@pytest.fixture
def url(databases: SqliteFiles | PostgresServer) -> Iterator[URL]:
    """An empty database, instead of a migrated one."""
    url = databases.empty()
    yield url
    databases.drop(url)


@pytest.fixture
def fresh(databases: SqliteFiles | PostgresServer) -> Iterator[Engine]:
    """A database that this version made."""
    url = databases.migrated()
    engine = open_engine(url, CIPHER)
    yield engine
    engine.dispose()
    databases.drop(url)


@pytest.mark.parametrize("earlier", revisions())
def test_from_every_earlier_version_nothing_is_lost(engine: Engine, fresh: Engine, earlier: str) -> None:
    """In one test, for the filling takes the time: rows, ids given, what the models read, the shape."""
    before, counted = left_by(engine, earlier), given(engine)
    assert all(before.values())
    assert before.keys() <= TABLES.keys()
    migrate(engine)
    with engine.begin() as connection:
        assert revision(connection) == newest_revision()
    after = lying(engine)
    for name, rows in before.items():
        gone = {column for table, column in TAKEN_OUT if table == name}
        assert kept(after, name, rows) == [without(row, gone) for row in rows], name
    assert {name for name, rows in after.items() if not rows} == TABLES.keys() - before.keys()
    assert given(engine).items() >= counted.items()
    assert GIVEN in counted.values()
    assert {name for name, rows in snapshot(engine).items() if rows} == before.keys()
    assert shape(engine) == shape(fresh)


def kept(after: Rows, name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a table as they lie there now, in the columns that they had."""
    return [{key: now[key] for key in was if key in now} for was, now in zip(rows, after[name], strict=True)]


def without(row: dict[str, Any], columns: set[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in columns}


@pytest.fixture
def first_version(engine: Engine) -> None:
    """A database of the first version, which said of readiness one number and of a message when it is due."""
    left_by(engine, "0001")
    raw(engine, "UPDATE referral SET state = 'scheduled'")
    raw(engine, "UPDATE nudge SET state = 'sent'")
    for number, (value, guess) in READINESS.items():
        told = "UPDATE referral SET readiness = :value, readiness_guess = :guess WHERE id = :id"
        raw(engine, told, id=number, value=value, guess=guess)


@pytest.mark.usefixtures("first_version")
def test_a_client_and_her_referral_begin_with_nothing_logged(engine: Engine) -> None:
    migrate(engine)
    store = Store(engine)
    client = store.run_here(lambda work: work.caseload(1).client_by_id(1))
    assert client is not None
    assert client.sessions is not None
    assert client.sessions.slots == THURSDAYS.slots
    assert client == Client(id=1, code="client code 1 “äß", sessions=client.sessions, safety=Safety())
    referral = store.run_here(lambda work: work.caseload(1).referral(1))
    assert referral is not None
    assert (referral.state, referral.note, referral.hold, referral.held) == (
        State.SCHEDULED,
        "referral note 1 “äß",
        None,
        False,
    )
    assert not referral.sufficient
    assert not referral.service.retired


@pytest.mark.usefixtures("first_version")
def test_the_number_that_was_told_is_the_first_reading(engine: Engine) -> None:
    migrate(engine)
    store = Store(engine)
    told = {number: store.run_here(lambda work, of=number: work.caseload(of).referral(of)) for number in ROWS}  # type: ignore[misc] # mypy cannot infer a lambda's defaults
    moved = {number: NOW + timedelta(hours=number, microseconds=number) for number in ROWS}
    assert {number: one.readings for number, one in told.items() if one} == {
        1: (Reading(7, guess=False, at=moved[1]),),
        2: (Reading(0, guess=True, at=moved[2]),),
        3: (),
    }
    assert [one.readiness for one in told.values() if one] == [Readiness(7), Readiness(0, guess=True), None]


@pytest.mark.usefixtures("first_version")
def test_a_message_may_concern_the_client_herself_from_now_on_and_still_hangs_on_her(engine: Engine) -> None:
    migrate(engine)
    raw(engine, "UPDATE nudge SET referral_id = NULL WHERE id = 1")
    with pytest.raises(IntegrityError):
        raw(engine, "UPDATE nudge SET referral_id = 99 WHERE id = 2")
    with pytest.raises(IntegrityError):
        raw(engine, "UPDATE nudge SET rule = 'x', local_date = '2026-12-01'")
    raw(engine, "DELETE FROM referral WHERE id = 2")
    assert [row.id for row in raw(engine, "SELECT id FROM nudge ORDER BY id")] == [1, 3]


@pytest.mark.usefixtures("first_version")
def test_what_went_out_is_taken_to_have_gone_out_when_it_was_due(engine: Engine) -> None:
    migrate(engine)
    gone = raw(engine, "SELECT due_at, send_at, sent_at FROM nudge")
    assert gone
    assert all(row.due_at == row.send_at == row.sent_at for row in gone)
