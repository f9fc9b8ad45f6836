"""What is said past the outbox, at once and best effort: the answer to a tap, and one line when the outbox is away."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog
from telegram import Bot
from telegram.error import TelegramError

log = structlog.get_logger()

_TOAST_CHARACTERS = 200


class Direct:
    """Any process may speak so; it is outside the pacing."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._toasts: set[asyncio.Task[None]] = set()

    @property
    def pending(self) -> int:
        """How many taps are being answered."""
        return len(self._toasts)

    def toast(self, query_id: str, text: str) -> None:
        """Answers a tap."""
        task = asyncio.create_task(self._answer(query_id, text))
        self._toasts.add(task)
        task.add_done_callback(self._toasts.discard)

    async def say(self, chat_id: int, text: str) -> None:
        """One line to a chat."""
        try:
            await self._bot.send_message(chat_id, text, protect_content=True)
        except TelegramError as error:
            log.warning("direct line not sent", error=error)

    async def drain(self, seconds: float) -> None:
        """Waits up to `seconds` for what is under way, and lets go of the rest."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._toasts:
                    await asyncio.wait(self._toasts)
        for task in self._toasts:
            task.cancel()

    async def _answer(self, query_id: str, text: str) -> None:
        try:
            await self._bot.answer_callback_query(query_id, text[:_TOAST_CHARACTERS] or None)
        except TelegramError as error:
            log.info("tap not answered", error=error)
