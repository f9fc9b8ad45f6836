"""What a typed line can mean: one frozen class a meaning, and the way to say that none was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from referrals.codes import ClientCode
from referrals.model import Barrier, Purpose, Readiness, Step
from referrals.risk import Risk
from referrals.sessions import Cadence, Slot

LONGEST_GOALS = 160


@dataclass(frozen=True, slots=True)
class When:
    """A calendar date and, if known, a wall-clock time, both in the zone of the person who typed them."""

    on: date
    at: time | None = None


class StayKind(StrEnum):
    """What takes a client out of the usual round of sessions, or brings her back."""

    ADMITTED = "admitted"
    DISCHARGED = "discharged"
    NO_SHOW = "no_show"
    DIED = "died"


@dataclass(frozen=True, slots=True)
class OpenClient:
    code: ClientCode


@dataclass(frozen=True, slots=True)
class LogReferrals:
    """Services to log for a client. `services` are the words as typed, not yet looked up in any directory.

    One entry may still hold two services joined by "and", which `services.match_all` takes apart: it knows the names.
    """

    code: ClientCode
    services: tuple[str, ...]
    risk: Risk | None = None
    purposes: frozenset[Purpose] = frozenset()
    readiness: Readiness | None = None
    wanted_by: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a referral has come. Without `service` the only open referral it fits is meant.

    `when` is the coming appointment for BOOKED, the expected day for WAITLISTED, the day to come back to it for
    DECLINED, the day that was for WENT and MISSED; other steps have none. A BOOKED without it, or a BARRIER without
    `barrier`, is a question to ask, not a mistake.
    """

    code: ClientCode
    step: Step
    service: str | None = None
    when: When | None = None
    barrier: Barrier | None = None


@dataclass(frozen=True, slots=True)
class SetSessions:
    code: ClientCode
    slots: tuple[Slot, ...]
    every: Cadence = Cadence.WEEKLY


@dataclass(frozen=True, slots=True)
class MoveSession:
    """The next session is once at another time; on another day at the same hour where `to.at` is not said."""

    code: ClientCode
    to: When


@dataclass(frozen=True, slots=True)
class CancelSession:
    """One session is left out: the one on the calendar date `on` in the person's zone, else the next one."""

    code: ClientCode
    on: date | None = None


@dataclass(frozen=True, slots=True)
class PauseSessions:
    """No sessions for now. `until` is the first day back, in the person's zone; None when not said."""

    code: ClientCode
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ResumeSessions:
    code: ClientCode


SessionChange = MoveSession | CancelSession | PauseSessions | ResumeSessions


@dataclass(frozen=True, slots=True)
class Reopen:
    """A referral that had ended is open again. Without `service` the only ended one it fits is meant."""

    code: ClientCode
    service: str | None = None


@dataclass(frozen=True, slots=True)
class SetGoals:
    """What the client wants of therapy, as typed but in plain characters: at most LONGEST_GOALS, on one line."""

    code: ClientCode
    text: str


@dataclass(frozen=True, slots=True)
class Goodbye:
    """The therapist and the client have ended their work, or are about to."""

    code: ClientCode


@dataclass(frozen=True, slots=True)
class Wants:
    """The client's own wish: this service comes first for her."""

    code: ClientCode
    service: str


@dataclass(frozen=True, slots=True)
class SetRisk:
    """`risk` is ELEVATED or ACUTE; the way down is StandDown."""

    code: ClientCode
    risk: Risk


@dataclass(frozen=True, slots=True)
class StandDown:
    code: ClientCode


@dataclass(frozen=True, slots=True)
class Stay:
    """`on` is a calendar date in the person's zone, None when not said."""

    code: ClientCode
    kind: StayKind
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ReportReadiness:
    """The number alone, or "ready 7 for SERVICE". A service first and then "ready 7" logs a referral instead."""

    code: ClientCode
    readiness: Readiness
    service: str | None = None


Command = (
    OpenClient | LogReferrals | Progress | Reopen | SetSessions | SessionChange | Wants | SetGoals | SetRisk | StandDown
    | Stay | Goodbye | ReportReadiness
)  # fmt: skip


class Trouble(StrEnum):
    """Why a line was not understood. The sentences that say so belong to the wording, not here."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_CODE = "no_code"
    TWO_CODES = "two_codes"
    NO_SERVICE = "no_service"
    ONE_SERVICE = "one_service"  # several services where one is meant
    TOO_MUCH = "too_much"  # the line says two things at once
    UNKNOWN_TAG = "unknown_tag"
    BAD_READINESS = "bad_readiness"
    BAD_DATE = "bad_date"
    PAST_DATE = "past_date"
    FUTURE_DATE = "future_date"
    BAD_TIME = "bad_time"


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """`fragment` is what stood in the way (at most 40 characters), `nearest` a line that would be understood."""

    reason: Trouble
    fragment: str | None
    nearest: str
