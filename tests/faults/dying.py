"""`python -m tests.faults.dying run`: the bot as it is, killed where a test says so (boundaries.py).

SECONDS in the environment is how long it waits for Telegram's answers, so that a test need not wait as long.
"""

from __future__ import annotations

import os
import runpy
from pathlib import Path

import bot.request
from tests.faults.boundaries import watch

if __name__ == "__main__":
    folder = Path(os.environ["BOUNDARIES"])
    watch(folder / "orders", folder / "passed")
    bot.request.SECONDS = float(os.environ.get("SECONDS", bot.request.SECONDS))
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
