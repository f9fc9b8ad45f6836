"""What becomes of one recommendation, which nobody knows until it is told: the hidden truth.

The shares and times are plausible, not measured: about half of all recommendations end in a visit, which is what
published studies of outpatient referrals find; the waits are those that services themselves name to callers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import log
from random import Random

from bench.attention.year import Year, at, local_day
from referrals.model import ServiceKind, Step

# Of what was recommended, the share the client agrees to, says no to, and (the rest) neither; and after how many days.
_AGREES, _SAYS_NO = (0.72, 9.0), (0.12, 24.0)
# Of what she agreed to: she makes contact, thinks better of it, or (the rest) nothing comes of it.
_MAKES_CONTACT, _THINKS_AGAIN = (0.78, 12.0), (0.10, 30.0)
# What nothing comes of is let go by the therapist after about four months.
_LET_GO_AFTER = 120.0
# After contact: not to be had, a list, or an appointment.
_NOT_AVAILABLE = (0.06, 14.0)
_ON_A_LIST = {ServiceKind.HOUSING: 0.9, ServiceKind.PSYCHIATRIC_EVALUATION: 0.5}
_ON_A_LIST_ELSE = 0.25
_LISTED_AFTER, _BOOKED_AFTER = 5.0, 7.0
_WAIT_DAYS = {ServiceKind.HOUSING: 180.0}
_WAIT_DAYS_ELSE = 45.0
_EXPECTED_DAY_KNOWN = 0.5
_APPOINTMENT_AFTER, _LONGEST_LEAD = 10.0, 28.0
# She keeps her appointment; if not, another one is made.
_GOES, _BOOKS_AGAIN = 0.78, 0.6
# The spread of all these times: a third of them take half as long or twice as long.
_SPREAD = 0.6
# The therapist hears at once (a text, a call from the provider), or it comes up at a meeting.
_HEARD_AT_ONCE, _COMES_UP = 0.15, 0.8
_A_CALL_LATER = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that came to pass at `at`, and when the therapist learns of it (never: None). All UTC."""

    step: Step
    at: datetime
    known_at: datetime | None
    appointment_at: datetime | None = None
    expected_on: date | None = None


_Stage = Callable[[], "_Stage | None"]


def course(
    rng: Random, kind: ServiceKind, begins: datetime, meetings: Sequence[datetime], year: Year
) -> tuple[Happening, ...]:
    """What becomes of a recommendation made at `begins`; `meetings` are the ends of those with the client."""
    life = _Course(rng, kind, begins, meetings, year)
    stage: _Stage | None = life.suggested
    while stage is not None:
        stage = stage()
    return tuple(life.happened)


class _Course:
    def __init__(
        self, rng: Random, kind: ServiceKind, begins: datetime, meetings: Sequence[datetime], year: Year
    ) -> None:
        self._rng, self._kind, self._at, self._meetings, self._year = rng, kind, begins, meetings, year
        self.happened: list[Happening] = []

    def suggested(self) -> _Stage | None:
        return self._yes_or_no(_AGREES, Step.AGREED, _SAYS_NO, self._agreed)

    def _agreed(self) -> _Stage | None:
        return self._yes_or_no(_MAKES_CONTACT, Step.CONTACTED, _THINKS_AGAIN, self._contacted)

    def _yes_or_no(self, yes: tuple[float, float], step: Step, no: tuple[float, float], after: _Stage) -> _Stage | None:
        drawn = self._rng.random()
        if drawn < yes[0]:
            self._happens(step, yes[1])
            return after
        if drawn < yes[0] + no[0]:
            self._happens(Step.DECLINED, no[1])
        else:
            self._happens(Step.DROPPED, _LET_GO_AFTER)
        return None

    def _contacted(self) -> _Stage | None:
        drawn = self._rng.random()
        if drawn < _NOT_AVAILABLE[0]:
            self._happens(Step.UNAVAILABLE, _NOT_AVAILABLE[1])
            return None
        listed = drawn < _NOT_AVAILABLE[0] + _ON_A_LIST.get(self._kind, _ON_A_LIST_ELSE)
        return self._listed if listed else self._booked

    def _listed(self) -> _Stage | None:
        days = self._drawn(_WAIT_DAYS.get(self._kind, _WAIT_DAYS_ELSE))
        said = self._rng.random() < _EXPECTED_DAY_KNOWN
        expected = local_day(self._at + timedelta(days=days)) if said else None
        self._happens(Step.WAITLISTED, _LISTED_AFTER, expected_on=expected)
        self._at += timedelta(days=days)
        return self._booked

    def _booked(self) -> _Stage | None:
        lead = min(1 + self._drawn(_APPOINTMENT_AFTER), _LONGEST_LEAD)
        booked = self._later(_BOOKED_AFTER)
        day = self._year.next_working_day(local_day(booked + timedelta(days=lead)) - timedelta(days=1))
        appointment = at(day, time(self._rng.randrange(9, 17)))
        self._happened(Step.BOOKED, booked, appointment_at=appointment)
        self._at = appointment + timedelta(hours=1)
        if self._rng.random() < _GOES:
            self._happened(Step.WENT, self._at)
            return None
        self._happened(Step.MISSED, self._at)
        if self._rng.random() < _BOOKS_AGAIN:
            return self._booked
        self._happens(Step.DECLINED, _SAYS_NO[1])
        return None

    def _drawn(self, median_days: float) -> float:
        return self._rng.lognormvariate(log(median_days), _SPREAD)

    def _later(self, median_days: float) -> datetime:
        return self._at + timedelta(days=self._drawn(median_days))

    def _happens(self, step: Step, median_days: float, expected_on: date | None = None) -> None:
        self._at = self._later(median_days)
        self._happened(step, self._at, expected_on=expected_on)

    def _happened(
        self, step: Step, when: datetime, *, appointment_at: datetime | None = None, expected_on: date | None = None
    ) -> None:
        known = self._known(when, own_decision=step is Step.DROPPED)
        self.happened.append(Happening(step, when, known, appointment_at, expected_on))

    def _known(self, when: datetime, *, own_decision: bool) -> datetime | None:
        if own_decision:
            return next((meeting for meeting in self._meetings if meeting >= when), None)
        if self._rng.random() < _HEARD_AT_ONCE:
            return when + _A_CALL_LATER
        return next((m for m in self._meetings if m >= when and self._rng.random() < _COMES_UP), None)
