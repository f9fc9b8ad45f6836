"""python-telegram-bot's echo, with its defaults; a third argument is its `concurrent_updates`."""

from __future__ import annotations

import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main(address: str, token: str, at_once: str = "") -> None:
    builder: Any = Application.builder().token(token).base_url(f"{address}/bot")
    if at_once:
        builder = builder.concurrent_updates(int(at_once))
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
