"""How much memory the bot takes at rest, and how soon it asks for its first update, beside the bare echo.

Each is a process of its own that polls a Telegram on loopback and has nothing to do; they alternate. The echo runs
twice: in an environment that holds nothing but frameworks (`make .venv/rivals`), and in the bot's own, where it imports
whatever python-telegram-bot finds. A first start, which compiles what was not compiled yet, is not counted.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil
from rich.console import Console
from rich.table import Table

from bench.running.ours import on_sqlite
from bench.running.practice import prepared, workplace
from bench.running.processes import BESIDE, Bot, Telegram, free_port

MOST_MEMORY, MOST_DELAY = 1.7, 2.5  # times the bare echo's
_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Sample:
    """MiB of resident memory, and those no other process shares; seconds to the first poll, and of CPU until then."""

    resident: float
    own: float
    first_poll: float
    cpu: float


Runner = Callable[[Telegram, Bot], tuple[Sequence[str], Mapping[str, str]]]  # the command and its environment


def echo(python: str) -> Runner:
    return lambda telegram, bot: ([python, "-m", "bench.rivals.ptb", telegram.address, bot.token], {})


def ours(place: Path, database: str, *, pages: bool) -> Runner:
    def runner(telegram: Telegram, bot: Bot) -> tuple[Sequence[str], Mapping[str, str]]:
        return [sys.executable, "-m", "bot", "run"], {
            "BOT_TOKEN": bot.token,
            "TELEGRAM_API_URL": telegram.address,
            "DATABASE_URL": database,
            "FIELD_KEY_FILE": str(place / "followthrough.key"),
            "BACKUP_DIR": str(place / "backups"),
            "HTTP_PORT": str(free_port() if pages else 0),
        }

    return runner


def measure(runner: Runner, telegram: Telegram, log: Path, settle: float) -> Sample:
    """One start, and the memory once it has been at rest for `settle` seconds. Raises BenchError if it ends before."""
    with Bot(log) as bot:
        began = time.perf_counter()
        bot.start(*runner(telegram, bot))
        telegram.ready(bot.token)
        first_poll, cpu = time.perf_counter() - began, bot.cpu_seconds()
        time.sleep(settle)
        memory = psutil.Process(bot.process_ids[0]).memory_full_info()
        return Sample(memory.rss / _MIB, memory.uss / _MIB, first_poll, cpu)


def compared(rounds: int, settle: float, place: Path) -> dict[str, list[Sample]]:
    """The samples of each; the bare echo's come first."""
    database = on_sqlite(prepared(2, 3), place, "rest")
    runners = {
        "bare echo": echo(str(BESIDE)),
        "bare echo, in our environment": echo(sys.executable),
        "python -m bot run": ours(place, database, pages=False),
        "the same, serving its pages": ours(place, database, pages=True),
    }
    samples: dict[str, list[Sample]] = {name: [] for name in runners}
    with Telegram() as telegram:
        for number in range(rounds + 1):
            for name, runner in runners.items():
                sample = measure(runner, telegram, place / "rest.log", settle if number else 0)
                if number:
                    samples[name].append(sample)
    return samples


def shown(samples: Mapping[str, Sequence[Sample]]) -> Table:
    """Medians and spreads, and how they stand to the echoes, which come first."""
    table = Table(title="At rest")
    heads = ("resident MiB", "its own MiB", "first getUpdates, s", "CPU till then, s", "memory", "delay", "CPU")
    for name in ("", *heads):
        table.add_column(name, justify="left" if not name else "right")
    bare, here = list(samples.values())[:2]
    for name, found in samples.items():
        columns = [_of(found, what) for what in ("resident", "own", "first_poll", "cpu")]
        ratios = [
            f"{median(_of(found, what)) / median(_of(bare, what)):.2f} / "
            f"{median(_of(found, what)) / median(_of(here, what)):.2f}"
            for what in ("resident", "first_poll", "cpu")
        ]
        digits = (1, 1, 2, 2)
        table.add_row(name, *(_spread(*pair) for pair in zip(columns, digits, strict=True)), *ratios)
    return table


def _of(samples: Sequence[Sample], what: str) -> list[float]:
    return [float(getattr(one, what)) for one in samples]


def _spread(values: Sequence[float], digits: int) -> str:
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.footprint", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="one start of each, hardly settled")
    asked, console, place = parser.parse_args(), Console(width=140), workplace()
    if not BESIDE.exists():
        console.print("The echo's environment is missing: make .venv/rivals")
        return
    try:
        samples = compared(1, 1.0, place) if asked.quick else compared(4, 4.0, place)
    finally:
        shutil.rmtree(place)
    console.print(shown(samples))
    console.print("Ratios to the echo in its own environment / to the echo in ours.")
    console.print(f"Goals for the third line: at most {MOST_MEMORY} times the memory, {MOST_DELAY} times the delay.")


if __name__ == "__main__":
    main()
