"""The whole bot, put together and run."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial

import structlog
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ExtBot

from bot.clock import Clock, Report, SandboxClock, SystemClock
from bot.delivery.courier import Courier
from bot.delivery.direct import Direct
from bot.delivery.pacer import NoPacer, Pacer
from bot.duties import LeadersDuties
from bot.intake.polling import Intake
from bot.intake.webhook import Webhook
from bot.keeping import Keeper
from bot.lanes import Lanes
from bot.leading import Leader, Term
from bot.menus import Menus
from bot.outage import Outage
from bot.request import AiohttpRequest
from bot.scheduling.ahead import how_far
from bot.scheduling.ticks import Ticks
from bot.settings import Settings
from bot.token import Token
from bot.turns import PtbApplication, Turns
from bot.web.serving import Web
from storage.engine import open_engine
from storage.migrate import migrate
from storage.outages import StorageUnavailableError
from storage.person import Person
from storage.running import RunningLock
from storage.store import Store
from storage.work import UnitOfWork

log = structlog.get_logger()

_DRAIN_SECONDS = 5.0
# With a transaction that waits for the database it is out within the ten seconds that service managers give.
_WIND_DOWN_SECONDS = 4.0
_RETRY_SECONDS = 2.0
# A transaction left open by a process that stands still gives way to the others after this.
STANDSTILL = timedelta(seconds=10)


class Followthrough:
    """One process of the bot. `start` returns once it listens; `ended` is set when it must stop by itself.

    `failure` is why, where it is an error.
    """

    def __init__(self, settings: Settings) -> None:
        """Raises SettingsError when the token or the field key is missing."""
        self._settings = settings
        self._engine = open_engine(settings.url, settings.cipher(), standstill=STANDSTILL)
        self.store = Store(self._engine)
        self._lock = RunningLock(self._engine, beside_others=True)
        self._request = AiohttpRequest()
        self._application = _application(settings, self._request)
        self._bot = self._application.bot
        self._clock = self._make_clock()
        self._pacer = Pacer() if settings.pacing else NoPacer()
        self._direct = Direct(self._bot)
        self._outage = Outage(self.store, self._direct)
        self._keeper = Keeper(self.store, settings.backup_dir)
        turns = Turns(self.store, self._application, self._clock, self._direct, self._outage, self._wake, self._keeper)
        self._lanes = Lanes(turns.handle)
        self._token = Token(self._bot)
        self._leader = Leader(self.store, self._lock, timedelta(seconds=settings.lease_seconds), self._duties_of)
        self._duties: LeadersDuties | None = None
        self._webhook = self._make_webhook()
        self._web = self._make_web()
        self._tasks: list[asyncio.Task[None]] = []
        self.ended = asyncio.Event()
        self.failure: BaseException | None = None

    @property
    def token_lost(self) -> bool:
        return self._token.lost.is_set()

    async def start(self) -> None:
        """Migrates, leads or stands by, and begins to listen.

        Raises AlreadyRunningError, NewerDatabaseError, StorageUnavailableError, PortTakenError, and telegram's
        InvalidToken.
        """
        if self._settings.key_open_to_others():
            log.warning("others on this machine may read the key file")
        self._lock.acquire()
        migrate(self._engine)
        await self._greet()
        await self._clock.fresh()
        await self._outage.learn()
        await self._leader.beat()
        if self._web is not None:
            await self._web.start()
        self._run(self._leader.run())
        self._run(self._end_without_token())
        if isinstance(self._clock, SandboxClock):
            self._run(self._clock.follow())
        log.info("listening", bot_id=self._bot.id, leads=self._leader.leads)

    async def stop(self) -> None:
        """Takes nothing more in, ends what is under way, and lets go. What is left waits in the database.

        What does not end in time, as while the database or Telegram is away, is cut short: as after a kill, the next
        start takes it up.
        """
        async with AsyncExitStack() as last_to_first:
            last_to_first.callback(self.store.close)
            last_to_first.callback(self._lock.release)
            last_to_first.push_async_callback(self._request.shutdown)
            last_to_first.push_async_callback(self._clock.close)
            try:
                async with asyncio.timeout(_WIND_DOWN_SECONDS):
                    await self._wind_down()
            except TimeoutError:
                log.warning("stopped in the midst of things")
            else:
                log.info("stopped")

    async def _wind_down(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._web is not None:
            await self._web.stop()
        await self._lanes.stop()
        await self._leader.end()
        await self._direct.drain(_DRAIN_SECONDS)

    async def _duties_of(self, term: Term) -> LeadersDuties:
        """What to do for as long as this process leads."""
        await self.store.wipe()  # what was erased just before an abrupt end
        await self._keeper.keep_erasures()
        courier = Courier(self.store, self._bot, self._clock, self._pacer, term, self._token.doubted)
        ticks = Ticks(self.store, self._clock, courier, term, self._keeper)
        getting = self._webhook.ask_for if self._webhook else self._polling().run
        self._duties = LeadersDuties(
            term, self.store, courier, ticks, self._lanes, [getting, self._publish_menus], self._part_ended
        )
        return self._duties

    def _polling(self) -> Intake:
        return Intake(self.store, self._request, self._bot, self._clock, self._lanes, self._outage, self._token.doubted)

    async def _publish_menus(self) -> None:
        while True:
            try:
                members = await self.store.run(_members)
            except StorageUnavailableError as error:
                log.warning("menus wait for the database", error=error)
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                break
        await Menus(self._bot).publish_all(*members, self._pacer)

    async def _greet(self) -> None:
        while True:
            try:
                await self._application.initialize()
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("Telegram not reached yet", error=error)
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                return

    def _wake(self) -> None:
        """There may be something to send: whoever leads elsewhere hears it from the database."""
        if self._duties is not None:
            self._duties.courier.wake()

    def _make_clock(self) -> Clock:
        url = self._settings.sandbox_clock_url
        return SandboxClock(url, self._report, self._moved) if url else SystemClock()

    def _make_webhook(self) -> Webhook | None:
        address = self._settings.webhook()
        if address is None:
            return None
        return Webhook(self.store, self._bot, self._clock, self._lanes, self._outage, address)

    def _make_web(self) -> Web | None:
        routes = [self._webhook.route()] if self._webhook else []
        return Web(self._settings.http_host, self._settings.http_port, routes) if routes else None

    async def _report(self) -> Report | None:
        if self._duties is None or not self._leader.leads:
            return None
        duties, unknown = self._duties, Report(1, None, None)
        try:
            waiting, *ahead = await self.store.run(partial(how_far, now=self._clock.now()))
        except StorageUnavailableError:
            return unknown
        here = self._lanes.pending + self._direct.pending + duties.courier.pending + duties.ticks.pending
        return Report(waiting + here, *ahead)

    async def _moved(self) -> None:
        if self._duties is not None:
            await self._duties.ticks.tick()

    async def _end_without_token(self) -> None:
        await self._token.lost.wait()
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
