"""The one way in: updates are committed to the inbox before Telegram hears that they arrived.

Each poll acknowledges what the one before it brought, and only once that is stored. While the database is out of reach
nothing is acknowledged, so Telegram keeps it for us.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.clock import Clock
from bot.intake import ALLOWED_UPDATES
from bot.lanes import Lanes
from bot.leading import machine_time
from bot.outage import Outage
from bot.request import AiohttpRequest, flood_seconds
from bot.warming import warmed
from bot.watching.watch import Watch
from storage.outages import StorageUnavailableError
from storage.store import Store

log = structlog.get_logger()

_POLL_SECONDS = 50
_AT_ONCE = 100
_LONGEST_BACK_OFF = 30.0
_LONGEST_FOR_STORAGE = 2.0  # it is near, and whoever speaks meanwhile is told so only when her line was fetched
_IDLE_SECONDS = 24 * 3600


class Intake:
    """Long polling for one bot. `token_doubted` is told when Telegram does not know the token."""

    def __init__(
        self,
        store: Store,
        request: AiohttpRequest,
        bot: Bot,
        clock: Clock,
        lanes: Lanes,
        outage: Outage,
        token_doubted: Callable[[], Awaitable[None]],
        watch: Watch | None = None,
    ) -> None:
        self._store = store
        self._request = request
        self._bot = bot
        self._clock = clock
        self._lanes = lanes
        self._outage = outage
        self._token_doubted = token_doubted
        self._watch = watch or Watch()
        self._last_update = time.monotonic()
        self._webhook_ended = False
        self._offset: int | None = None  # Telegram restarts its numbers after an idle week: never stored
        self._singly = 0  # so many polls more ask for one update only: one of those that wait cannot be parsed

    async def run(self) -> None:
        """Polls until cancelled."""
        self._watch.signs.polls(True)
        try:
            await self._run()
        finally:
            self._watch.signs.polls(False)

    async def _run(self) -> None:
        failures = 0
        while True:
            try:
                await self._poll()
                self._watch.signs.heard()
                failures = 0
            except (TelegramError, StorageUnavailableError) as error:
                failures += 1
                _explain(error)
                if isinstance(error, InvalidToken):
                    await self._token_doubted()
                await asyncio.sleep(_back_off(error, failures))

    async def _end_webhook(self) -> None:
        """One from another time would have every poll refused; what waits with it stays. Once, so that none is ended
        that another leader has asked for since.
        """
        try:
            self._webhook_ended = await self._bot.delete_webhook()
        except TelegramError as error:
            log.warning("an older webhook may still stand", error=error)

    async def _poll(self) -> None:
        await self._lanes.room()
        if not self._webhook_ended:
            await self._end_webhook()
        raws = await self._fetch()
        if not raws:
            # After an idle week Telegram begins its numbers anew, perhaps below ours; nothing waits, so none is needed.
            if time.monotonic() - self._last_update > _IDLE_SECONDS:
                self._offset = None
            return
        await warmed()
        from bot.intake.door import taken_in  # noqa: PLC0415 - the screen and the grammar: `bot.warming`
        from bot.intake.screening import keep  # noqa: PLC0415

        self._last_update, came = time.monotonic(), machine_time()
        now, tally = await self._clock.fresh(), self._watch.tally
        batch = [(raw, received) for raw in raws if (received := taken_in(raw, now, tally)) is not None]
        readable = [received for _, received in batch]
        if not readable:
            raise TelegramError("nothing that could be acknowledged")
        try:
            kept = await self._store.run(lambda work: keep(work, self._bot.id, batch, now))
        except StorageUnavailableError:
            await self._outage.begin(update.chat_id for update in readable if update.chat_id is not None)
            raise
        self._watch.tally.came(kept, came)
        self._lanes.put(kept)
        self._offset = max(update.update_id for update in readable) + 1

    async def _fetch(self) -> list[Any]:
        """Updates as parsed JSON; one that cannot be parsed comes alone, as its text.

        Raw, not through the typed client: one update it cannot parse would hide its ninety-nine neighbours.
        """
        alone = self._singly > 0
        text = await self._asked(1 if alone else _AT_ONCE)
        try:
            answer = json.loads(text)
        except (ValueError, RecursionError):
            if alone:
                self._singly = 0
                return [text]
            log.error("updates cannot be parsed; fetched one by one")
            self._singly = _AT_ONCE
            return await self._fetch()
        raws = answer.get("result") if isinstance(answer, dict) else None
        self._singly = self._singly - 1 if alone and raws else 0
        return raws if isinstance(raws, list) else []

    async def _asked(self, limit: int) -> str:
        asked: dict[str, Any] = {
            "timeout": _POLL_SECONDS,
            "limit": limit,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        if self._offset is not None:
            asked["offset"] = self._offset
        url = f"{self._bot.base_url}/getUpdates?{urlencode(asked)}"
        return (await self._request.retrieve(url, read_timeout=_POLL_SECONDS + 10)).decode(errors="replace")


def _explain(error: Exception) -> None:
    if isinstance(error, Conflict):
        log.error("another process polls with this token; stop one of the two")
    elif isinstance(error, StorageUnavailableError):
        log.error("inbox out of reach; updates stay with Telegram", error=error)
    else:
        log.warning("poll failed", error=error)


def _back_off(error: Exception, failures: int) -> float:
    if isinstance(error, RetryAfter):
        return flood_seconds(error)
    first = 0.5 if isinstance(error, (NetworkError, StorageUnavailableError)) else 2.0
    longest = _LONGEST_FOR_STORAGE if isinstance(error, StorageUnavailableError) else _LONGEST_BACK_OFF
    return float(min(first * 2 ** min(failures - 1, 6), longest))
