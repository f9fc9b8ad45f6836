"""`python -m bot run`, apart from the other commands: what runs for months holds nothing that only they need."""

from __future__ import annotations

import asyncio

from bot.cli.speaking import print_line
from bot.cli.work import complaints, in_store, must_be_founded, read_settings
from bot.lean import set_out
from bot.wording import console


def _say_steps(count: int) -> None:
    print_line(console.migrating(count), beside=True)


def run_bot() -> int:
    """Runs the bot with the settings there are; returns the exit code. What a person can mend is said, and ends it."""
    settings = read_settings()
    in_store(settings, must_be_founded, expect=_say_steps)
    with complaints():
        from bot.running import run_until_stopped  # noqa: PLC0415 - what is wrong before is said at once

        set_out()  # before anything waits: Telegram may be out of reach for days
        return asyncio.run(run_until_stopped(settings))
