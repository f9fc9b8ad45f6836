"""What only the leader does: sending, ticking, fetching updates, and taking up what others left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence

import structlog

from bot.delivery.courier import Courier
from bot.lanes import Lanes
from bot.leading import Term
from bot.scheduling.ticks import Ticks
from storage.bell import listen
from storage.outages import StorageUnavailableError
from storage.store import Store

log = structlog.get_logger()

_DRAIN_SECONDS = 5.0
_LEFT_OVER_SECONDS = 5.0
_RING_SECONDS = 15.0


class LeadersDuties:
    """For one term. `beside` is what else is done meanwhile, such as polling; `ended` is told of a part that ends."""

    def __init__(
        self,
        term: Term,
        store: Store,
        courier: Courier,
        ticks: Ticks,
        lanes: Lanes,
        beside: Sequence[Callable[[], Coroutine[None, None, None]]],
        ended: Callable[[asyncio.Task[None]], None],
    ) -> None:
        self.courier = courier
        self.ticks = ticks
        self._term = term
        self._store = store
        self._lanes = lanes
        self._beside = beside
        self._ended = ended
        self._tasks: list[asyncio.Task[None]] = []
        self._sending: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Raises StorageUnavailableError."""
        await self._take_up(None)
        self._sending = self._run(self.courier.run())
        if not self._store.alone:
            self._run(self._left_over())
            self._run(listen(self._store.engine.url, self.courier.wake))
        else:
            self._run(self._ring())
        for part in self._beside:
            self._run(part())
        self.ticks.start()

    async def end(self) -> None:
        """Nothing more is taken in; what is being sent may end."""
        others = [task for task in self._tasks if task is not self._sending]
        for task in others:
            task.cancel()
        await self.ticks.stop()
        await self.courier.drain(_DRAIN_SECONDS if self._term.held else 0)
        if self._sending is not None:
            self._sending.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _left_over(self) -> None:
        """What has been open since the last look was left by a process that ended, or its lane has it and passes."""
        seen = 0
        while True:
            await asyncio.sleep(_LEFT_OVER_SECONDS)
            try:
                await self._take_up(seen)
                seen = await self._store.run(lambda work: work.inbox.newest())
            except StorageUnavailableError as error:
                log.error("what was left over waits for the database", error=error)

    async def _ring(self) -> None:
        """Where there is no bell, what a command or the intake wrote to the outbox is found by looking."""
        while True:
            await asyncio.sleep(_RING_SECONDS)
            self.courier.wake()

    async def _take_up(self, up_to: int | None) -> None:
        self._lanes.put(await self._store.run(lambda work: work.inbox.open(up_to)))

    def _run(self, part: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(part)
        task.add_done_callback(self._ended)
        self._tasks.append(task)
        return task
