"""How many updates a second over a network: each message is answered 50 ms later. Is the order in each chat kept?

One that waits for each answer before it sends the next reaches 20 a second at most; one that waits for none may answer
out of turn.
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
from bench.running.slices import Contender, alternate, speeds

DELAY = 0.05  # seconds
GOAL = 1000  # updates a second, order kept
_OPEN_IN_EACH_CHAT = 4
_BASE = "the bare echo"
_IN_ORDER = 20  # open at once for the echo that takes one after another; more would only wait


def main() -> None:
    show(size(__doc__, seconds=1.5, slices=3), measure, width=140)


def measure(stack: ExitStack, asked: Size, place: Path) -> Table:
    """Raises BenchError when one of our chats is answered out of turn."""
    source, chats = prepared(asked.therapists, asked.clients), therapists(asked.therapists)
    lines = changes(asked.clients)
    telegram = stack.enter_context(Telegram())
    ours = stack.enter_context(Ours(telegram, place, "ours", on_sqlite(source, place, "ours")))
    window = _OPEN_IN_EACH_CHAT * len(chats)
    contenders = [
        Contender("ours, C7 agreed dbt", ours, _asked(asked, lines, window), ours.agrees),
        Contender("ours, /status", ours, _asked(asked, status(asked.clients), window), ours.agrees),
    ]
    if BESIDE.exists():
        echoed = [(line, line) for line, _ in lines]
        rivals = (
            (_BASE, ("ptb",), min(_IN_ORDER, window)),
            ("the same, 256 at once", ("ptb", "256"), window),
            ("aiogram", ("aiogram_echo",), window),
        )
        for name, arguments, at_once in rivals[: 1 if asked.quick else None]:
            bot = stack.enter_context(rival(telegram, place / f"{len(contenders)}.log", *arguments))
            contenders.append(Contender(name, bot, _asked(asked, echoed, at_once), promises=False))
    base = _BASE if BESIDE.exists() else contenders[0].name
    title = f"With {1000 * DELAY:.0f} ms added to each message; the goal is {GOAL:,} updates/s, in order"
    return speeds(title, alternate(telegram, contenders, asked.slices), base)


def _asked(asked: Size, lines: list[tuple[str, str]], window: int) -> Asked:
    return Asked(therapists(asked.therapists), lines, asked.seconds, window=window, delay=DELAY)


if __name__ == "__main__":
    main()
