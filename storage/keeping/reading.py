"""Looking at a database that must not change for it: past the models, in one transaction, with one view of all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from storage.crypto import cipher_of
from storage.engine import sqlite_file
from storage.outages import outages

KEY_CHECK = "practice|key_check"


class UnreadableDatabaseError(Exception):
    """The file is there, and is no database, or a damaged one."""


@contextmanager
def looking(url: URL) -> Iterator[Connection | None]:
    """A connection that sees one moment of the database and cannot write; None where there is no SQLite file.

    Others may write meanwhile. Raises StorageUnavailableError and UnreadableDatabaseError.
    """
    path = sqlite_file(url)
    if path is not None and not path.exists():
        yield None
        return
    apart = _read_only(url, path)
    try:
        with outages(), _damage(), apart.begin() as connection:
            yield connection
    finally:
        apart.dispose()


def check_key(engine: Engine) -> None:
    """Raises FieldKeyError when the practice in the database was written with a key the engine's cipher lacks.

    Nothing is written, not even by opening it. Raises as `looking` does.
    """
    with looking(engine.url) as connection:
        sealed = connection and key_check(connection)
        if sealed:
            cipher_of(engine).open(sealed, KEY_CHECK)


def has_practice(url: URL) -> bool:
    """Whether there is a practice already, whatever its key. Raises as `looking` does."""
    with looking(url) as connection:
        return connection is not None and key_check(connection) is not None


def key_check(connection: Connection) -> bytes | None:
    """What opens with the practice's key alone, as it lies there; None where there is no practice yet."""
    if not inspect(connection).has_table("practice"):
        return None
    sealed = connection.scalar(text("SELECT key_check FROM practice"))
    return bytes(sealed) if sealed is not None else None


def _read_only(url: URL, path: Path | None) -> Engine:
    if path is None:
        # One moment for the whole transaction, however long it takes.
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return create_engine(url, poolclass=NullPool).execution_options(**options)
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    apart = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: sqlite3.connect(address, uri=True, isolation_level=None),
        poolclass=NullPool,
    )
    event.listen(apart, "begin", _begin_deferred)
    return apart


def _begin_deferred(connection: Connection) -> None:
    # It takes its view with the first thing it reads, and keeps no writer waiting.
    connection.exec_driver_sql("BEGIN")


@contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        code = getattr(error.orig, "sqlite_errorcode", None)
        if code is None or code & 0xFF not in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise
        raise UnreadableDatabaseError from error
