"""One process at a time sends for a database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import URL, Engine

from storage.engine import open_engine
from storage.running import AlreadyRunningError, RunningLock
from tests.conftest import CIPHER


@pytest.fixture
def other(url: URL) -> Iterator[Engine]:
    """The database as a second process would open it."""
    engine = open_engine(url, CIPHER)
    yield engine
    engine.dispose()


def test_a_second_start_is_refused_until_the_first_ends(engine: Engine, other: Engine) -> None:
    first, second = RunningLock(engine), RunningLock(other)
    first.acquire()
    with pytest.raises(AlreadyRunningError):
        second.acquire()
    first.release()
    second.acquire()
    second.release()


def test_the_lock_does_not_keep_the_memory_from_working(engine: Engine) -> None:
    lock = RunningLock(engine)
    lock.acquire()
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM runner")
    lock.release()
