"""Which processes run on a database: one on a file, several on PostgreSQL, none beside a command that wants it alone.

The operating system or PostgreSQL holds the lock, and frees it when the process dies, however it dies.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import IO

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from storage.engine import sqlite_file
from storage.outages import StorageUnavailableError, outages

_ADVISORY_KEY = 7_305_113_420_991  # any number, the same in every process


class AlreadyRunningError(Exception):
    """Another process of Followthrough runs on this database."""


class RunningLock:
    """Held from `acquire` until `release` or the end of the process."""

    def __init__(self, engine: Engine, *, beside_others: bool = False) -> None:
        """`beside_others` where further processes may run as well, which only PostgreSQL allows."""
        self._engine = engine
        self._shared = "_shared" if beside_others else ""
        self._file: IO[str] | None = None
        self._connection: Connection | None = None

    def acquire(self) -> None:
        """Raises AlreadyRunningError when a process holds it that lets no other in."""
        path = sqlite_file(self._engine.url)
        if path is not None:
            self._file = path.with_name(path.name + ".running").open("w")
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                self._file.close()
                raise AlreadyRunningError from error
            return
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # the pool's connections are for work
        with ExitStack() as unless_held:
            unless_held.callback(connection.close)
            if not connection.scalar(text(f"SELECT pg_try_advisory_lock{self._shared}(:key)"), {"key": _ADVISORY_KEY}):
                raise AlreadyRunningError
            unless_held.pop_all()
        self._connection = connection

    def keep(self) -> None:
        """Takes it anew where the connection that held it was lost. Raises as `acquire`, and what the database raises.

        Until then a command that wants the database alone could have begun; then this process must end.
        """
        if self._file is not None:
            return  # nobody can take it away
        held, self._connection = self._connection, None
        if held is not None:
            try:
                held.execute(text("SELECT 1"))
            except DBAPIError:
                held.invalidate()
                held.close()
            else:
                self._connection = held
                return
        self.acquire()

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
        if self._connection is not None:
            import psycopg  # noqa: PLC0415 - of no use on SQLite, and nine megabytes

            with suppress(psycopg.Error):  # a connection that was lost holds nothing any more
                self._connection.connection.cursor().execute("SELECT pg_advisory_unlock_all()")
            self._connection.close()


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """No bot runs on a database, and none can begin to, for as long as this lasts.

    Raises AlreadyRunningError, and StorageUnavailableError where there is no such place.
    """
    lock = RunningLock(engine)
    try:
        with outages():
            lock.acquire()
    except OSError as error:
        raise StorageUnavailableError(type(error).__name__) from error
    try:
        yield
    finally:
        lock.release()
