"""What a simulated caseload is made of. All instants are UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bench.attention.course import Happening
from bench.attention.year import Year
from referrals.codes import ClientCode
from referrals.model import Barrier, Purpose
from referrals.sessions import SessionRule
from referrals.starter import StarterService


@dataclass(frozen=True, slots=True)
class Met:
    """A time at which a client was to be met, and whether she came; `ends` is when the therapist is free again."""

    begins: datetime
    ends: datetime
    came: bool


@dataclass(frozen=True, slots=True)
class Need:
    """One recommendation: what is known when it is made, its hidden course, and how its questions are answered.

    `readings` are numbers, 0 to 10, that the client tells. `manner` seeds the answers to its questions, so that whoever
    asks the third one meets the same mood.
    """

    number: int
    code: ClientCode
    service: StarterService
    logged_at: datetime
    course: tuple[Happening, ...]
    barrier: Barrier
    purpose: Purpose | None
    readings: tuple[tuple[datetime, int], ...]
    manner: int


@dataclass(frozen=True, slots=True)
class Episode:
    """A time at risk; `acute_until` is None where it never was acute."""

    since: datetime
    acute_until: datetime | None
    until: datetime

    def acute(self, now: datetime) -> bool:
        return self.acute_until is not None and self.since <= now < self.acute_until


@dataclass(frozen=True, slots=True)
class Life:
    """A client: `rule` is None where no sessions are arranged; `met` in order of time."""

    code: ClientCode
    rule: SessionRule | None
    met: tuple[Met, ...]
    needs: tuple[Need, ...]
    episode: Episode | None

    def missed(self, session_at: datetime | None) -> bool:
        return any(met.begins == session_at and not met.came for met in self.met)

    def acute(self, now: datetime) -> bool:
        return self.episode is not None and self.episode.acute(now)


@dataclass(frozen=True, slots=True)
class World:
    year: Year
    lives: tuple[Life, ...]

    @property
    def needs(self) -> list[tuple[Life, Need]]:
        """Those of the weeks that are walked, in the order in which they are logged."""
        needs = ((life, need) for life in self.lives for need in life.needs if need.logged_at < self.year.ends)
        return sorted(needs, key=lambda one: (one[1].logged_at, one[1].number))
