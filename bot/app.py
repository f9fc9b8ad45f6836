"""One process of the bot: how it starts, what it does while it runs, and how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.clock import Report, SandboxClock
from bot.duties import LeadersDuties
from bot.leading import Leader, Term
from bot.lean import settled
from bot.parts import Parts
from bot.scheduling.ahead import how_far
from bot.settings import Settings
from bot.warming import warm
from bot.watching.looking import Looking
from bot.watching.readiness import Limits
from storage.migrate import migrate
from storage.outages import StorageUnavailableError
from storage.running import RunningLock

if TYPE_CHECKING:
    from bot.web.serving import Web

log = structlog.get_logger()

_DRAIN_SECONDS = 5.0
# With a transaction that waits for the database it is out within the ten seconds that service managers give.
_WIND_DOWN_SECONDS = 4.0
_GREET_RETRY_SECONDS = 2.0


class Followthrough:
    """`start` returns once it listens; `ended` is set when it must stop by itself, and `failure` is the error if it is
    for one.
    """

    def __init__(self, settings: Settings, limits: Limits | None = None) -> None:
        """`limits` are those beyond which it is not ready.

        Raises SettingsError when the token or the field key is missing.
        """
        self._settings = settings
        self._parts = parts = Parts(settings)
        self.store = parts.store
        self._lock = RunningLock(self.store.engine, beside_others=True)
        self._leader = Leader(self.store, self._lock, timedelta(seconds=settings.lease_seconds), self._duties_of)
        self._duties: LeadersDuties | None = None
        brought = parts.webhook is not None
        self._looking = Looking(
            self.store, parts.clock, self._leader, parts.watch.signs, limits or Limits(), webhook=brought
        )
        self._web = self._make_web()
        self._tasks: list[asyncio.Task[None]] = []
        self.ended = asyncio.Event()
        self.failure: BaseException | None = None

    @property
    def token_lost(self) -> bool:
        return self._parts.token.lost.is_set()

    async def start(self) -> None:
        """Migrates, leads or stands by, and begins to listen.

        Raises AlreadyRunningError, NewerDatabaseError, StorageUnavailableError, PortTakenError, and telegram's
        InvalidToken.
        """
        if self._settings.key_open_to_others():
            log.warning("others on this machine may read the key file")
        self._lock.acquire()
        migrate(self.store.engine)
        await self._greet()
        await self._parts.clock.fresh()
        await self._parts.outage.learn()
        await self._leader.beat()
        if self._web is not None:
            await self._web.start()
        self._run(self._leader.run())
        self._run(self._end_without_token())
        self._run(_settle())
        if isinstance(self._parts.clock, SandboxClock):
            self._run(self._parts.clock.follow(self._report, self._moved))
        log.info("listening", bot_id=self._parts.bot.id, leads=self._leader.leads)

    async def stop(self) -> None:
        """Takes nothing more in, ends what is under way, and lets go. What is left waits in the database.

        What does not end in time, as while the database or Telegram is away, is cut short: as after a kill, the next
        start takes it up.
        """
        async with AsyncExitStack() as last_to_first:
            last_to_first.callback(self.store.close)
            last_to_first.callback(self._looking.close)
            last_to_first.callback(self._lock.release)
            last_to_first.push_async_callback(self._parts.request.shutdown)
            last_to_first.push_async_callback(self._parts.clock.close)
            try:
                async with asyncio.timeout(_WIND_DOWN_SECONDS):
                    await self._wind_down()
            except TimeoutError:
                log.warning("stopped in the midst of things")
            else:
                if self._tasks:  # else it never began, and why is said by whoever asked for it
                    log.info("stopped")

    async def _wind_down(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._web is not None:
            await self._web.stop()
        await self._parts.lanes.stop()
        await self._leader.end()
        await self._parts.direct.drain(_DRAIN_SECONDS)

    async def _duties_of(self, term: Term) -> LeadersDuties:
        self._duties = LeadersDuties(self._parts, term, self._part_ended)
        return self._duties

    async def _greet(self) -> None:
        while True:
            try:
                await self._parts.application.initialize()
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("Telegram not reached yet", error=error)
                await asyncio.sleep(_GREET_RETRY_SECONDS)
            else:
                return

    def _make_web(self) -> Web | None:
        if not self._settings.http_port:
            return None
        from bot.web.pages import Pages  # noqa: PLC0415 - a web server that not every process has
        from bot.web.serving import Web  # noqa: PLC0415

        parts = self._parts
        pages = Pages(self._looking, parts.watch, self.store).routes()
        routes = [parts.webhook.route(), *pages] if parts.webhook else pages
        return Web(self._settings.http_host, self._settings.http_port, routes)

    async def _report(self) -> Report | None:
        """How far the practice is, told by whoever leads; only a sandbox asks."""
        if self._duties is None or not self._leader.leads:
            return None
        parts, duties = self._parts, self._duties
        try:
            waiting, *ahead = await self.store.run(partial(how_far, now=parts.clock.now()))
        except StorageUnavailableError:
            return Report(1, None, None)  # unknown
        here = parts.lanes.pending + parts.direct.pending + duties.courier.pending + duties.ticks.pending
        return Report(waiting + here, *ahead)

    async def _moved(self) -> None:
        if self._duties is not None:
            await self._duties.ticks.tick()

    async def _end_without_token(self) -> None:
        await self._parts.token.lost.wait()
        self.ended.set()

    def _run(self, part: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(part)
        task.add_done_callback(self._part_ended)
        self._tasks.append(task)

    def _part_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a part of the bot ended", error=error)
            self.failure = error
            self.ended.set()


async def _settle() -> None:
    """What was left for later comes, and then all that is there stays, passed over by the collector."""
    await warm()
    settled()
