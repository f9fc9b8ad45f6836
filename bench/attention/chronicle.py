"""What happened in a walked year, as the simulation saw it: the raw material of every figure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bench.attention.caseload import Life, Need
from bench.attention.phone import Told
from bench.attention.tables import Standing
from referrals.lifecycle import Report
from referrals.model import Purpose, State


@dataclass(slots=True)
class Followed:
    """A recommendation as the therapist has it in mind.

    `told` counts the happenings of its hidden course that she has told, `asked` the questions about it so far;
    `purpose` and `reports` are what she said of it, the latter with their instants (UTC).
    """

    life: Life
    need: Need
    referral_id: int
    purpose: Purpose | None = None
    told: int = 0
    asked: int = 0
    reports: list[tuple[datetime, Report]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a referral that could be asked about waited until a message named it."""

    referral_id: int
    days: float
    with_sessions: bool


@dataclass(slots=True)
class Chronicle:
    """`messages` came unasked; `answered` are nudge ids; `silences` the longest of each referral, by its id.

    `asked_of` counts the questions by where the referral stood.
    """

    messages: list[Told] = field(default_factory=list)
    followed: dict[int, Followed] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    waits: list[Wait] = field(default_factory=list)
    silences: dict[int, timedelta] = field(default_factory=dict)
    asked_of: Counter[State] = field(default_factory=Counter)
    _asked_at: dict[int, datetime] = field(default_factory=dict)
    _rested_at: dict[int, datetime] = field(default_factory=dict)
    _waited: set[tuple[int, datetime]] = field(default_factory=set)

    @property
    def questions(self) -> set[int]:
        return set().union(*(told.asks for told in self.messages))

    def came(self, told: Told, before: dict[int, Standing]) -> None:
        """A message came; `before` is how the referrals stood, by id, before the bot sent it."""
        self.messages.append(told)
        for part in told.parts:
            if part.referral_id is None:
                continue
            if part.nudge_id in told.asks:
                self._asked_at[part.referral_id] = told.at
                self.asked_of[before[part.referral_id].state] += 1
            self._waited_until(told.at, before[part.referral_id])

    def evening(self, now: datetime, standings: list[Standing], changes: dict[int, datetime], *, away: bool) -> None:
        """The day ends: for how long has there been neither a question nor a change? What rests is not silent."""
        for one in standings:
            if away or not one.live:
                self._rested_at[one.id] = now
                continue
            marks = (changes.get(one.id), self._asked_at.get(one.id), self._rested_at.get(one.id))
            silence = now - max(mark for mark in marks if mark is not None)
            self.silences[one.id] = max(silence, self.silences.get(one.id, silence))

    def _waited_until(self, at: datetime, stood: Standing) -> None:
        """One wait for each time it could be asked about, however often it is named afterwards."""
        due = stood.next_check_at
        if due is None or due > at or (stood.id, due) in self._waited:
            return
        self._waited.add((stood.id, due))
        with_sessions = self.followed[stood.id].life.rule is not None
        self.waits.append(Wait(stood.id, (at - due) / timedelta(days=1), with_sessions))
