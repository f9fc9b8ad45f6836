"""Side by side: each has its turn for a slice, again and again, so that whatever else the machine does falls on all."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median, quantiles

from rich.box import SIMPLE_HEAD
from rich.table import Table

from bench.load.offering import Asked, Heard
from bench.running.processes import BenchError, Bot, Telegram


@dataclass(frozen=True, slots=True)
class Slice:
    """One turn of one contender. `cpu` (seconds) is its processes' for each update, `core` their share of one core."""

    heard: Heard
    cpu: float
    core: float

    @property
    def rate(self) -> float:
        """Answered in a second, from the first that was offered to the last answer."""
        return (self.heard.offered - self.heard.lost) / self.heard.seconds


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot and what is asked of it. `agrees` looks whether what it keeps says the same as its answers.

    One that `promises` must answer everything, once, and in each chat in its order; of others it is only shown.
    """

    name: str
    bot: Bot
    asked: Asked
    agrees: Callable[[int], None] | None = None
    promises: bool = True

    def slice(self, telegram: Telegram, seed: int = 1) -> Slice:
        """`seed` draws what comes at random.

        Raises BenchError when it did not do what it promises.
        """
        used, began = self.bot.cpu_seconds(), time.perf_counter()
        heard = telegram.offer(self.bot.token, replace(self.asked, seed=seed))
        cpu, took = self.bot.cpu_seconds() - used, time.perf_counter() - began
        if self.promises and (heard.lost or heard.unexpected or heard.out_of_turn):
            raise BenchError(f"{self.name}: {amiss([heard])}")
        if self.agrees is not None:
            self.agrees(heard.offered)
        return Slice(heard, cpu / max(heard.offered, 1), cpu / took)


Measured = dict[str, list[Slice]]


def alternate(telegram: Telegram, contenders: Sequence[Contender], slices: int) -> Measured:
    """So many slices of each, by name, in turns; where there are several, one more before them warms up.

    Raises BenchError.
    """
    count = slices + (slices > 1)
    rounds = [{one.name: one.slice(telegram, seed) for one in contenders} for seed in range(count)]
    return {one.name: [taken[one.name] for taken in rounds[-slices:]] for one in contenders}


def spread(values: Sequence[float], digits: int = 0) -> str:
    """The median and, in brackets, the least and the most."""
    low, middle, high = (f"{value:,.{digits}f}" for value in (min(values), median(values), max(values)))
    return f"{middle} ({low}-{high})" if len(values) > 1 else middle


def ratios(measured: Measured, name: str, base: str) -> list[float]:
    """How many times the base's rate, slice by slice."""
    pairs = zip(measured[name], measured[base], strict=True)
    return [own.rate / theirs.rate for own, theirs in pairs if theirs.rate]


def amiss(several: Sequence[Heard]) -> str:
    """What went wrong, as shares of all that was offered."""
    offered = sum(heard.offered for heard in several)
    counts = {
        "lost": sum(heard.lost for heard in several),
        "wrong": sum(heard.unexpected for heard in several),
        "out of turn": sum(heard.out_of_turn for heard in several),
    }
    return ", ".join(f"{count / offered:.1%} {what}" for what, count in counts.items() if count) or "nothing"


def pooled(slices: Sequence[Slice]) -> list[float]:
    """All latencies in seconds, in order of size."""
    return sorted(latency for one in slices for latency in one.heard.latencies)


def percentile(values: Sequence[float], percent: int) -> float:
    """Of values, at least two."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def speeds(title: str, measured: Measured, base: str) -> Table:
    """A row a contender: how fast, beside the base, at what cost."""
    heads = ("updates/s", "times", "CPU ms each", "cores", "amiss", "load's core")
    table = Table(title=f"{title}; times {base}", box=SIMPLE_HEAD)
    table.add_column("", no_wrap=True)
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    for name, slices in measured.items():
        table.add_row(
            name,
            spread([one.rate for one in slices]),
            spread(ratios(measured, name, base), 2),
            spread([1000 * one.cpu for one in slices], 2),
            f"{median(one.core for one in slices):.2f}",
            amiss([one.heard for one in slices]),
            f"{median(one.heard.share for one in slices):.2f}",
        )
    return table
