"""What the first update, message or tick needs, imported while the first poll waits for Telegram.

A start is over once updates are asked for, and none of this is needed before. Whoever needs it awaits `warmed` first.
"""

from __future__ import annotations

import asyncio
from importlib import import_module

from storage.work import IMPORTING

LATER = (
    "bot.intake.door",
    "bot.intake.screening",
    "bot.turns",
    "bot.scheduling.due",
    "bot.delivery.documents",
    "apscheduler.schedulers.asyncio",
)
_POLL_IS_OUT = 0.05  # seconds after which the first poll has been sent, wherever Telegram is
_warm: list[bool] = []


async def warm() -> None:
    """Once the first poll is out."""
    await asyncio.sleep(_POLL_IS_OUT)
    await warmed()


async def warmed() -> None:
    """Returns once all of it is there. It comes beside the event loop, which goes on."""
    if not _warm:
        await asyncio.to_thread(import_all)


def import_all() -> None:
    """The same in the calling thread."""
    with IMPORTING:
        for name in LATER:
            import_module(name)
    _warm[:] = [True]
