"""A database that the first version filled keeps every row on its way to this one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import URL, Column, Engine, LargeBinary, MetaData, Row, Table, inspect
from sqlalchemy.exc import IntegrityError

from referrals.client import Client
from referrals.model import Readiness, Reading, State
from referrals.risk import Safety
from referrals.timing import NudgeKind
from storage.migrate import _config, migrate
from storage.models import Base
from storage.store import Store
from tests.conftest import CIPHER, PostgresServer, SqliteFiles
from tests.storage.practice import NOW, THURSDAYS, on_sqlite, raw, snapshot

ROWS = (1, 2, 3)
GONE = 50
# What came with later versions: empty at first.
SINCE = {
    "supervises", "stall_answer", "reflection", "decision", "condition", "alert", "telling",
    "audit", "erasure", "handover",
}  # fmt: skip
# The words that stood in the first version's tables, and what else its code could read again.
MEANT: dict[tuple[str, str], Any] = {
    ("client", "sessions"): {"slots": [[3, "14:00"]], "every": "weekly", "starts_on": "2026-11-24", "zone": "UTC"},
    ("referral", "state"): "scheduled",
    ("referral", "barrier"): "cost",
    ("referral", "purposes"): ["crisis"],
    ("nudge", "state"): "sent",
    ("nudge", "kind"): "after_session",
    ("inbox", "state"): "done",
    ("outbox", "state"): "sent",
    ("outbox", "kind"): "send",
    ("member", "zone"): "UTC",
    ("member", "workdays"): [0, 1],
    ("member", "roles"): ["therapist"],
}
READINESS = {1: (7, False), 2: (0, True), 3: (None, False)}


@pytest.fixture
def url(databases: SqliteFiles | PostgresServer) -> Iterator[URL]:
    """An empty database, instead of a migrated one."""
    url = databases.empty()
    yield url
    databases.drop(url)


@pytest.fixture
def first_version(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """A database of the first version with rows in every table; returns them as they are read there."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), "0001")
    tables = reflected(engine)
    with engine.begin() as connection:
        for table in tables.sorted_tables:
            connection.execute(table.insert(), [_row(table, number) for number in ROWS])
        # One that was made and let go: its id may stand on a button.
        connection.execute(tables.tables["nudge"].insert(), _row(tables.tables["nudge"], GONE) | _of(1))
        connection.execute(tables.tables["nudge"].delete().where(tables.tables["nudge"].c.id == GONE))
    return read(engine)


def reflected(engine: Engine) -> MetaData:
    tables = MetaData()
    tables.reflect(engine, only=lambda name, _: name != "alembic_version")
    return tables


def read(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row as it lies there, past the models."""
    tables = reflected(engine).sorted_tables
    with engine.begin() as connection:
        found = {table.name: connection.execute(table.select().order_by(*table.primary_key)).all() for table in tables}
    return {name: [dict(row._mapping) for row in rows] for name, rows in found.items()}


def _of(number: int) -> dict[str, int]:
    return {"owner_id": number, "client_id": number, "referral_id": number}


def _row(table: Table, number: int) -> dict[str, Any]:
    row = {column.name: _value(column, number) for column in table.columns}
    if table.name == "referral":
        row["readiness"], row["readiness_guess"] = READINESS[number]
    return row


def _value(column: Column[Any], number: int) -> Any:
    meant = MEANT.get((column.table.name, column.name))
    if meant is not None:
        return meant
    if isinstance(column.type, LargeBinary):
        return CIPHER.seal(f"words {number}", f"{column.table.name}|{column.name}")
    kind = column.type.python_type
    if kind is datetime:
        return NOW + timedelta(hours=number)
    if kind is date:
        return NOW.date() + timedelta(days=number)
    if kind is time:
        return time(8 + number)
    if kind is dict:
        return [f"{column.name} {number}"]
    return kind(number) if kind in {int, bool} else f"{column.name} {number}"


@pytest.mark.usefixtures("first_version")
def test_every_table_of_the_first_version_had_rows(engine: Engine) -> None:
    """Else the tests below would look at nothing."""
    there = set(inspect(engine).get_table_names()) - {"alembic_version"}
    assert there == {name for name, rows in read(engine).items() if len(rows) == len(ROWS)}
    assert there == set(Base.metadata.tables) - SINCE


def test_nothing_is_lost(engine: Engine, first_version: dict[str, list[dict[str, Any]]]) -> None:
    migrate(engine)
    now = read(engine)
    for name, rows in first_version.items():
        kept = [{key: row[key] for key in was if key in row} for was, row in zip(rows, now[name], strict=True)]
        for was in rows:
            if name == "referral":
                del was["readiness"], was["readiness_guess"]
            if name == "outbox":
                del was["nudge_id"]
        assert kept == rows, name


@pytest.mark.usefixtures("first_version")
def test_all_of_it_can_be_read(engine: Engine) -> None:
    """By the models, with their words and their sealed fields."""
    migrate(engine)
    rows: dict[str, list[Row[Any]]] = snapshot(engine)
    assert {len(found) for name, found in rows.items() if name not in SINCE} == {len(ROWS)}


@pytest.mark.usefixtures("first_version")
def test_a_client_and_her_referral_begin_with_nothing_logged(engine: Engine) -> None:
    migrate(engine)
    store = Store(engine)
    client = store.run_here(lambda work: work.caseload(1).client_by_id(1))
    assert client is not None
    assert client.sessions is not None
    assert client.sessions.slots == THURSDAYS.slots
    assert client == Client(id=1, code="code 1", sessions=client.sessions, safety=Safety())
    referral = store.run_here(lambda work: work.caseload(1).referral(1))
    assert referral is not None
    assert (referral.state, referral.note, referral.hold, referral.held) == (State.SCHEDULED, "words 1", None, False)
    assert not referral.sufficient
    assert not referral.service.retired


@pytest.mark.usefixtures("first_version")
def test_the_number_that_was_told_is_the_first_reading(engine: Engine) -> None:
    migrate(engine)
    store = Store(engine)
    told = {number: store.run_here(lambda work, of=number: work.caseload(of).referral(of)) for number in ROWS}  # type: ignore[misc] # mypy cannot infer a lambda's defaults
    moved = {number: NOW + timedelta(hours=number) for number in ROWS}
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


@on_sqlite
@pytest.mark.usefixtures("first_version")
@pytest.mark.parametrize("left", [len(ROWS), 0])
def test_no_id_is_used_again(engine: Engine, left: int) -> None:
    """PostgreSQL counts beside its tables, and none of them is made anew there."""
    raw(engine, "DELETE FROM nudge WHERE id > :left", left=left)
    before = {row.name: row.seq for row in raw(engine, "SELECT name, seq FROM sqlite_sequence")}
    assert before["nudge"] == GONE
    migrate(engine)
    assert {row.name: row.seq for row in raw(engine, "SELECT name, seq FROM sqlite_sequence")} == before
    raw(
        engine,
        "INSERT INTO nudge (owner_id, client_id, kind, rule, local_date, due_at, send_at, state)"
        " VALUES (1, 1, :kind, 'new', '2026-12-01', '2026-12-01', '2026-12-01', 'planned')",
        kind=NudgeKind.SAFETY_CHECK.value,
    )
    assert raw(engine, "SELECT max(id) FROM nudge")[0][0] == GONE + 1
