"""Running until told to stop."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Coroutine

from bot.app import Followthrough
from bot.logs import set_up_logs
from bot.settings import Settings
from bot.watching.readiness import Limits
from bot.wording import console

FAILED = 1


def stop_on_signals() -> asyncio.Event:
    """An event that Ctrl-C and SIGTERM set."""
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping


async def run_until_stopped(settings: Settings, limits: Limits | None = None) -> int:
    """Runs the bot; returns the exit code: 0 after a signal, 1 when it ended by itself. `limits` as `Followthrough`.

    Raises what `Followthrough.start` raises, then or later.
    """
    set_up_logs(settings.log_level, settings.log_format)
    bot = Followthrough(settings, limits)
    stopping = stop_on_signals()
    stopped = asyncio.create_task(stopping.wait())
    try:
        if await came_first(bot.start(), stopped):
            await came_first(bot.ended.wait(), stopped)
    finally:
        stopped.cancel()
        await bot.stop()
    if bot.failure is not None:
        raise bot.failure
    if bot.token_lost:
        sys.stderr.write(f"{console.NO_LONGER_KNOWN}\n")
    return 0 if stopping.is_set() else FAILED


async def came_first(work: Coroutine[None, None, object], stopped: asyncio.Task[bool]) -> bool:
    """Whether `work` ended before the wish to stop; otherwise it is cut short. Raises what `work` raises."""
    task = asyncio.create_task(work)
    await asyncio.wait([task, stopped], return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
        return True
    task.cancel()
    return False
