"""The bot under a profiler, each of its threads, and what came of it as a table.

Started as `python -m bench.running.profiled run`.
Python 3.11 only: later ones have one profiler for all threads.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.table import Table

ROOT = Path(__file__).parents[2]
_MARK = "profile: "
_PARTS = {
    "/sqlalchemy/": "SQLAlchemy",
    "/telegram/": "python-telegram-bot",
    "/aiohttp/": "aiohttp",
    "/asyncio/": "asyncio",
    "/json/": "json",
    "/storage/": "ours: storage",
    "/referrals/": "ours: referrals",
    "/bot/": "ours: bot",
    "sqlite3": "SQLite itself",
    "psycopg": "PostgreSQL",
}
_MOST = 25


def profile_of(log: Path, title: str, updates: int) -> Table:
    """What the profiler's last line in `log` says: ms of each part and of the dearest functions, for each update."""
    line = next(line for line in reversed(log.read_text().splitlines()) if line.startswith(_MARK))
    told = json.loads(line.removeprefix(_MARK))
    table = Table("", "CPU ms each", title=f"{title}: the profiler's own cost included, no waiting")
    for part, seconds in told["parts"]:
        table.add_row(part, f"{1000 * seconds / updates:.3f}")
    table.add_section()
    for name, seconds in told["functions"]:
        table.add_row(name, f"{1000 * seconds / updates:.3f}")
    return table


def main() -> None:
    profiles = [cProfile.Profile(time.thread_time)]
    run = threading.Thread.run

    def profiled(self: threading.Thread) -> None:
        profiles.append(cProfile.Profile(time.thread_time))
        profiles[-1].runcall(run, self)

    threading.Thread.run = profiled  # type: ignore[method-assign]  # each thread's own work, not only the loop's
    try:
        profiles[0].runcall(_bot())
    except SystemExit:
        pass
    finally:
        sys.stdout.write(f"\n{_MARK}{json.dumps(_summed(profiles))}\n")


def _bot() -> Callable[[], Any]:
    from bot.cli.app import app  # noqa: PLC0415 - the parent reads profiles, and need not load the bot

    return app


def _summed(profiles: list[cProfile.Profile]) -> dict[str, list[tuple[str, int]]]:
    parts: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    for (file, line, name), entry in pstats.Stats(*profiles).stats.items():  # type: ignore[attr-defined]  # not in its stub
        place = f"{file}:{line}({name})" if line else name
        parts[next((part for found, part in _PARTS.items() if found in place), "the rest of Python")] += entry[2]
        functions[place.rpartition("site-packages/")[2].removeprefix(f"{ROOT}/")] += entry[2]
    return {"parts": parts.most_common(), "functions": functions.most_common(_MOST)}


if __name__ == "__main__":
    main()
