"""That no bot runs on a database while a practice is moved from it or to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from storage.engine import sqlite_file
from storage.running import AlreadyRunningError, RunningLock


@contextmanager
def kept_idle(engine: Engine) -> Iterator[None]:
    """Nobody runs on it; on a SQLite file, nobody can begin to while this lasts. Raises AlreadyRunningError, OSError.

    On PostgreSQL it is only looked for, since taking the place of a bot would write: who needs more looks again.
    """
    if sqlite_file(engine.url) is None:
        must_be_idle(engine)
        yield
        return
    lock = RunningLock(engine)
    lock.acquire()
    try:
        yield
    finally:
        lock.release()


def must_be_idle(engine: Engine) -> None:
    """Looks again, where nothing keeps bots out. Raises AlreadyRunningError."""
    if sqlite_file(engine.url) is None and somebody_runs(engine):
        raise AlreadyRunningError


def somebody_runs(engine: Engine) -> bool:
    """Whether a bot runs on a PostgreSQL database, of whatever shape, at this moment."""
    lock = RunningLock(engine)
    try:
        lock.acquire()
    except AlreadyRunningError:
        return True
    lock.release()
    return False
