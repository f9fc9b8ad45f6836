"""Whether the token still opens anything: asked once more before a bot ends for it."""

from __future__ import annotations

import asyncio

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

log = structlog.get_logger()


class Token:
    """`lost` is set once Telegram has said twice that it does not know the token.

    One such answer is not enough: the process would end for it, and nothing start it again.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self.lost = asyncio.Event()

    async def doubted(self) -> None:
        """Telegram did not know it."""
        try:
            await self._bot.get_me()
        except InvalidToken:
            log.error("the token is not valid any more")
            self.lost.set()
        except TelegramError as error:
            log.warning("the token cannot be asked about", error=error)
