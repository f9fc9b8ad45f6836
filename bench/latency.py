"""How soon an answer comes, at 20, 50 and 100 updates a second, beside the bare echo.

They arrive as if from many people, at random (each contender meets the same draw), whatever is still open. Timed from
the instant at which Telegram had the update to the one at which the answer reached it.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bench.load.offering import Asked
from bench.running import floor
from bench.running.asking import Size, size
from bench.running.ours import Ours, on_sqlite
from bench.running.practice import changes, prepared, status, therapists, workplace
from bench.running.processes import BESIDE, Telegram, rival
from bench.running.slices import Contender, Measured, Slice, alternate, percentile, pooled

RATES = (20, 50, 100)  # updates a second
MOST = 1.5  # times the echo's p99, and the commits that it does without
COMMITS = 2  # before an answer goes out: what came in, and what was done with what is to be said
_FLOOR_SECONDS = 1.0


def main() -> None:
    asked, console, place = size(__doc__, seconds=3, slices=3), Console(width=120), workplace()
    try:
        commit = floor.sqlite_commit(place, 0.1 if asked.quick else _FLOOR_SECONDS)
        with ExitStack() as stack:
            console.print(measure(stack, asked, place, commit))
        console.print(
            f"The goal is {MOST} times the echo's p99, and {COMMITS} commits with synchronous=FULL,"
            f" of {1000 * commit:.1f} ms each on this disk."
        )
    finally:
        shutil.rmtree(place)


def measure(stack: ExitStack, asked: Size, place: Path, commit: float) -> Table:
    """`commit` is what one costs, in seconds."""
    source, chats = prepared(asked.therapists, asked.clients), therapists(asked.therapists)
    lines, look = changes(asked.clients), status(asked.clients)
    telegram = stack.enter_context(Telegram())
    contenders = []
    if BESIDE.exists():
        echo = stack.enter_context(rival(telegram, place / "echo.log", "ptb"))
        echoed = Asked(chats, [(line, line) for line, _ in lines], asked.seconds, rate=1)
        contenders.append(Contender("the bare echo", echo, echoed))
    ours = stack.enter_context(Ours(telegram, place, "ours", on_sqlite(source, place, "ours")))
    contenders.append(Contender("ours, C7 agreed dbt", ours, Asked(chats, lines, asked.seconds, rate=1), ours.agrees))
    contenders.append(Contender("ours, /status", ours, Asked(chats, look, asked.seconds, rate=1), ours.agrees))
    table = Table(title="Latency: all slices together, and in brackets single ones", box=SIMPLE_HEAD)
    for head in ("a second", "", "answers", "p50 ms", "p99 ms", "p99 beside", "goal, ms"):
        table.add_column(head, no_wrap=True, justify="left" if not head else "right")
    for rate in RATES[-1:] if asked.quick else RATES:
        at_rate = [replace(one, asked=replace(one.asked, rate=rate)) for one in contenders]
        _add(table, rate, alternate(telegram, at_rate, asked.slices), commit)
    return table


def _add(table: Table, rate: int, measured: Measured, commit: float) -> None:
    """The first of those measured is the one that the others stand beside."""
    base = percentile(pooled(next(iter(measured.values()))), 99)
    for number, (name, slices) in enumerate(measured.items()):
        together, goal = pooled(slices), 1000 * (MOST * base + COMMITS * commit)
        last = (f"{percentile(together, 99) / base:.2f}", f"{goal:.1f}") if number else ("1.00", "")
        table.add_row(str(rate), name, str(len(together)), _shown(slices, 50), _shown(slices, 99), *last)
    table.add_section()


def _shown(slices: Sequence[Slice], percent: int) -> str:
    each = [1000 * percentile(pooled([one]), percent) for one in slices]
    return f"{1000 * percentile(pooled(slices), percent):.1f} ({min(each):.1f}-{max(each):.1f})"


if __name__ == "__main__":
    main()
