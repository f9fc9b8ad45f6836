"""How much memory the bot takes at rest, and how soon it asks for its first update, beside the bare echo.

Each is a process of its own that polls a Bot API on loopback, with nothing to do. They alternate. The echo runs in an
environment that holds nothing but python-telegram-bot and the other frameworks (`make .venv/rivals`).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bench.stand_in import TOKEN, StandIn, stand_in

ROOT = Path(__file__).parent.parent
BESIDE = ROOT / ".venv/beside/bin/python"
MOST_MEMORY, MOST_DELAY = 1.7, 2.5  # times the bare echo's
_PATIENCE_SECONDS = 60
_ENDING_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Runner:
    """What is run, and in which environment beside PATH."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sample:
    """MiB of resident memory, of which the process has so many for itself; seconds from start to the first poll."""

    resident: float
    own: float
    first_poll: float


async def measure(runner: Runner, telegram: StandIn, folder: Path, settle: float) -> Sample:
    """One start, and the memory once it has been at rest for `settle` seconds. Raises if it ends before."""
    telegram.polled.clear()
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *runner.command, cwd=folder, env={"PATH": os.environ["PATH"], **runner.environment}
    )
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await telegram.polled.wait()
        first_poll = telegram.polled_at - began
        await asyncio.sleep(settle)
        if process.returncode is not None:
            raise RuntimeError(f"{runner.name} ended with {process.returncode}")
        resident, own = memory(process.pid)
    finally:
        if process.returncode is None:
            process.terminate()
            async with asyncio.timeout(_ENDING_SECONDS):
                await process.wait()
    return Sample(resident, own, first_poll)


def memory(pid: int) -> tuple[float, float]:
    """MiB resident, and of them those that no other process shares."""
    said = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, _, amount = line.partition(":")
        said[name] = int(amount.split()[0]) / 1024
    return said["Rss"], said["Private_Clean"] + said["Private_Dirty"]


async def founded(folder: Path) -> dict[str, str]:
    """The environment of a bot whose practice was founded in `folder`."""
    settings = {
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{folder}/bench.db",
        "FIELD_KEY_FILE": f"{folder}/bench.key",
        "BACKUP_DIR": f"{folder}/backups",
        "HTTP_PORT": "0",
        "LOG_LEVEL": "warning",
    }
    told = ("--name", "Harbour Street", "--zone", "America/New_York", "--approved-by", "the director")
    init = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "init", *told),
        cwd=folder,
        env={"PATH": os.environ["PATH"], **settings},
        stdout=asyncio.subprocess.DEVNULL,
    )
    if await init.wait():
        raise RuntimeError("no practice could be founded")
    return settings


async def compared(rounds: int, settle: float) -> dict[str, list[Sample]]:
    """The samples of each; a first start, which finds nothing compiled and nothing cached, is not counted."""
    samples: dict[str, list[Sample]] = {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = await founded(folder)
        async with stand_in() as telegram:
            echo = (str(BESIDE), str(ROOT / "bench/rivals/ptb.py"), telegram.url, TOKEN)
            bot = {**settings, "BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url}
            runners = (
                Runner("bare echo", echo, {}),
                Runner("python -m bot run", (sys.executable, "-m", "bot", "run"), bot),
                Runner(
                    "the same, serving its pages", (sys.executable, "-m", "bot", "run"), {**bot, "HTTP_PORT": "8091"}
                ),
            )
            for number in range(rounds + 1):
                for runner in runners:
                    sample = await measure(runner, telegram, folder, settle if number else 0)
                    if number:
                        samples.setdefault(runner.name, []).append(sample)
    return samples


def shown(samples: Mapping[str, Sequence[Sample]]) -> Table:
    """Medians and spreads, and how they stand to the echo, which comes first."""
    table = Table(title="At rest")
    for name in ("", "resident MiB", "its own MiB", "first getUpdates, s", "memory", "delay"):
        table.add_column(name, justify="left" if not name else "right")
    bare = next(iter(samples.values()))
    for name, ours in samples.items():
        table.add_row(
            name,
            _spread([one.resident for one in ours], 1),
            _spread([one.own for one in ours], 1),
            _spread([one.first_poll for one in ours], 2),
            f"{_ratio([one.resident for one in ours], [one.resident for one in bare]):.2f}",
            f"{_ratio([one.first_poll for one in ours], [one.first_poll for one in bare]):.2f}",
        )
    return table


def _ratio(ours: Sequence[float], bare: Sequence[float]) -> float:
    return median(ours) / median(bare)


def _spread(values: Sequence[float], digits: int) -> str:
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.footprint", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="one start of each, hardly settled")
    asked = parser.parse_args()
    console = Console(width=120)
    if not BESIDE.exists():
        console.print("The echo's environment is missing: make .venv/rivals")
        return
    samples = asyncio.run(compared(1, 1.0) if asked.quick else compared(5, 4.0))
    console.print(shown(samples))
    console.print(f"Goals for the second line: at most {MOST_MEMORY} times the memory, {MOST_DELAY} times the delay.")


if __name__ == "__main__":
    main()
