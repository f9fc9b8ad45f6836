"""How soon an answer comes, at 20, 50 and 100 updates a second, beside the bare echo.

They arrive as if from many people, at random (each contender meets the same draw), whatever is still open. Timed from
the instant at which Telegram had the update to the one at which the answer reached it.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.load.offering import Asked
from bench.running import floor
from bench.running.asking import Size, size
from bench.running.ours import Ours, on_sqlite
from bench.running.practice import changes, prepared, status, therapists, workplace
from bench.running.processes import BESIDE, Telegram, rival
from bench.running.slices import Contender, Measured, alternate, percentile, pooled, spread

ECHO = "the bare echo"
RATES = (20, 50, 100)  # updates a second
_FLOOR_SECONDS = 1.0


def main() -> None:
    asked, console, place = size(__doc__, seconds=5, slices=5), Console(width=120), workplace()
    try:
        with ExitStack() as stack:
            console.print(measure(stack, asked, place))
        took = floor.sqlite_commit(place, 0.1 if asked.quick else _FLOOR_SECONDS)
        console.print(f"A commit with synchronous=FULL on this disk: {1000 * took:.2f} ms; an answer waits for two.")
    finally:
        shutil.rmtree(place)


def measure(stack: ExitStack, asked: Size, place: Path) -> Table:
    source, chats = prepared(asked.therapists, asked.clients), therapists(asked.therapists)
    lines, look = changes(asked.clients), status(asked.clients)
    telegram = stack.enter_context(Telegram())
    contenders = []
    if BESIDE.exists():
        echo = stack.enter_context(rival(telegram, place / "echo.log", "ptb"))
        contenders.append(
            Contender(ECHO, echo, Asked(chats, [(line, line) for line, _ in lines], asked.seconds, rate=1))
        )
    ours = stack.enter_context(Ours(telegram, place, "ours", on_sqlite(source, place, "ours")))
    contenders.append(Contender("ours, C7 agreed dbt", ours, Asked(chats, lines, asked.seconds, rate=1), ours.agrees))
    contenders.append(Contender("ours, /status", ours, Asked(chats, look, asked.seconds, rate=1), ours.agrees))
    table = Table("a second", "", "answers", "p50 ms", "p99 ms", "p99 beside its", title="Latency")
    for rate in RATES[-1:] if asked.quick else RATES:
        at_rate = [replace(one, asked=replace(one.asked, rate=rate)) for one in contenders]
        _add(table, rate, alternate(telegram, at_rate, asked.slices))
    return table


def _add(table: Table, rate: int, measured: Measured) -> None:
    """Both percentiles of all slices together; in brackets those of single slices."""
    base = percentile(pooled(next(iter(measured.values()))), 99)
    for name, slices in measured.items():
        together = pooled(slices)
        low, high = (
            f"{1000 * percentile(together, percent):.1f}"
            f" ({spread([1000 * percentile(pooled([one]), percent) for one in slices], 1)})"
            for percent in (50, 99)
        )
        table.add_row(str(rate), name, str(len(together)), low, high, f"{percentile(together, 99) / base:.2f}")
    table.add_section()


if __name__ == "__main__":
    main()
