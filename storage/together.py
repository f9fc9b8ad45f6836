"""Several units of work to one commit: a file has one writer, and each commit waits for the disk.

Each unit stands behind a savepoint, so one that raises changes nothing and the others go on. Where the database raises,
nothing of the batch is kept and each is run again alone: on a full disk SQLite may end the whole transaction, and with
it what an earlier savepoint seemed to hold. Nobody hears of a result before the commit.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storage.outages import StorageUnavailableError, outages
from storage.session import WorkSession
from storage.work import UnitOfWork

T = TypeVar("T")
Work = Callable[[UnitOfWork], T]

MOST = 32  # units to a commit: the first of them waits for the last


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a unit of work returned, or what it raised."""

    result: T | None = None
    error: BaseException | None = None

    @classmethod
    def of(cls, run: Callable[[], T]) -> Outcome[T]:
        try:
            return cls(run())
        except StopIteration as error:  # no future takes one, and then those behind it would wait for ever
            mended = RuntimeError("a unit of work let a StopIteration pass")
            mended.__cause__ = error
            return cls(error=mended)
        except Exception as error:  # noqa: BLE001 - it is whoever asked for the unit that hears of it
            return cls(error=error)

    def get(self) -> T:
        """The result. Raises the error."""
        if self.error is not None:
            raise self.error
        return self.result  # type: ignore[return-value] # without an error it is what was returned


def commit(engine: Engine, works: Sequence[Work[Any]]) -> list[Outcome[Any]] | None:
    """All of them in one transaction; None, and nothing was changed, where each is to be run alone.

    Where not even a transaction could be begun, that is the outcome of each.
    """
    with ExitStack() as ending:
        try:
            with outages():
                connection = ending.enter_context(engine.connect())  # without a commit it rolls back
                connection.begin()
        except StorageUnavailableError as error:
            return [Outcome(error=error) for _ in works]
        outcomes = []
        try:
            for work in works:
                outcomes.append(Outcome.of(partial(_in_savepoint, connection, work)))
                if _is_of_the_database(outcomes[-1].error):
                    return None  # at once: the transaction may have ended, and what comes next would commit by itself
            connection.commit()
        except DBAPIError:
            return None
        return outcomes


def _in_savepoint(connection: Connection, work: Work[T]) -> T:
    driver = connection.connection.driver_connection  # the savepoints of SQLAlchemy cost more than most units do
    assert driver is not None  # noqa: S101 - for the type checker: the connection is open
    driver.execute("SAVEPOINT unit")
    try:
        with WorkSession(connection) as session:
            result = work(UnitOfWork(session))
            session.flush()
    except BaseException:
        driver.execute("ROLLBACK TO unit")
        driver.execute("RELEASE unit")
        raise
    driver.execute("RELEASE unit")
    return result


def _is_of_the_database(error: BaseException | None) -> bool:
    """What such an error ended is not certain; after a flush that failed no savepoint is found any more."""
    return isinstance(error, (DBAPIError, sqlite3.Error))


class Together:
    """Collects what comes while a batch is under way, and runs it as the next one."""

    def __init__(self, thread: Executor, run: Callable[[Sequence[Work[Any]]], list[Outcome[Any]]]) -> None:
        """`run` is called in `thread`, and never twice at a time."""
        self._thread = thread
        self._run = run
        self._waiting: list[tuple[Work[Any], asyncio.Future[Any]]] = []
        self._busy = False
        self._closed = False

    async def run(self, work: Work[T]) -> T:
        """What the work returns, once it is committed; raises what it raises, and RuntimeError once this is closed."""
        if self._closed:
            raise RuntimeError("the store was closed")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, future))
        if not self._busy:
            self._begin()
        return await future

    def close(self) -> None:
        """What waits never begins, and nothing is taken any more."""
        self._closed = True
        for _, future in self._waiting:
            future.cancel()

    def _begin(self) -> None:
        wanted = [(work, future) for work, future in self._waiting if not future.cancelled()]
        batch, self._waiting = wanted[:MOST], wanted[MOST:]
        if not batch:
            return
        self._busy = True
        works = [work for work, _ in batch]
        ran = asyncio.get_running_loop().run_in_executor(self._thread, self._run, works)
        ran.add_done_callback(partial(self._ended, [future for _, future in batch]))

    def _ended(self, futures: Sequence[asyncio.Future[Any]], ran: asyncio.Future[list[Outcome[Any]]]) -> None:
        self._busy = False
        self._begin()
        if ran.cancelled():  # it never began: the store was closed
            for future in futures:
                future.cancel()
            return
        error = ran.exception()  # of all: not even a transaction could be tried, as on a file that is damaged
        outcomes: list[Outcome[Any]] = ran.result() if error is None else [Outcome(error=error) for _ in futures]
        for future, outcome in zip(futures, outcomes, strict=True):
            if future.cancelled():
                continue
            if outcome.error is not None:
                future.set_exception(outcome.error)
            else:
                future.set_result(outcome.result)
