"""One transaction, one thread hop: how the async side of the house reaches its memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from storage.engine import POSTGRES_THREADS
from storage.outages import outages
from storage.work import UnitOfWork

T = TypeVar("T")
_ERASED_FROM = (
    "client", "referral", "event", "change", "nudge", "stall_answer", "reflection", "decision", "condition", "alert",
    "telling", "draft", "outbox", "inbox", "member",
)  # fmt: skip


class Store:
    """Runs units of work in worker threads: one thread for SQLite, which has one writer; a few for PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        threads = 1 if self.alone else POSTGRES_THREADS
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store")

    @property
    def alone(self) -> bool:
        """Whether one process at most runs on this database: a file has one writer."""
        return self.engine.dialect.name == "sqlite"

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """What `work` returns, once its changes are committed; if it raises, nothing was changed.

        Raises StorageUnavailableError when the database is the reason, and whatever else `work` raises as it is.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.run_here, work)

    async def look(self, work: Callable[[UnitOfWork], T]) -> T:
        """What `work` returns; whatever it wrote is rolled back. Raises as `run` does."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.look_here, work)

    def look_here(self, work: Callable[[UnitOfWork], T]) -> T:
        """The same in the calling thread."""
        with outages(), Session(self.engine, expire_on_commit=False) as session:
            return work(UnitOfWork(session))  # nobody commits: leaving the session rolls back

    def run_here(self, work: Callable[[UnitOfWork], T]) -> T:
        """The same in the calling thread, for commands and tests."""
        with outages(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            return work(UnitOfWork(session))

    async def wipe(self) -> bool:
        """What was erased leaves the files as well; whether it did. Raises StorageUnavailableError as `run` does."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.wipe_here)

    def wipe_here(self) -> bool:
        """The same in the calling thread, outside of any transaction.

        SQLite overwrites what is freed, but only once its log is written back; False where another process reads
        meanwhile, and it is to be tried again. PostgreSQL is asked to vacuum what it keeps of removed rows.
        """
        with outages():
            if self.engine.dialect.name == "sqlite":
                return _checkpoint(self.engine)
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for table in _ERASED_FROM:
                    connection.execute(text(f'VACUUM "{table}"'))
            return True

    def close(self) -> None:
        """Waits for the transaction under way, then lets go of the database; those that wait behind it never begin."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        self.engine.dispose()


def _checkpoint(engine: Engine) -> bool:
    connection = engine.raw_connection()  # past the engine's events, which would begin a transaction
    try:
        ((busy, *_pages),) = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()
    return not busy
