"""What the bot costs in service: the share of one core at 30 messages a second, which is all that Telegram takes.

The real program, with its pacing, on SQLite. The share is the processor time of its process, its own and the machine's
for it, over the time that it served.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from rich.table import Table

from bench.load.offering import Asked
from bench.running.asking import Size, show, size
from bench.running.ours import Ours, on_sqlite
from bench.running.practice import changes, prepared, status, therapists
from bench.running.processes import BESIDE, Telegram, rival
from bench.running.slices import Contender, alternate, spread

RATE = 30  # messages a second
MOST = 0.05  # of one core


def main() -> None:
    show(size(__doc__, seconds=4, slices=3), measure, width=120)


def measure(stack: ExitStack, asked: Size, place: Path) -> Table:
    source, chats = prepared(asked.therapists, asked.clients), therapists(asked.therapists)
    lines, look = changes(asked.clients), status(asked.clients)
    telegram = stack.enter_context(Telegram())
    ours = stack.enter_context(Ours(telegram, place, "ours", on_sqlite(source, place, "ours"), pacing=True))
    contenders = [
        Contender("ours, C7 agreed dbt", ours, Asked(chats, lines, asked.seconds, rate=RATE), ours.agrees),
        Contender("ours, /status", ours, Asked(chats, look, asked.seconds, rate=RATE), ours.agrees),
    ]
    if BESIDE.exists():
        echo = stack.enter_context(rival(telegram, place / "echo.log", "ptb"))
        echoed = Asked(chats, [(line, line) for line, _ in lines], asked.seconds, rate=RATE)
        contenders.append(Contender("the bare echo", echo, echoed))
    title = f"In service: {RATE} messages a second; the goal is at most {MOST:.0%} of one core"
    table = Table("", "of one core", "CPU ms each", title=title)
    for name, slices in alternate(telegram, contenders, asked.slices).items():
        shares = [100 * RATE * one.cpu for one in slices]
        table.add_row(name, f"{spread(shares, 1)} %", spread([1000 * one.cpu for one in slices], 2))
    return table


if __name__ == "__main__":
    main()
