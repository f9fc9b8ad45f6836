"""pyTelegramBotAPI's asynchronous echo, with its defaults."""

from __future__ import annotations

import asyncio
import sys

from telebot import asyncio_helper
from telebot.async_telebot import AsyncTeleBot
from telebot.types import Message


async def main(address: str, token: str) -> None:
    asyncio_helper.API_URL = address + "/bot{0}/{1}"
    bot = AsyncTeleBot(token)

    async def echo(message: Message) -> None:
        await bot.send_message(message.chat.id, message.text)

    bot.register_message_handler(echo)
    await bot.infinity_polling()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
