"""One transaction, one thread hop: how the async side of the house reaches its memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Engine, text

from referrals.remembered import forget
from storage.batch import Answer, Outcome, Outcomes, Work, commit
from storage.bell import RING
from storage.engine import POSTGRES_THREADS
from storage.outages import CrossedError, StorageUnavailableError, outages
from storage.session import WorkSession, transaction
from storage.together import Together
from storage.work import UnitOfWork

T = TypeVar("T")
_ERASED_FROM = (
    "client", "referral", "event", "change", "nudge", "stall_answer", "reflection", "decision", "condition", "alert",
    "telling", "calendar", "draft", "outbox", "inbox", "member",
)  # fmt: skip


class Store:
    """Runs units of work in worker threads: one thread for SQLite, which has one writer; a few for PostgreSQL.

    `errors` counts the transactions that the database did not take.
    """

    def __init__(self, engine: Engine, threads: Executor | None = None) -> None:
        """Its own threads, where it is not given any."""
        self.engine = engine
        self.errors = 0
        self._failing_since: float | None = None
        most = 1 if self.alone else POSTGRES_THREADS
        self._threads = threads or ThreadPoolExecutor(most, thread_name_prefix="store")
        self._together = Together(self._threads, self.run_all_here)

    @property
    def alone(self) -> bool:
        """Whether one process at most runs on this database: a file has one writer."""
        return self.engine.dialect.name == "sqlite"

    @property
    def failing_seconds(self) -> float | None:
        """How long it has taken no transaction, by machine time, since the first that it did not; None if all is well.

        Somebody must try, or nobody knows: whoever leads does, every few seconds.
        """
        since = self._failing_since
        return None if since is None else time.monotonic() - since

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """What `work` returns, once its changes are committed; if it raises, nothing was changed.

        On a file it may share its commit with others, and is run once more where that fails: it must do nothing but
        read and write here. Raises StorageUnavailableError when the database is the reason, and whatever else `work`
        raises as it is.
        """
        if self.alone:
            return await self._together.run(work)
        outcome: Outcome[T]
        (outcome,) = await asyncio.get_running_loop().run_in_executor(self._threads, self.run_all_here, [work])
        if outcome.rung or isinstance(outcome.error, StorageUnavailableError):  # it may be committed all the same
            self.ring()
        return outcome.get()

    @contextmanager
    def answering(self, work: Work[T], told: Callable[[Outcome[T]], None]) -> Iterator[None]:
        """As long as this is open, `work` is run whenever the bell was rung here, and `told` hears of it in the loop.

        On a file in the commit that rang it, else at once after. Once at a time, and `told` hears of one before the
        next; but where a shared commit was taken back it is run once more, as every unit of work is.
        """
        self._together.answer = mine = Answer(work, told)
        try:
            yield
        finally:
            if self._together.answer is mine:  # nobody answers in its place by now
                self._together.answer = None

    def ring(self) -> None:
        """As if something had been written to the outbox."""
        self._together.ring()

    @property
    def ringing(self) -> bool:
        """Whether this rang, and nobody answered yet."""
        return self._together.ringing

    async def look(self, work: Callable[[UnitOfWork], T]) -> T:
        """What `work` returns; whatever it wrote is rolled back. Raises as `run` does."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.look_here, work)

    def look_here(self, work: Callable[[UnitOfWork], T]) -> T:
        """The same in the calling thread."""
        with self._watched(), self.engine.connect() as connection, WorkSession(connection) as session:
            return work(UnitOfWork(session))  # nobody commits: leaving the connection rolls back

    def run_here(self, work: Callable[[UnitOfWork], T]) -> T:
        """The same in the calling thread, for commands and tests."""
        return self._run_here(work)[0]

    def _run_here(self, work: Callable[[UnitOfWork], T]) -> tuple[T, bool]:
        """Also whether it rang the bell."""
        with self._watched(), transaction(self.engine) as session:
            result = work(UnitOfWork(session))
            if session.rung and not self.alone and self._together.answer is None:
                session.execute(RING)  # whoever answers is another process
        return result, session.rung

    def run_all_here(self, works: Sequence[Work[Any]], answer: Work[Any] | None = None, rung: bool = False) -> Outcomes:
        """Several at once in the calling thread; each has its own outcome, and so has the `answer` if the bell rang."""
        outcomes = commit(self.engine, works, answer, rung=rung) if self.alone and (answer or len(works) > 1) else None
        if outcomes is None:
            return self._each_alone(works, answer, rung)
        for outcome in outcomes:
            with suppress(Exception), self._watched():
                outcome.get()
        return outcomes

    def _each_alone(self, works: Sequence[Work[Any]], answer: Work[Any] | None, rung: bool) -> Outcomes:
        outcomes = [Outcome.of(partial(self._run_here, work)) for work in works]
        if answer is not None and (rung or any(outcome.rung for outcome in outcomes)):
            outcomes.append(Outcome.of(partial(self._run_here, answer)))
        return outcomes

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            with outages():
                yield
        except CrossedError:
            raise
        except StorageUnavailableError:
            self.errors += 1
            self._failing_since = self._failing_since or time.monotonic()
            raise
        self._failing_since = None

    async def wipe(self) -> bool:
        """What was erased leaves the files as well; whether it did. Raises StorageUnavailableError as `run` does."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.wipe_here)

    def wipe_here(self) -> bool:
        """The same in the calling thread, outside of any transaction.

        SQLite overwrites what is freed, but only once its log is written back; False where another process reads
        meanwhile, and it is to be tried again. PostgreSQL is asked to vacuum what it keeps of removed rows. What this
        process worked out from any row goes first: it is soon worked out anew from those that are left.
        """
        forget()
        with outages():
            if self.engine.dialect.name == "sqlite":
                return _checkpoint(self.engine)
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for table in _ERASED_FROM:
                    connection.execute(text(f'VACUUM "{table}"'))
            return True

    def close(self) -> None:
        """Waits for the transaction under way, then lets go of the database; those that wait behind it never begin."""
        self._together.close()
        self._threads.shutdown(wait=True, cancel_futures=True)
        self.engine.dispose()


def _checkpoint(engine: Engine) -> bool:
    connection = engine.raw_connection()  # past the engine's events, which would begin a transaction
    try:
        ((busy, *_pages),) = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()
    return not busy
