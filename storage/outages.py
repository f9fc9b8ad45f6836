"""Telling a database that is out of reach from a statement that is wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError

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


class CrossedError(StorageUnavailableError):
    """Two transactions waited for each other, and this one gave way. Nothing is amiss: it may come again at once."""


_CROSSED = frozenset({"40001", "40P01"})  # PostgreSQL's names for it
# Its too: it only reads, as a stand-by or with a full disk; it ended a transaction that stood still or took long.
_NOT_NOW = frozenset({"25006", "25P03", "25P04"})


@contextmanager
def outages() -> Iterator[None]:
    """Raises StorageUnavailableError for what a person or time can mend, and leaves every other error as it is."""
    try:
        yield
    except (OperationalError, InterfaceError, InternalError, sqlite3.OperationalError) as error:
        if not _away(error):
            raise
        driver = error.orig if isinstance(error, DBAPIError) else error
        kind = CrossedError if getattr(driver, "sqlstate", None) in _CROSSED else StorageUnavailableError
        raise kind(type(driver).__name__) from error


def _away(error: DBAPIError | sqlite3.OperationalError) -> bool:
    driver = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(driver, sqlite3.Error):
        # "No such column" is an OperationalError there, too: waiting would not mend it.
        return getattr(driver, "sqlite_errorcode", 0) & _PRIMARY_CODE in _SQLITE_AWAY
    return not isinstance(error, InternalError) or getattr(driver, "sqlstate", None) in _NOT_NOW
