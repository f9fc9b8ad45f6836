"""What is counted while the bot runs. Names and fixed words only: no id, no code, nothing that a person wrote."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram

from bot.delivery.sending import Fate
from bot.leading import machine_time
from storage.inbox import Waiting

PREFIX: Final = "followthrough"
EXPIRED: Final = "expired"  # beside the fates: it waited until it was of no use, and was not sent
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120)


class Outcome(StrEnum):
    """What became of an update."""

    DONE = "done"
    REFUSED = "refused"  # nothing was done: it may not be, not any more, or it holds what looks like an identifier
    FAILED = "failed"  # given up after the third try
    QUARANTINED = "quarantined"  # it could not be read


class Tally:
    """Of one process, into `registry`. To count costs about a microsecond: every child is made beforehand."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self._came: dict[int, float] = {}
        self._updates = self._by("updates", "Updates by what became of them", "outcome", Outcome)
        self._sends = self._by("sends", "Tries to send by what became of them", "fate", [*Fate, EXPIRED])
        self._retries = Counter(f"{PREFIX}_retries", "Tries to send that were not the first", registry=registry)
        self._floods = Counter(
            f"{PREFIX}_floods", "Answers in which Telegram asks for patience: 429", registry=registry
        )
        self._way = self._seconds("update_seconds", "From an update's coming to its turn's commit")
        self._turn = self._seconds("turn_seconds", "A turn with its commit and its wait for a thread")

    def came(self, updates: Iterable[Waiting], at: float) -> None:
        """They came at `at` (machine time), and are stored."""
        for update in updates:
            self._came.setdefault(update.id, at)

    def ended(self, inbox_id: int, outcome: Outcome | None, turn_seconds: float = 0.0) -> None:
        """It is committed, by a turn of so many seconds; without an outcome, somebody else had done it before."""
        came = self._came.pop(inbox_id, None)
        if outcome is None:
            return
        self._updates[outcome].inc()
        if came is not None:
            self._way.observe(machine_time() - came)
        if turn_seconds:
            self._turn.observe(turn_seconds)

    def set_aside(self) -> None:
        """An update came that could not be read."""
        self._updates[Outcome.QUARANTINED].inc()

    def sent(self, fate: str, attempts_before: int = 0) -> None:
        """A try, by its `Fate`, or one that was not made: EXPIRED."""
        self._sends[fate].inc()
        if attempts_before:
            self._retries.inc()

    def flooded(self) -> None:
        """Telegram asks for patience."""
        self._floods.inc()

    def _by(self, name: str, says: str, label: str, words: Iterable[str]) -> dict[str, Counter]:
        counter = Counter(f"{PREFIX}_{name}", says, [label], registry=self._registry)
        return {word: counter.labels(str(word)) for word in words}

    def _seconds(self, name: str, says: str) -> Histogram:
        return Histogram(f"{PREFIX}_{name}", says, buckets=_SECONDS, registry=self._registry)
