"""One process at a time sends for a database. The operating system or PostgreSQL holds the lock, and frees it when the
process dies, however it dies."""

from __future__ import annotations

import fcntl
from typing import IO

from sqlalchemy import Connection, Engine, text

from storage.engine import sqlite_file

_ADVISORY_KEY = 7_305_113_420_991  # any number, the same in every process


class AlreadyRunningError(Exception):
    """Another process of Followthrough runs on this database."""


class RunningLock:
    """Held from `acquire` until `release` or the end of the process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._file: IO[str] | None = None
        self._connection: Connection | None = None

    def acquire(self) -> None:
        """Raises AlreadyRunningError when another process holds it."""
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
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _ADVISORY_KEY}):
            connection.close()
            raise AlreadyRunningError
        self._connection = connection

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
        if self._connection is not None:
            self._connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY_KEY})
            self._connection.close()
