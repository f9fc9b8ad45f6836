"""The whole bot, put together and run."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial

import structlog
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ExtBot

from bot.clock import Clock, Report, SandboxClock, SystemClock
from bot.delivery.courier import Courier
from bot.delivery.pacer import NoPacer, Pacer
from bot.intake.polling import Intake
from bot.keeping import Keeper
from bot.lanes import Lanes
from bot.menus import Menus
from bot.outage import Outage
from bot.request import AiohttpRequest
from bot.scheduling.ahead import what_comes_next
from bot.scheduling.ticks import Ticks
from bot.settings import Settings
from bot.turns import PtbApplication, Turns
from storage.engine import open_engine
from storage.migrate import migrate
from storage.outages import StorageUnavailableError
from storage.person import Person
from storage.running import RunningLock
from storage.store import Store
from storage.work import UnitOfWork

log = structlog.get_logger()

_DRAIN_SECONDS = 5.0
_GREET_RETRY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class _Parts:
    clock: Clock
    courier: Courier
    lanes: Lanes
    intake: Intake
    ticks: Ticks


class Followthrough:
    """One bot on one database. `start` returns once it listens; `ended` is set when it must stop by itself."""

    def __init__(self, settings: Settings) -> None:
        """Raises SettingsError when the token or the field key is missing."""
        self._settings = settings
        engine = open_engine(settings.url, settings.cipher())
        self._engine = engine
        self._lock = RunningLock(engine)
        self._request = AiohttpRequest()
        self._application = _application(settings, self._request)
        self._tasks: list[asyncio.Task[None]] = []
        self._parts: _Parts | None = None
        self.store = Store(engine)
        self.ended = asyncio.Event()
        self.token_lost = False

    async def start(self) -> None:
        """Migrates, takes up what an earlier start left, and begins to listen.

        Raises AlreadyRunningError, NewerDatabaseError, StorageUnavailableError, and telegram's InvalidToken.
        """
        if self._settings.key_open_to_others():
            log.warning("others on this machine may read the key file")
        self._lock.acquire()
        migrate(self._engine)
        await self.store.wipe()  # what was erased just before an abrupt end
        await self._greet()
        parts = await self._assemble()
        self._parts = parts
        await Menus(self._application.bot).publish_all(*await self.store.run(_members))
        parts.lanes.put(await self.store.run(lambda work: work.inbox.open()))
        self._run(parts.courier.run())
        self._run(parts.intake.run())
        if isinstance(parts.clock, SandboxClock):
            self._run(parts.clock.follow())
        parts.ticks.start()
        log.info("listening", bot_id=self._application.bot.id)

    async def _assemble(self) -> _Parts:
        store, bot, clock = self.store, self._application.bot, self._clock()
        await clock.fresh()
        fence = await store.run(lambda work: work.begin_running())
        pacer = Pacer() if self._settings.pacing else NoPacer()
        courier = Courier(store, bot, clock, pacer, fence, self._lose_token)
        outage = Outage(store, courier)
        await outage.learn()
        keeper = Keeper(store, self._settings.backup_dir)
        await keeper.keep_erasures()
        lanes = Lanes(Turns(store, self._application, clock, courier, outage, keeper).handle)
        intake = Intake(store, self._request, bot, clock, lanes, outage, self._lose_token)
        return _Parts(clock, courier, lanes, intake, Ticks(store, clock, courier, keeper))

    async def stop(self) -> None:
        """Takes nothing more in, ends what is under way, and lets go. What is left waits in the database."""
        async with AsyncExitStack() as last_to_first:
            last_to_first.callback(self.store.close)
            last_to_first.callback(self._lock.release)
            last_to_first.push_async_callback(self._request.shutdown)
            if self._parts is not None:
                last_to_first.push_async_callback(self._parts.clock.close)
                await self._wind_down(self._parts)
                log.info("stopped")

    async def _wind_down(self, parts: _Parts) -> None:
        courier, *others = self._tasks
        for task in others:
            task.cancel()
        await parts.ticks.stop()
        await parts.lanes.stop()
        await parts.courier.drain(_DRAIN_SECONDS)
        courier.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _greet(self) -> None:
        while True:
            try:
                await self._application.initialize()
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("Telegram not reached yet", error=error)
                await asyncio.sleep(_GREET_RETRY_SECONDS)
            else:
                return

    def _clock(self) -> Clock:
        url = self._settings.sandbox_clock_url
        return SandboxClock(url, self._report, self._moved) if url else SystemClock()

    async def _report(self) -> Report:
        unknown = Report(1, None, None)
        if self._parts is None:
            return unknown
        parts = self._parts
        try:
            next_nudge, next_session = await self.store.run(partial(what_comes_next, now=parts.clock.now()))
        except StorageUnavailableError:
            return unknown
        pending = parts.lanes.pending + parts.courier.pending + parts.ticks.pending
        return Report(pending, next_nudge, next_session)

    async def _moved(self) -> None:
        if self._parts is not None:
            await self._parts.ticks.tick()

    def _run(self, part: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(part)
        task.add_done_callback(self._part_ended)
        self._tasks.append(task)

    def _part_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            if (error := task.exception()) is not None:
                log.error("a part of the bot ended", error=error)
            self.ended.set()

    def _lose_token(self) -> None:
        log.error("the token is not valid any more")
        self.token_lost = True
        self.ended.set()


def _members(work: UnitOfWork) -> tuple[list[Person], list[int]]:
    """Those who can act, and the chats of the locked."""
    return [member for member in work.members.all() if not member.locked], work.members.locked_chats()


def _application(settings: Settings, request: AiohttpRequest) -> PtbApplication:
    api = settings.telegram_api_url
    bot = ExtBot(
        settings.token(),
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=request,
        get_updates_request=request,
    )
    # Updates come by our own intake, and jobs from our own due rows.
    return Application.builder().bot(bot).updater(None).job_queue(None).build()
