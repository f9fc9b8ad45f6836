"""The door that Telegram knocks at: an update is committed to the inbox before it hears that it arrived.

Any process of several may be asked, in any order; which update of a chat comes first is decided where it is handled.
"""

from __future__ import annotations

import asyncio
import json
from hmac import compare_digest
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import TelegramError

from bot.clock import Clock
from bot.intake import ALLOWED_UPDATES
from bot.intake.door import taken_in
from bot.intake.screening import keep
from bot.lanes import Lanes
from bot.leading import machine_time
from bot.outage import Outage
from bot.settings import WebhookAddress
from bot.watching.watch import Watch
from storage.outages import StorageUnavailableError
from storage.store import Store

log = structlog.get_logger()

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header  # pragma: allowlist secret
_MOST_BYTES = 1_000_000  # no update comes near it
_RETRY_SECONDS = 5.0


class Webhook:
    """For one bot. Whatever is not answered with 200 is brought again by Telegram."""

    def __init__(
        self,
        store: Store,
        bot: Bot,
        clock: Clock,
        lanes: Lanes,
        outage: Outage,
        address: WebhookAddress,
        watch: Watch | None = None,
    ) -> None:
        self._store = store
        self._bot = bot
        self._clock = clock
        self._lanes = lanes
        self._outage = outage
        self._address = address
        self._watch = watch or Watch()

    def route(self) -> Route:
        """Where it is served."""
        return Route(self._address.path, self._take, methods=["POST"])

    async def ask_for(self) -> None:
        """Tells Telegram where to bring its updates; tried until it knows."""
        while True:
            try:
                await self._bot.set_webhook(
                    self._address.url, secret_token=self._address.secret, allowed_updates=ALLOWED_UPDATES
                )
            except TelegramError as error:
                log.error("Telegram does not take the webhook", error=error)
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                return

    async def _take(self, request: Request) -> Response:
        given = request.headers.get(_SECRET_HEADER, "")
        if not compare_digest(given.encode(), self._address.secret.encode()):
            log.warning("a call without the secret was turned away")
            return Response(status_code=403)
        body = await _read(request)
        if body is None:
            log.error("an update larger than any was turned away")
            return Response(status_code=413)
        if self._lanes.full:
            return Response(status_code=503)  # Telegram is the better place to keep it
        return await self._keep(_parsed(body))

    async def _keep(self, raw: Any) -> Response:
        came, now = machine_time(), await self._clock.fresh()
        received = taken_in(raw, now, self._watch.tally)
        if received is None:
            return Response()  # brought again, it would be no better
        try:
            kept = await self._store.run(lambda work: keep(work, self._bot.id, [(raw, received)], now))
        except StorageUnavailableError as error:
            log.error("inbox out of reach; updates stay with Telegram", error=error)
            if received.chat_id is not None:
                await self._outage.begin([received.chat_id])
            return Response(status_code=503)
        self._watch.signs.heard()
        self._watch.tally.came(kept, came)
        self._lanes.put(kept)
        return Response()


async def _read(request: Request) -> bytes | None:
    """The body; None for one that is too large, of which no more is read."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            return None
    return bytes(body)


def _parsed(body: bytes) -> Any:
    """What it is as JSON; its text where it is none."""
    text = body.decode(errors="replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
