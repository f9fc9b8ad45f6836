"""A database that was emptied is as one that was just made; one that was changed otherwise is not taken for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import URL, Connection, Engine

from storage.engine import open_engine
from storage.keeping.counters import counters
from tests.conftest import CIPHER, PostgresServer
from tests.databases import engine_of
from tests.emptying import emptied, shape
from tests.keeping.rows import fill
from tests.storage.practice import raw, snapshot

CHANGES = [
    "DROP TRIGGER audit_append_only ON audit",
    "ALTER TABLE audit DISABLE TRIGGER audit_append_only",
    "ALTER TABLE client ADD COLUMN more TEXT",
    "ALTER TABLE client ALTER COLUMN code SET DEFAULT 'C1'",
    "DROP TABLE draft",
    "CREATE TABLE stranger ()",
    "UPDATE alembic_version SET version_num = 'other'",
]


@pytest.fixture
def made(postgres_server: PostgresServer) -> Iterator[URL]:
    url = postgres_server.migrated()
    yield url
    postgres_server.drop(url)


@pytest.fixture
def engine(made: URL) -> Engine:
    return engine_of(made)


def _shape(engine: Engine) -> object:
    with engine.begin() as connection:
        return shape(connection)


def _counted(engine: Engine) -> dict[str, int]:
    with engine.begin() as connection:
        return counters(connection)


def test_no_row_is_left_and_ids_begin_anew(engine: Engine) -> None:
    before, counted = snapshot(engine), _counted(engine)
    fill(engine)
    assert _counted(engine) != counted
    assert emptied(engine, _shape(engine))
    assert (snapshot(engine), _counted(engine)) == (before, counted)
    assert not any(before.values())


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_otherwise_is_seen(engine: Engine, change: str) -> None:
    was = _shape(engine)
    raw(engine, change)
    assert not emptied(engine, was)


def test_a_connection_left_open_is_seen(engine: Engine, made: URL) -> None:
    was, other = _shape(engine), open_engine(made, CIPHER)
    with other.connect() as left:
        left.exec_driver_sql("SELECT 1")
        assert not emptied(engine, was)
    with engine.connect():
        assert not emptied(engine, was)
    other.dispose()


def test_nothing_stays_that_was_said_to_a_session(engine: Engine) -> None:
    def asked(connection: Connection) -> tuple[object, ...]:
        held = connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").scalar()
        return held, connection.exec_driver_sql("SHOW lock_timeout").scalar()

    with engine.begin() as connection:
        before = asked(connection)
        connection.exec_driver_sql("SELECT pg_advisory_lock(7)")
        connection.exec_driver_sql("SET lock_timeout = 7")
        assert asked(connection) != before
    assert emptied(engine, _shape(engine))
    with engine.begin() as connection:
        assert asked(connection) == before
