"""How things stand at the moment, as gauges that are set whenever somebody reads them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge

from bot.watching.readiness import State, age
from bot.watching.tally import PREFIX
from storage.concern_rows import ConcernKind
from storage.traffic import InboxState

_UNKNOWN = math.nan
_SET_ASIDE = {InboxState.QUARANTINED: "quarantined", InboxState.FAILED: "failed"}


class Gauges:
    """What only the database knows is NaN while it does not answer."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self._answers = self._gauge("database_answers", "1 if the database answered this very question in time")
        self._answer = self._gauge("database_answer_seconds", "How long that took")
        self._errors = Counter(f"{PREFIX}_database_errors", "Transactions the database did not take", registry=registry)
        self._counted = 0
        self._inbox = self._gauge("inbox_open", "Updates that no turn has finished")
        self._inbox_age = self._gauge("inbox_oldest_seconds", "Age of the oldest of them, 0 for none")
        self._outbox = self._gauge("outbox_waiting", "Messages neither sent nor given up")
        self._outbox_age = self._gauge("outbox_oldest_seconds", "Age of the oldest of them, 0 for none")
        self._due = self._gauge("nudges_due", "Planned questions whose time has come")
        self._late = self._gauge("nudges_late", "Those whose time came long ago")
        self._set_aside = self._by("inbox_set_aside", "Updates kept for a person to look at", _SET_ASIDE.values())
        self._concerns = self._by("concerns", "What needs a person now", [kind.value for kind in ConcernKind])
        self._leads = self._gauge("leads", "1 if this process leads")
        self._fence = self._gauge("fence", "The number under which it leads; it only rises")
        self._heard = self._gauge("last_heard_seconds", "Since the last good poll or call of the webhook")
        self._ahead = self._by("clock_ahead_seconds", "This machine's clock against another", ["database", "telegram"])

    def show(self, state: State, errors: int) -> None:
        """`errors` is how many transactions the database has not taken since the process began."""
        self._errors.inc(errors - self._counted)
        self._counted = errors
        self._leads.set(state.fence is not None)
        self._fence.set(_known(state.fence))
        self._heard.set(_known(state.heard_seconds))
        self._ahead["telegram"].set(_known(state.telegram_ahead))
        self._show_database(state)

    def _show_database(self, state: State) -> None:
        health = state.health
        self._answers.set(health is not None)
        self._answer.set(health.seconds if health else _UNKNOWN)
        self._inbox.set(health.inbox.count if health else _UNKNOWN)
        self._inbox_age.set(age(health.inbox, state.now) or 0 if health else _UNKNOWN)
        self._outbox.set(health.outbox.count if health else _UNKNOWN)
        self._outbox_age.set(age(health.outbox, state.now) or 0 if health else _UNKNOWN)
        self._due.set(health.due if health else _UNKNOWN)
        self._late.set(health.late if health else _UNKNOWN)
        for kept, word in _SET_ASIDE.items():
            self._set_aside[word].set(health.set_aside[kept] if health else _UNKNOWN)
        for kind in ConcernKind:
            self._concerns[kind.value].set(health.concerns[kind] if health else _UNKNOWN)
        ahead = health.clock_ahead if health else None
        self._ahead["database"].set(ahead.total_seconds() if ahead is not None else _UNKNOWN)

    def _gauge(self, name: str, says: str) -> Gauge:
        return Gauge(f"{PREFIX}_{name}", says, registry=self._registry)

    def _by(self, name: str, says: str, words: Iterable[str]) -> dict[str, Gauge]:
        gauge = Gauge(f"{PREFIX}_{name}", says, ["what"], registry=self._registry)
        return {word: gauge.labels(word) for word in words}


def _known(value: float | None) -> float:
    return _UNKNOWN if value is None else value
