"""Is the bot's event loop ever blocked? Under load, while documents are made one after another, collections included.

A heart beats every 5 ms in the loop of the real bot; how late a beat is, is how long the loop did nothing for anybody.
On a shared machine a beat is late also where other programs had the core: what the process itself used of one stands
beside it, and what of that was collecting, and the longest single callback. The goal is for what it did itself.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.load.offering import Asked
from bench.running.asking import Size, size
from bench.running.heartbeat import heard
from bench.running.ours import on_sqlite
from bench.running.practice import changes, prepared, therapists, workplace
from bench.running.processes import BenchError, Bot, Telegram

MOST_MS = 50.0
RATE = 100  # updates a second
_SETTLE_SECONDS = 3.0


def main() -> None:
    asked, console, place = size(__doc__, seconds=20, slices=1), Console(width=120), workplace()
    try:
        told = measured(asked, place)
    finally:
        shutil.rmtree(place)
    console.print(shown(told))
    for kind, seconds in told["made"].items():
        console.print(f"{len(seconds)} of {kind} made beside, each in {1000 * median(seconds):.0f} ms (median).")
    blocked = 1000 * told["blocked"]
    said = f"never blocked for more than {MOST_MS:.0f} ms: {blocked:.1f} at most by the process itself"
    console.print(f"{'holds ' if blocked <= MOST_MS else 'MISSED'}  {said}")


def measured(asked: Size, place: Path) -> dict[str, Any]:
    """What the heart felt. Raises BenchError unless every update was answered, and documents were made."""
    database = on_sqlite(prepared(asked.therapists, asked.clients), place, "loop")
    with Telegram() as telegram, Bot(place / "loop.log") as bot:
        bot.start([sys.executable, "-m", "bench.running.heartbeat"], _settings(telegram, bot, place, database))
        bot.until(lambda: "listening" in bot.log.read_text())
        telegram.ready(bot.token)
        time.sleep(_SETTLE_SECONDS)
        said = telegram.offer(
            bot.token, Asked(therapists(asked.therapists), changes(asked.clients), asked.seconds, rate=RATE)
        )
        bot.stop()
        told = heard(bot.log)
    if said.lost or not said.offered or not told["made"]:
        raise BenchError(f"{said.lost} of {said.offered} lost, {told['made']} made")
    return told


def _settings(telegram: Telegram, bot: Bot, place: Path, database: str) -> dict[str, str]:
    return {
        "BOT_TOKEN": bot.token,
        "TELEGRAM_API_URL": telegram.address,
        "DATABASE_URL": database,
        "FIELD_KEY_FILE": str(place / "followthrough.key"),
        "BACKUP_DIR": str(place / "backups"),
        "PACING": "off",
        "HTTP_PORT": "0",
    }


def shown(told: Mapping[str, Any]) -> Table:
    table = Table(title=f"{told['beats']:,} beats at {RATE} updates a second; p99 {1000 * told['p99']:.1f} ms late")
    for name in ("late, ms", "CPU, ms", "collecting, CPU ms", "longest callback, CPU ms", "which"):
        table.add_column(name, justify="left" if name == "which" else "right")
    for one in told["worst"]:
        numbers = (one["late"], one["cpu"], one["collecting"], one["callback"])
        table.add_row(*(f"{1000 * number:.1f}" for number in numbers), one["name"])
    return table


if __name__ == "__main__":
    main()
