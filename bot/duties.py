"""What only the leader does: sending, ticking, fetching updates, and taking up what others left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

import structlog

from bot.delivery.courier import Courier
from bot.leading import Term
from bot.menus import Menus
from bot.parts import Parts
from bot.scheduling.ticks import Ticks
from bot.warming import warm
from storage.bell import listen
from storage.outages import StorageUnavailableError

log = structlog.get_logger()

_DRAIN_SECONDS = 3.0  # of the four in which the process winds down: the lease is let go of after it
_LEFT_OVER_SECONDS = 5.0


class LeadersDuties:
    """For one term of a process made of `parts`. `ended` is told of each part of them that ends."""

    def __init__(self, parts: Parts, term: Term, ended: Callable[[asyncio.Task[None]], None]) -> None:
        self.courier = Courier(parts.store, parts.bot, parts.clock, parts.pacer, term, parts.token.doubted, parts.watch)
        self.ticks = Ticks(parts.store, parts.clock, term, parts.keeper)
        self._parts = parts
        self._term = term
        self._store = parts.store
        self._ended = ended
        self._tasks: list[asyncio.Task[None]] = []
        self._sending: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Raises StorageUnavailableError."""
        await self._store.wipe()  # what was erased just before an abrupt end
        await self._parts.keeper.keep_erasures(self._parts.clock.now())
        await self._take_up(None)
        self._sending = self._run(self.courier.run())
        if not self._store.alone:
            self._run(self._left_over())
            self._run(listen(self._store.engine.url, self.courier.wake))
        webhook = self._parts.webhook
        self._run(webhook.ask_for() if webhook else self._parts.polling().run())
        self._run(self._once_polling())

    async def _once_polling(self) -> None:
        """What nobody waits for as they do for the first poll."""
        await warm()
        self.ticks.start()
        await Menus(self._parts.bot).publish_everybodys(self._store, self._parts.pacer)

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

    async def _take_up(self, up_to: int | None) -> None:
        self._parts.lanes.put(await self._store.run(lambda work: work.inbox.open(up_to)))

    def _run(self, part: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(part)
        task.add_done_callback(self._ended)
        self._tasks.append(task)
        return task
