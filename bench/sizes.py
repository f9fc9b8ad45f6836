"""Does a therapist with 25 clients wait longer where a million referrals of others lie around hers?

Her `/status`, `/today`, `C7` and `/supervision` are whole turns, from the update kept to the answer taken for sending;
the agenda is what is gathered for the paper. Each is timed by turns in a practice of ten thousand referrals and in one
of a million. Nobody waits for the disk: that takes as long at any size.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine

from bench.big import CHAT, CLIENTS, ENGINES, NOW, Make, Size, analyse
from bot.paper.agenda import gather
from storage.store import Store
from tests.conversation.talk import Practice

SIZES, QUICK = (10_000, 1_000_000), (300, 1_000)
ROUNDS, _QUICK_ROUNDS, _QUICK_CLIENTS = 40, 2, 7
MOST_GROWTH = 1.3
_AFTER_ALL = 10**12  # above every id that Telegram gave

Took = dict[str, list[float]]  # milliseconds by what was asked for


class Lived(Practice):
    """A practice that is founded already, and all of whose people are aboard."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, NOW)
        self.last_id = _AFTER_ALL

    def once(self, deed: Callable[[], object], *name: Hashable) -> None:
        """It was."""


class Hers:
    """What the therapist with 25 clients asks for in a practice of some size."""

    def __init__(self, engine: Engine) -> None:
        self._store = Store(engine)
        self._talker = Lived(self._store).person(CHAT)
        person = self._store.run_here(lambda work: work.people.by_telegram_id(CHAT))
        if person is None:
            raise AssertionError("she is not aboard")
        self._id = person.id

    def asks(self) -> dict[str, Callable[[], int]]:
        """Each answers how much was shown: the letters of a card, the cases on the paper."""
        lines = "/status", "/today", "C7", "/supervision"
        return {**{line: partial(self._say, line) for line in lines}, "agenda": self._gather}

    def _say(self, line: str) -> int:
        self._talker.screen.messages.clear()
        self._talker.say(line)
        return len(self._talker.text)

    def _gather(self) -> int:
        made = self._store.look_here(lambda work: gather(work, self._id, team=False, as_of=NOW))
        return len(made["cases"])


def measure(make: Make, sizes: Sequence[int], rounds: int) -> dict[int, Took]:
    asked = {size: Hers(_with_statistics(make, size)).asks() for size in sizes}
    took: dict[int, Took] = {size: {name: [] for name in asks} for size, asks in asked.items()}
    shown: dict[str, set[int]] = {}
    for number in range(rounds + 1):
        for size, asks in asked.items():
            for name, ask in asks.items():
                began = time.perf_counter()
                much = ask()
                milliseconds = (time.perf_counter() - began) * 1000
                shown.setdefault(name, set()).add(much)
                if number:  # the first one warms up
                    took[size][name].append(milliseconds)
    if any(len(much) > 1 or not min(much) for much in shown.values()):
        raise AssertionError(f"not the same was shown each time: {shown}")
    return took


def _with_statistics(make: Make, size: int) -> Engine:
    engine = make.filled(f"practice{size}", Size(size))
    analyse(engine)
    return engine


def growth(took: dict[int, Took], name: str) -> list[float]:
    """The largest size by the smallest, round by round."""
    return [large / small for small, large in zip(took[min(took)][name], took[max(took)][name], strict=True)]


def _spread(figures: Sequence[float], digits: int) -> str:
    tenths = quantiles(figures, n=10, method="inclusive")
    return f"{median(figures):.{digits}f} ({tenths[0]:.{digits}f}-{tenths[8]:.{digits}f})"


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.sizes", description=(__doc__ or "").split("\n", maxsplit=1)[0]
    )
    parser.add_argument("--quick", action="store_true", help="seconds, and figures that mean nothing")
    asked = parser.parse_args()
    sizes, rounds = (QUICK, _QUICK_ROUNDS) if asked.quick else (SIZES, ROUNDS)
    heads = [f"among {size:,}" for size in sizes]
    table = Table("", *heads, "by each other", title="ms: the median and the middle 80 %")
    held: dict[str, bool] = {}
    for engine, kind in ENGINES.items():
        with kind(_QUICK_CLIENTS if asked.quick else CLIENTS) as make:
            took = measure(make, sizes, rounds)
        for name in took[sizes[0]]:
            grown = growth(took, name)
            table.add_row(f"{engine}, {name}", *(_spread(took[size][name], 1) for size in sizes), _spread(grown, 2))
            held[f"{engine}, {name}: at most {MOST_GROWTH} times ({median(grown):.2f})"] = median(grown) <= MOST_GROWTH
    console = Console(width=120)
    console.print(table)
    for goal, holds in held.items():
        console.print(f"{'holds ' if holds else 'MISSED'}  {goal}")


if __name__ == "__main__":
    main()
