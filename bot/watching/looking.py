"""One look at everything, whoever asks; while one is under way nobody begins another."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import structlog

from bot.clock import Clock
from bot.leading import Leader
from bot.watching.readiness import Limits, State
from bot.watching.signs import Signs
from storage.health import Health, look
from storage.keeping.reading import UnreadableDatabaseError
from storage.outages import StorageUnavailableError
from storage.store import Store

log = structlog.get_logger()


class Looking:
    """Of one process. `webhook` where updates are brought to it, whether it leads or not."""

    def __init__(
        self, store: Store, clock: Clock, leader: Leader, signs: Signs, limits: Limits, *, webhook: bool
    ) -> None:
        self.limits = limits
        self._store = store
        self._clock = clock
        self._leader = leader
        self._signs = signs
        self._webhook = webhook
        # Apart from the store's own: a look must not wait behind a turn that waits for the database.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._under_way: asyncio.Future[Health | None] | None = None

    async def state(self) -> State:
        """As things are; waits for the database as long as the limits say."""
        health = await self._health()
        signs, fence = self._signs, self._leader.fence
        return State(
            now=self._clock.now(),
            health=health,
            failing_seconds=self._store.failing_seconds,
            silent_seconds=signs.silent_seconds,
            heard_seconds=signs.heard_seconds,
            telegram_ahead=signs.ahead_seconds,
            takes=self._webhook or fence is not None,
            fence=fence,
        )

    def close(self) -> None:
        """Begins no more looks."""
        self._thread.shutdown(wait=False)

    async def _health(self) -> Health | None:
        if self._under_way is None or self._under_way.done():
            self._under_way = asyncio.ensure_future(self._look())
        try:
            async with asyncio.timeout(self.limits.database.total_seconds()):
                return await asyncio.shield(self._under_way)
        except TimeoutError:
            return None

    async def _look(self) -> Health | None:
        url, now, limits = self._store.engine.url, self._clock.now(), self.limits
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, look, url, now, limits.late, limits.database)
        except (StorageUnavailableError, UnreadableDatabaseError) as error:
            log.warning("the database was looked at in vain", error=error)
            return None
