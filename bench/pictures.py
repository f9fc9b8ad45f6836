"""What a chart and an agenda take: the first one of a process, each after it, memory, and how long the loop waits.

Each kind is made in a process of its own, in a thread beside an event loop, as the courier does; a heart beats in that
loop every 2 ms. Of a late beat counts what the process itself used of a core: the rest was other programs'.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from statistics import median
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from bench.running.processes import ROOT

MOST_CHART_MS, MOST_BLOCKED_MS = 10.0, 50.0
_BEAT_SECONDS = 0.002
_PAUSE_SECONDS = 0.01


def _chart() -> Callable[[], bytes]:
    from bot.paper.chart import draw  # noqa: PLC0415 - each in its own process, which holds nothing of the others
    from bot.wording.chart import chart  # noqa: PLC0415
    from tests.unit.bot.examples.trends import RICH  # noqa: PLC0415
    from tests.unit.moments import NEW_YORK, NOW  # noqa: PLC0415

    return partial(draw, chart(RICH, NOW, NEW_YORK))


def _agenda() -> Callable[[], bytes]:
    from bot.paper.typesetting import typeset_apart  # noqa: PLC0415
    from bot.wording.supervision.paper import paper  # noqa: PLC0415
    from tests.unit.bot.examples.papers import PAPERS  # noqa: PLC0415
    from tests.unit.moments import NEW_YORK, NOW  # noqa: PLC0415

    return partial(typeset_apart, paper(*PAPERS["rich"], NOW, NEW_YORK))


KINDS = {"chart (PNG)": _chart, "agenda (PDF)": _agenda}


async def _made(make: Callable[[], bytes], count: int) -> dict[str, Any]:
    process = psutil.Process()
    before = process.memory_info().rss
    blocked: list[float] = []
    heart = asyncio.create_task(_beat(blocked))
    took = []
    for _ in range(count + 1):
        began, used = time.perf_counter(), time.process_time()
        content = await asyncio.to_thread(make)
        took.append((time.perf_counter() - began, time.process_time() - used))
        await asyncio.sleep(_PAUSE_SECONDS)
    heart.cancel()
    if not content.startswith((b"\x89PNG", b"%PDF")):
        raise RuntimeError("neither a picture nor a page")
    return {
        "first": took[0],
        "warm": [median(one[place] for one in took[1:]) for place in (0, 1)],
        "blocked": max(blocked),
        "memory": process.memory_info().rss - before,
        "size": len(content),
    }


async def _beat(blocked: list[float]) -> None:
    while True:
        began, used = time.perf_counter(), time.process_time()
        await asyncio.sleep(_BEAT_SECONDS)
        blocked.append(min(time.perf_counter() - began - _BEAT_SECONDS, time.process_time() - used))


def measured(kind: str, count: int) -> dict[str, Any]:
    """So many of one kind, after the first, in a process of their own."""
    command = [sys.executable, "-m", "bench.pictures", "--one", kind, "--count", str(count)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own module
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def shown(told: Mapping[str, Mapping[str, Any]]) -> Table:
    table = Table(title="Made in a thread, beside the loop")
    for name in ("", "the first, ms", "warm, ms", "warm, ms of CPU", "the loop waits, ms", "memory MiB", "file KiB"):
        table.add_column(name, justify="right" if name else "left")
    for kind, one in told.items():
        milliseconds = (one["first"][0], *one["warm"], one["blocked"])
        table.add_row(
            kind,
            *(f"{1000 * seconds:.1f}" for seconds in milliseconds),
            f"{one['memory'] / 2**20:.1f}",
            f"{one['size'] / 1024:.1f}",
        )
    return table


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.pictures", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a few of each")
    parser.add_argument("--one", choices=KINDS, help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=200, help="of each kind, after the first")
    asked = parser.parse_args()
    if asked.one:
        sys.stdout.write(json.dumps(asyncio.run(_made(KINDS[asked.one](), asked.count))))
        return
    told = {kind: measured(kind, 5 if asked.quick else asked.count) for kind in KINDS}
    console = Console(width=120)
    console.print(shown(told))
    warm, blocked = 1000 * told["chart (PNG)"]["warm"][1], 1000 * max(one["blocked"] for one in told.values())
    for holds, said in (
        (warm <= MOST_CHART_MS, f"a chart takes at most {MOST_CHART_MS:.0f} ms of CPU, warm: {warm:.1f}"),
        (blocked <= MOST_BLOCKED_MS, f"the loop waits for at most {MOST_BLOCKED_MS:.0f} ms: {blocked:.1f}"),
    ):
        console.print(f"{'holds ' if holds else 'MISSED'}  {said}")


if __name__ == "__main__":
    main()
