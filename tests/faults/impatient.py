"""The bot as a process, with limits of seconds where the real ones are minutes: so that no test waits for them."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

from bot.intake import polling
from bot.running import run_until_stopped
from bot.settings import load_settings
from bot.watching.readiness import Limits

_SOON = timedelta(seconds=3)

if __name__ == "__main__":
    polling._POLL_SECONDS = 1
    sys.exit(asyncio.run(run_until_stopped(load_settings(), Limits(failing=timedelta(0), silence=_SOON))))
