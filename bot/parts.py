"""What one process of the bot is made of, whether it leads or not, put together from its settings."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from telegram.ext import Application, ExtBot

from bot.clock import Clock, SandboxClock, SystemClock
from bot.delivery.direct import Direct
from bot.delivery.pacer import NoPacer, Pacer
from bot.intake.polling import Intake
from bot.keeping import Keeper
from bot.lanes import Lanes
from bot.outage import Outage
from bot.request import AiohttpRequest
from bot.settings import Settings, WebhookAddress
from bot.token import Token
from bot.warming import warmed
from bot.watching.watch import Watch
from storage.engine import open_engine
from storage.store import Store

if TYPE_CHECKING:
    from bot.intake.webhook import Webhook
    from bot.turns import PtbApplication, Turns
    from storage.inbox import Waiting

# A transaction left open by a process that stands still gives way to the others after this.
STANDSTILL = timedelta(seconds=10)


class Parts:
    """Nothing runs yet."""

    def __init__(self, settings: Settings) -> None:
        """Raises SettingsError when the token or the field key is missing."""
        self.store = Store(open_engine(settings.url, settings.cipher(), standstill=STANDSTILL))
        self.watch = Watch()
        self.request = AiohttpRequest(self.watch.answered)
        self.application = _application(settings, self.request)
        self.bot = self.application.bot
        self.token = Token(self.bot)
        url = settings.sandbox_clock_url
        self.clock: Clock = SandboxClock(url) if url else SystemClock()
        self.pacer = Pacer() if settings.pacing else NoPacer()
        self.direct = Direct(self.bot)
        self.outage = Outage(self.store, self.direct)
        self.keeper = Keeper(self.store, settings.backup_dir)
        self.lanes = Lanes(self._handle)
        address = settings.webhook()
        self.webhook = self._brought(address) if address else None

    @cached_property
    def turns(self) -> Turns:
        """Made when the first update is to be handled."""
        from bot.turns import Turns  # noqa: PLC0415 - every handler and most of the words: `bot.warming`

        return Turns(self.store, self.application, self.clock, self.direct, self.outage, self.keeper, self.watch)

    async def _handle(self, waiting: Waiting) -> None:
        await warmed()
        await self.turns.handle(waiting)

    def _brought(self, address: WebhookAddress) -> Webhook:
        from bot.intake.webhook import Webhook  # noqa: PLC0415 - it imports a web server's parts

        return Webhook(self.store, self.bot, self.clock, self.lanes, self.outage, address, self.watch)

    def polling(self) -> Intake:
        """Updates fetched, where they are not brought."""
        return Intake(
            self.store,
            self.request,
            self.bot,
            self.clock,
            self.lanes,
            self.outage,
            self.token.doubted,
            self.watch,
        )


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
