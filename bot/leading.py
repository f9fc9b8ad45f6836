"""Leading: of all processes on one database one ticks, sends and polls. The others handle what comes in, and wait.

Leases live by machine time: the database's own where they are granted, this machine's where they are kept to.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from secrets import token_hex
from typing import Protocol

import structlog
from sqlalchemy import Engine

from referrals.remembered import forget
from storage.keeping.reading import looking
from storage.leading import NotLeadingError
from storage.migrate import must_be_known
from storage.outages import StorageUnavailableError, outages
from storage.rights.erasures import newest_erasure
from storage.running import RunningLock
from storage.store import Store
from storage.work import UnitOfWork

log = structlog.get_logger()

_BEATS = 3  # in one lease
_MARGIN = 0.8  # of a lease this process relies on: its clock and the database's need not run alike


def machine_time() -> float:
    """Seconds that go on while this process is stopped or its machine asleep."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Term:
    """One stretch of leading, under its `fence`. Nobody else leads while it is `held`."""

    def __init__(self, fence: int, now: Callable[[], float] = machine_time) -> None:
        self.fence = fence
        self._now = now
        self._until = math.inf
        self._over = asyncio.Event()

    def renewed(self, until: float) -> None:
        """It is good until then (machine time), at least."""
        self._until = until

    @property
    def held(self) -> bool:
        return not self.over and self._now() < self._until

    @property
    def over(self) -> bool:
        """Whether another process leads, or this one stops."""
        return self._over.is_set()

    def end(self) -> None:
        self._over.set()


class Duties(Protocol):
    """What a leader does."""

    async def begin(self) -> None:
        """Takes it up."""

    async def end(self) -> None:
        """Lets go of it; what is under way is uncertain to whoever leads next."""


class Leader:
    """Tries to lead, and has `duties` made for each term in which it does."""

    def __init__(
        self, store: Store, lock: RunningLock, lasts: timedelta, duties: Callable[[Term], Awaitable[Duties]]
    ) -> None:
        self._store = store
        self._lock = lock
        self._lasts = lasts
        self._make = duties
        self._holder = token_hex(8)
        self._term: Term | None = None
        self._duties: Duties | None = None
        self._erased: int | None = None  # the newest erasure known here

    @property
    def leads(self) -> bool:
        return self.fence is not None

    @property
    def fence(self) -> int | None:
        """Under which it leads; None as long as it does not."""
        return self._term.fence if self._term is not None and self._term.held else None

    async def run(self) -> None:
        """Until cancelled. Raises NewerDatabaseError and AlreadyRunningError once this process must end."""
        while True:
            await asyncio.sleep(self._lasts.total_seconds() / _BEATS)
            try:
                await self.beat()
            except StorageUnavailableError as error:
                log.error("the lease waits for the database", error=error)

    async def beat(self) -> None:
        """Takes the lease, or renews it. Raises as `run` does, and StorageUnavailableError."""
        if self._term is not None and self._term.over:
            await self._stand_back()
        asked = machine_time()
        erased = await asyncio.to_thread(_look, self._store.engine, self._lock)
        if erased != self._erased:  # by whatever process
            forget()
            self._erased = erased
        if self._store.alone and self._term is not None:
            return  # nobody else could have taken it
        try:
            fence = await self._store.run(partial(_beat, holder=self._holder, lasts=self._lasts, term=self._term))
        except NotLeadingError:
            await self._stand_back()
            return
        if fence is not None and self._term is None:
            self._term = Term(fence)
            self._renewed(self._term, asked)
            await self._begin(self._term)
        elif self._term is not None:
            self._renewed(self._term, asked)

    async def end(self) -> None:
        """Ends its duties; whoever waits may lead at once."""
        if self._term is None:
            return
        fence = self._term.fence
        await self._stand_back()
        try:
            await self._store.run(lambda work: work.leading.release(fence))
        except StorageUnavailableError as error:
            log.warning("the lease runs out by itself", error=error)

    async def _begin(self, term: Term) -> None:
        log.info("leading", fence=term.fence)
        try:
            self._duties = await self._make(term)
            await self._duties.begin()
        except StorageUnavailableError:
            await self._stand_back()  # the lease is still ours, and the next beat begins anew
            raise

    def _renewed(self, term: Term, asked: float) -> None:
        if not self._store.alone:
            term.renewed(asked + _MARGIN * self._lasts.total_seconds())

    async def _stand_back(self) -> None:
        """What it leaves undone waits for the next leader."""
        term, duties = self._term, self._duties
        self._term = self._duties = None
        if term is not None:
            if duties is not None:
                await duties.end()
            term.end()
            log.info("not leading any more", fence=term.fence)


def _look(engine: Engine, lock: RunningLock) -> int | None:
    """Whether this process may go on at all; returns the newest erasure (id). Keeps no writer waiting."""
    with outages():
        lock.keep()
    with looking(engine.url) as connection:
        if connection is None:
            return None
        must_be_known(connection)
        return newest_erasure(connection)


def _beat(work: UnitOfWork, holder: str, lasts: timedelta, term: Term | None) -> int | None:
    """The fence under which this process leads; None while another does."""
    if term is None:
        return work.lead(holder, lasts)
    work.leading.renew(term.fence, lasts)
    return term.fence
