"""Which processes may run on a database at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import URL, Engine, QueuePool

from storage.engine import open_engine
from storage.running import AlreadyRunningError, RunningLock
from tests.conftest import CIPHER
from tests.storage.practice import on_postgresql, on_sqlite, raw

_CUT = """SELECT pg_terminate_backend(pid) FROM pg_locks
WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


@pytest.fixture
def other(url: URL) -> Iterator[Engine]:
    """The database as a second process would open it."""
    engine = open_engine(url, CIPHER)
    yield engine
    engine.dispose()


def test_a_command_that_wants_it_alone_waits_until_nobody_runs(engine: Engine, other: Engine) -> None:
    bot, command = RunningLock(engine, beside_others=True), RunningLock(other)
    bot.acquire()
    with pytest.raises(AlreadyRunningError):
        command.acquire()
    bot.release()
    command.acquire()
    with pytest.raises(AlreadyRunningError):
        bot.acquire()
    command.release()
    bot.acquire()
    bot.release()


@on_sqlite
def test_on_a_file_a_second_bot_is_refused(engine: Engine, other: Engine) -> None:
    first, second = RunningLock(engine, beside_others=True), RunningLock(other, beside_others=True)
    first.acquire()
    with pytest.raises(AlreadyRunningError):
        second.acquire()
    first.release()
    second.acquire()
    second.release()


@on_postgresql
def test_on_postgresql_several_bots_run_beside_each_other(engine: Engine, other: Engine) -> None:
    first, second = RunningLock(engine, beside_others=True), RunningLock(other, beside_others=True)
    first.acquire()
    second.acquire()
    first.release()
    with pytest.raises(AlreadyRunningError):
        RunningLock(engine).acquire()
    second.release()


@on_postgresql
def test_a_lock_whose_connection_was_lost_is_taken_anew(engine: Engine, other: Engine) -> None:
    lock = RunningLock(engine, beside_others=True)
    lock.acquire()
    lock.keep()
    raw(other, _CUT)
    alone = RunningLock(other)
    alone.acquire()
    alone.release()
    lock.keep()
    with pytest.raises(AlreadyRunningError):
        alone.acquire()
    lock.release()


@on_postgresql
def test_what_holds_the_lock_takes_no_turns_place(engine: Engine) -> None:
    lock = RunningLock(engine, beside_others=True)
    lock.acquire()
    assert isinstance(engine.pool, QueuePool)
    assert engine.pool.checkedout() == 0
    lock.release()


def test_the_lock_does_not_keep_the_memory_from_working(engine: Engine) -> None:
    lock = RunningLock(engine, beside_others=True)
    lock.acquire()
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM runner")
    lock.release()
