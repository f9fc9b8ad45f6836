"""A fresh, migrated database for each test, on SQLite and on a real PostgreSQL.

Each test process has a PostgreSQL of its own, started when the first test asks for it and gone at the end.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import URL, Engine

from storage.store import Store
from tests.databases import CIPHER, PostgresServer, SqliteFiles, engine_of, workplace

__all__ = ["CIPHER", "PostgresServer", "SqliteFiles"]
# How long an example takes is the machine's business; what is slow has a test of its own.
settings.register_profile("untimed", deadline=None)
settings.register_profile("soak", deadline=None)  # `make soak`: what is drawn at random is drawn longer
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def sqlite_files() -> Iterator[SqliteFiles]:
    directory = Path(workplace("sqlite"))
    yield SqliteFiles(directory)
    shutil.rmtree(directory)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Which engine the test runs on; parametrise it to have one only."""
    return str(request.param)


@pytest.fixture
def databases(backend: str, request: pytest.FixtureRequest) -> SqliteFiles | PostgresServer:
    made: SqliteFiles | PostgresServer = request.getfixturevalue(
        "sqlite_files" if backend == "sqlite" else "postgres_server"
    )
    return made


@pytest.fixture
def url(databases: SqliteFiles | PostgresServer) -> Iterator[URL]:
    """The address of a fresh database at the newest revision."""
    url = databases.migrated()
    yield url
    databases.drop(url)


@pytest.fixture
def engine(url: URL) -> Iterator[Engine]:
    engine = engine_of(url)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> Iterator[Store]:
    """The memory over a fresh database, on both engines."""
    store = Store(engine)
    yield store
    store.close()
