"""What a referral is: the words of the field, as types.

All instants are aware UTC datetimes; calendar dates are those of the person's own time zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from referrals.sessions import SessionRule


class State(StrEnum):
    """Where a referral stands. The last four are endings, and every ending has a reason."""

    SUGGESTED = "suggested"
    AGREED = "agreed"
    CONTACTED = "contacted"
    WAITLISTED = "waitlisted"
    SCHEDULED = "scheduled"
    ON_HOLD = "on_hold"
    FULFILLED = "fulfilled"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNAVAILABLE = "unavailable"

    @property
    def ended(self) -> bool:
        return self in ENDINGS


ENDINGS = frozenset({State.FULFILLED, State.DECLINED, State.WITHDRAWN, State.UNAVAILABLE})
OPEN_STATES = tuple(state for state in State if state not in ENDINGS)


class Purpose(StrEnum):
    """What a referral is for. Serves clinical rule "purpose": one or more of these four."""

    DIAGNOSIS = "diagnosis"
    CRISIS = "crisis"
    LIVING = "living"
    PRACTICE = "practice"


class Risk(StrEnum):
    """What is logged about danger. NONE_LOGGED says nothing about the client: only that nothing was logged."""

    NONE_LOGGED = "none_logged"
    ELEVATED = "elevated"
    ACUTE = "acute"


class Barrier(StrEnum):
    """What stands in the way. Serves clinical rule "barriers": the one-tap answers."""

    COST = "cost"
    TRANSPORT = "transport"
    WAIT = "wait"
    FEAR = "fear"
    NO_NEED = "no_need"
    ALONE = "alone"
    SENT_AWAY = "sent_away"
    UNREACHABLE = "unreachable"
    NOT_ELIGIBLE = "not_eligible"
    NO_CAPACITY = "no_capacity"
    LANGUAGE = "language"


class Step(StrEnum):
    """What a therapist may report of a referral: the verbs of the chat."""

    AGREED = "agreed"
    CONTACTED = "contacted"
    WAITLISTED = "waitlisted"
    BOOKED = "booked"
    WENT = "went"
    MISSED = "missed"
    NOT_READY = "not_ready"
    BARRIER = "barrier"
    DECLINED = "declined"
    DROPPED = "dropped"


class Role(StrEnum):
    """Who a member of the practice is. One person may hold several roles."""

    THERAPIST = "therapist"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Readiness:
    """How likely the client says it is, 0 to 10, that she will go.

    `guess` marks the therapist's own estimate, which never counts (clinical rule "readiness").
    """

    value: int
    guess: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.value <= 10:
            raise ValueError(f"readiness is a number from 0 to 10, not {self.value}")


@dataclass(frozen=True, slots=True)
class Service:
    """A service the practice may recommend. `id` is the database's; aliases are other names people type."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()
    in_house: bool = False


@dataclass(frozen=True, slots=True)
class Client:
    """A client of one therapist, known by a code; `sessions` is None until a session rule is told."""

    id: int
    code: str
    sessions: SessionRule | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """One service recommended to one client, and how far it has come.

    `next_check_at` is the earliest instant (UTC) at which it may be asked about again, None once it has ended;
    `moved_at` the last instant at which its state changed; `appointment_at` the booked appointment (UTC), and
    `appointment_timed` says whether its time of day is known or only its date.
    """

    id: int
    client_id: int
    service: Service
    state: State
    created_at: datetime
    moved_at: datetime
    next_check_at: datetime | None
    purposes: frozenset[Purpose] = field(default_factory=frozenset)
    readiness: Readiness | None = None
    barrier: Barrier | None = None
    appointment_at: datetime | None = None
    appointment_timed: bool = True
    wanted_by: date | None = None
    ended_because: str | None = None
    version: int = 1

    @property
    def open(self) -> bool:
        return not self.state.ended
