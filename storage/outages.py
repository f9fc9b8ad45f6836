"""Telling a database that is out of reach from a statement that is wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

_SQLITE_AWAY = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
_PRIMARY_CODE = 0xFF  # SQLite's extended codes carry more in the bits above


class StorageUnavailableError(Exception):
    """The database does not take this transaction now: locked, read-only, full, or away. Nothing was changed."""


@contextmanager
def outages() -> Iterator[None]:
    """Raises StorageUnavailableError for what a person or time can mend, and leaves every other error as it is."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        if not _away(error):
            raise
        raise StorageUnavailableError(type(error.orig).__name__) from error


def _away(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.Error):
        # "No such column" is an OperationalError there, too: waiting would not mend it.
        return getattr(error.orig, "sqlite_errorcode", 0) & _PRIMARY_CODE in _SQLITE_AWAY
    return True
