"""Several units of work to one commit: a file has one writer, and each commit waits for the disk.

Each unit stands behind a savepoint, so one that raises changes nothing and the others go on. Where the database raises,
nothing of the batch is kept and each is run again alone: on a full disk SQLite may end the whole transaction, and with
it what an earlier savepoint seemed to hold. Nobody hears of a result before the commit.

A batch in which the bell was rung (`storage.bell`) ends with its answer: what is said is claimed by the commit that
says it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
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


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a unit of work returned, or what it raised; and whether it rang the bell (`storage.bell`)."""

    result: T | None = None
    error: BaseException | None = None
    rung: bool = False

    @classmethod
    def of(cls, run: Callable[[], tuple[T, bool]]) -> Outcome[T]:
        """Of what returns both."""
        try:
            result, rung = run()
            return cls(result, rung=rung)
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


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What is done whenever the bell was rung, and who is `told`, in the loop, of what came of it."""

    work: Work[T]
    told: Callable[[Outcome[T]], None]


Outcomes = list[Outcome[Any]]


def commit(
    engine: Engine, works: Sequence[Work[Any]], answer: Work[Any] | None = None, *, rung: bool = False
) -> Outcomes | None:
    """All of them in one transaction; None, and nothing was changed, where each is to be run alone.

    With an `answer` there is one outcome more, its own, if the bell was rung: by one of them, or before (`rung`).
    Where not even a transaction could be begun, that is the outcome of each.
    """
    with ExitStack() as ending:
        try:
            with outages():
                connection = ending.enter_context(engine.connect())  # without a commit it rolls back
                connection.begin()
        except StorageUnavailableError as error:
            return [Outcome(error=error)] * (len(works) + (rung and answer is not None))
        outcomes: list[Outcome[Any]] = []
        try:
            for work in _with_answer(works, answer, outcomes, rung):
                outcomes.append(Outcome.of(partial(_in_savepoint, connection, work)))
                if _is_of_the_database(outcomes[-1].error):
                    return None  # at once: the transaction may have ended, and what comes next would commit by itself
            connection.commit()
        except DBAPIError:
            return None
        return outcomes


def _with_answer(
    works: Sequence[Work[Any]], answer: Work[Any] | None, outcomes: Sequence[Outcome[Any]], rung: bool
) -> Iterator[Work[Any]]:
    yield from works
    if answer is not None and (rung or any(outcome.rung for outcome in outcomes)):
        yield answer


def _in_savepoint(connection: Connection, work: Work[T]) -> tuple[T, bool]:
    driver = connection.connection.driver_connection  # the savepoints of SQLAlchemy cost more than most units do
    assert driver is not None  # noqa: S101 - for the type checker: the connection is open
    driver.execute("SAVEPOINT unit")
    try:
        with WorkSession(connection) as session:
            result = work(UnitOfWork(session))
            session.flush()
            rung = session.rung
    except BaseException:
        driver.execute("ROLLBACK TO unit")
        driver.execute("RELEASE unit")
        raise
    driver.execute("RELEASE unit")
    return result, rung


def _is_of_the_database(error: BaseException | None) -> bool:
    """What such an error ended is not certain; after a flush that failed no savepoint is found any more."""
    return isinstance(error, (DBAPIError, sqlite3.Error))
