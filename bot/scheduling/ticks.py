"""The tick: look for what is due, do it one transaction at a time, until nothing is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.clock import Clock
from bot.keeping import Keeper
from bot.leading import Term
from bot.warming import warmed
from storage.leading import NotLeadingError
from storage.outages import StorageUnavailableError
from storage.store import Store
from storage.work import UnitOfWork

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

_TICK_SECONDS = 5
_TIDY_HOURS = 1


class Ticks:
    """Wakes every few seconds by machine time and asks the calendar what is due, as long as this process leads."""

    def __init__(self, store: Store, clock: Clock, term: Term, keeper: Keeper | None = None) -> None:
        self._store = store
        self._clock = clock
        self._term = term
        self._keeper = keeper
        self._one_at_a_time = asyncio.Lock()
        self._stopping = False
        self._swept_on: date | None = None
        self._scheduler: AsyncIOScheduler | None = None

    @property
    def pending(self) -> int:
        """1 while a tick is under way."""
        return int(self._one_at_a_time.locked())

    def start(self) -> None:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # noqa: PLC0415 - nothing ticks at once

        # Coalesced and never skipped: after a pause one tick does all that fell due meanwhile.
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        self._scheduler.add_job(self.tick, "interval", seconds=_TICK_SECONDS)
        self._scheduler.add_job(self.tidy, "interval", hours=_TIDY_HOURS)
        self._scheduler.start()

    async def stop(self) -> None:
        """No new tick begins; one under way ends with what it is doing, and the next leader does the rest."""
        self._stopping = True
        if self._scheduler is None:
            return  # what had to come before it could not be done
        self._scheduler.pause()
        async with self._one_at_a_time:
            # Its executor cancels what it runs when it is shut down, so not before the tick has ended.
            self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Handles everything that is due now."""
        await warmed()
        from bot.scheduling.due import one_due  # noqa: PLC0415 - with every message's words: `bot.warming`

        async with self._one_at_a_time:
            try:
                now = await self._clock.fresh()
                more = True
                while more and not self._stopping:
                    more = await one_due(self._store, self._led, now)
            except StorageUnavailableError as error:
                log.error("tick waits for the database", error=error)
            except NotLeadingError:
                self._term.end()

    async def _led(self, once: Callable[[UnitOfWork], bool]) -> bool:
        def work(unit: UnitOfWork) -> bool:
            unit.leading.hold(self._term.fence)
            return once(unit)

        return await self._store.run(work)

    async def tidy(self) -> None:
        """Forgets what is of no use any more; once a day what has been kept long enough leaves, too."""
        try:
            now = await self._clock.fresh()
            await self._store.run(partial(_forget, now=now))
            if self._swept_on != now.date():
                await self._sweep(now)
                self._swept_on = now.date()
            await self._store.wipe()
            if self._keeper is not None:
                await self._keeper.tidy(now)
        except StorageUnavailableError as error:
            log.error("tidying waits for the database", error=error)

    async def _sweep(self, now: datetime) -> None:
        """A little at a time, so that nobody waits for it."""
        removed = 0
        while some := await self._store.run(partial(sweep_once, now=now)):
            removed += some
        if removed:
            log.info("kept long enough", removed=removed)


def sweep_once(work: UnitOfWork, now: datetime) -> int:
    """Removes some of what has been kept long enough; how much, 0 once nothing is left."""
    work.audit.by("retention", now)
    return work.retention.sweep(now)


def _forget(work: UnitOfWork, now: datetime) -> None:
    work.audit.by("tidying", now)
    work.inbox.forget_old(now)
    work.drafts.forget_old(now)
    work.changes.forget_old(now)
    work.concerns.end_what_is_over(now)
    work.concerns.forget_old(now)
