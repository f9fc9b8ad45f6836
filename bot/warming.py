"""What the first update, message or tick would have to wait for, imported while the first poll waits for Telegram.

A start is over once updates are asked for, and none of this is needed before. Whoever needs it imports it itself: what
comes sooner waits for its own part and no longer. Two threads may import at once, for nothing here imports in a circle.
"""

from __future__ import annotations

import asyncio
from importlib import import_module

from bot.lean import settled

LATER = (
    "bot.intake.door",
    "bot.intake.screening",
    "bot.turns",
    "bot.scheduling.due",
    "bot.delivery.documents",
)
POLL_IS_OUT = 0.05  # seconds after which the first poll has been sent, wherever Telegram is


async def warm() -> None:
    """Beside the event loop, which goes on."""
    await asyncio.sleep(POLL_IS_OUT)
    await asyncio.to_thread(_import_all)
    settled()


def _import_all() -> None:
    for name in LATER:
        import_module(name)
