"""Knowing when the bot has nothing left to do."""

from __future__ import annotations

import asyncio
import time

from sandbox.bot_api.polling import Updates
from sandbox.calls import Calls
from sandbox.clock import Clock

QUIET_SECONDS = 0.3
# A report may have been on its way while an update was confirmed; the one after it cannot have been.
CALM_REPORTS = 2
_LOOK_SECONDS = 0.01


async def idle(updates: Updates, clock: Clock, calls: Calls, timeout: int) -> bool:  # noqa: ASYNC109 - the control API's name
    """Wait up to `timeout` machine seconds until the bot is idle; whether it is.

    Idle: every update is confirmed; the bot's reports since then, and since the clock last leapt, say that nothing is
    pending; and no call but getUpdates has come for 300 ms.
    """
    latest = time.monotonic() + timeout
    while True:
        if (
            not updates.waiting
            and clock.followed
            and clock.calm_reports >= CALM_REPORTS
            and calls.quiet() >= QUIET_SECONDS
        ):
            return True
        if time.monotonic() >= latest:
            return False
        await asyncio.sleep(_LOOK_SECONDS)
