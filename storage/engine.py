"""Opening the database: one URL, two engines, the same promises of durability."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.crypto import FieldCipher, use_cipher
from storage.prepared import say

POSTGRES_THREADS = 4
_BUSY_SECONDS = 5
_BUSY_STILL_SECONDS = 0.1
# A server that is gone without a word is noticed, in seconds and, for `tcp_user_timeout`, milliseconds.
REACHING = {"connect_timeout": 10, "keepalives_idle": 15, "keepalives_interval": 5, "tcp_user_timeout": 15_000}
_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class DatabaseUrlError(ValueError):
    """The database's address cannot be used; the message says why."""


def database_url(text: str) -> URL:
    """The address with the driver in use. Accepts `sqlite:///`, `postgresql://`, and both with any driver named."""
    try:
        url = make_url(text)
        driver = _DRIVERS.get(url.drivername.split("+")[0])
    except (ArgumentError, ValueError) as error:  # of a port that is no number, with what may be half a password
        raise DatabaseUrlError("it is not a database address") from error
    if driver is None:
        raise DatabaseUrlError("only sqlite:/// and postgresql:// are known")
    if driver.startswith("sqlite") and not url.database:
        raise DatabaseUrlError("a SQLite address names a file: sqlite:///followthrough.db")
    return url.set(drivername=driver)


def open_engine(
    url: URL, cipher: FieldCipher, busy_seconds: float = _BUSY_SECONDS, standstill: timedelta | None = None
) -> Engine:
    """An engine whose transactions are durable once committed, and whose encrypted columns use `cipher`.

    `busy_seconds` is how long a transaction waits for another process to finish its own. Once one on SQLite has waited
    in vain, those behind it hardly wait, or the last would hear of it only after all the others. After `standstill`
    PostgreSQL ends a transaction in which nothing happens: a process that was stopped must not keep its locks. The
    values of a statement that fails stand in no error: they are what somebody wrote.
    """
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": busy_seconds}, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "checkin", _leave_nothing_open)
        event.listen(engine, "begin", _Patience(busy_seconds).begin)
    else:
        engine = create_engine(
            url,
            pool_size=POSTGRES_THREADS,
            max_overflow=2,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args=REACHING,
        )
        if standstill is not None:
            event.listen(engine, "connect", partial(_give_way, standstill, busy_seconds))
    use_cipher(engine, cipher)
    return engine


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite address, None for another engine."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions are begun by us, see below
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _leave_nothing_open(connection: Any, _entry: ConnectionPoolEntry) -> None:
    # Where a commit fails its transaction may stand, and SQLAlchemy holds it for ended.
    if connection is not None and connection.in_transaction:
        connection.rollback()


def _give_way(standstill: timedelta, busy_seconds: float, connection: Any, _entry: ConnectionPoolEntry) -> None:
    milliseconds = round(standstill / timedelta(milliseconds=1))
    connection.execute(f"SET idle_in_transaction_session_timeout = {milliseconds}")
    # A process that waited for a lock for ever could not be told to stop.
    connection.execute(f"SET lock_timeout = {round(busy_seconds * 1000)}")
    connection.commit()


class _Patience:
    """How a SQLite transaction begins: it waits for another process, and hardly where one before it waited in vain."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._in_vain = False

    def begin(self, connection: Connection) -> None:
        wait = min(self._seconds, _BUSY_STILL_SECONDS) if self._in_vain else self._seconds
        say(connection, f"PRAGMA busy_timeout = {round(wait * 1000)}")
        try:
            # A deferred transaction that reads, then writes, is refused when another wrote in between; this one waits.
            say(connection, "BEGIN IMMEDIATE")
        except OperationalError:
            self._in_vain = True
            raise
        self._in_vain = False
