"""A database of any age reaches this version's shape, or is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, URL, Column, Engine, event, inspect, text
from sqlalchemy.exc import DatabaseError

from storage.engine import open_engine
from storage.migrate import NewerDatabaseError, migrate, must_be_known, pending, revisions
from storage.models import Base
from storage.outages import StorageUnavailableError
from tests.conftest import CIPHER, PostgresServer, SqliteFiles
from tests.storage.practice import on_postgresql

ROOT = Path(__file__).parents[2]


@pytest.fixture
def url(databases: SqliteFiles | PostgresServer) -> Iterator[URL]:
    """An empty database, instead of a migrated one."""
    url = databases.empty()
    yield url
    databases.drop(url)


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def revision(engine: Engine) -> str:
    with engine.begin() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _comparable(_context: object, _there: object, column: Column[Any], *_defaults: object) -> bool | None:
    """PostgreSQL has no equality for JSON, so that default is taken as it is; the others are compared as usual."""
    return False if isinstance(column.type, JSON) else None


def test_an_empty_database_reaches_the_shape_of_the_models(engine: Engine) -> None:
    assert pending(engine)
    migrate(engine)
    assert not pending(engine)
    with engine.begin() as connection:
        opts = {"compare_type": True, "compare_server_default": _comparable}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []
    assert tables(engine) == {*Base.metadata.tables, "alembic_version"}


def test_ids_of_rows_that_buttons_name_are_never_used_again(engine: Engine) -> None:
    """What the comparison above does not see: SQLite counts on only where the table says so."""
    migrate(engine)
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
        never_again = {name for name, sql in made if "AUTOINCREMENT" in sql}
        assert never_again == {
            table.name for table in Base.metadata.tables.values() if table.dialect_options["sqlite"]["autoincrement"]
        }


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    before = revision(engine)
    migrate(engine)
    assert revision(engine) == before


def test_a_newer_database_is_refused_and_left_as_it_is(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("DROP TABLE draft"))
    before = tables(engine)
    for ask in (migrate, pending):
        with pytest.raises(NewerDatabaseError, match="revision 9999"):
            ask(engine)
    assert (tables(engine), revision(engine)) == (before, "9999")


def test_a_process_that_runs_notices_that_a_newer_version_came(engine: Engine) -> None:
    with engine.begin() as connection:
        must_be_known(connection)  # empty
    migrate(engine)
    with engine.begin() as connection:
        must_be_known(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(NewerDatabaseError, match="revision 9999"):
            must_be_known(connection)


SECOND = """
import sys
from sqlalchemy import event
from storage.engine import database_url, open_engine
from storage.migrate import migrate
from tests.conftest import CIPHER
engine = open_engine(database_url(sys.argv[1]), CIPHER, busy_seconds=60)
event.listen(engine, "before_cursor_execute", lambda *_: print("here", flush=True), once=True)
migrate(engine)
"""


def test_of_two_that_start_at_once_one_migrates_and_the_other_waits(url: URL) -> None:
    """The second is a process of its own, as a replica is: Alembic knows one migration a process."""
    first = open_engine(url, CIPHER)
    half_way, second_came = Event(), Event()

    @event.listens_for(first, "before_cursor_execute")
    def hold(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "CREATE TABLE inbox" in statement:
            half_way.set()
            second_came.wait()

    with ThreadPoolExecutor(1) as thread:
        ahead = thread.submit(migrate, first)
        ahead.add_done_callback(lambda _: half_way.set())
        half_way.wait()
        second = subprocess.Popen(
            [sys.executable, "-c", SECOND, url.render_as_string(hide_password=False)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert second.stdout is not None
            assert second.stdout.readline() == "here\n"
        finally:
            second_came.set()
        ahead.result()
        _, complaints = second.communicate()
    assert second.returncode == 0, complaints
    assert not pending(first)
    first.dispose()


def test_a_migration_that_fails_half_way_leaves_nothing(url: URL) -> None:
    engine = open_engine(url, CIPHER)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE referral (stranger INTEGER)"))
    # SQLite calls a statement it cannot run what it calls a database it cannot reach.
    with pytest.raises((DatabaseError, StorageUnavailableError)):
        migrate(engine)
    assert tables(engine) == {"referral"}
    engine.dispose()


@on_postgresql
def test_a_process_that_waits_for_anothers_migration_waits_as_long_as_that_takes(url: URL) -> None:
    """Whatever it waits for otherwise it gives up in seconds; here it would not start."""
    found: list[str] = []

    def at_the_lock(_connection: object, cursor: Any, statement: str, *_: object) -> None:
        if "pg_advisory_xact_lock" in statement:
            found.extend(cursor.connection.execute("SHOW lock_timeout").fetchone())

    engine = open_engine(url, CIPHER, standstill=timedelta(seconds=10))
    event.listen(engine, "before_cursor_execute", at_the_lock)
    migrate(engine)
    engine.dispose()
    assert found == ["0"]


def test_how_many_steps_there_are_is_told_and_each_of_them(engine: Engine) -> None:
    expected: list[int] = []
    done: list[int] = []
    migrate(engine, expected.append, done.append)
    assert expected == [len(revisions())]
    assert sum(done) == len(revisions())
    migrate(engine, expected.append, done.append)
    assert len(expected) == 1, "nothing is left to do"
