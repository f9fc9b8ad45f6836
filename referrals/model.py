"""What a referral is: the words of the field, as types.

All instants are aware UTC datetimes; calendar dates are those of the person's own time zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from referrals.risk import RiskKind


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
    UNAVAILABLE = "unavailable"


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
class Reading:
    """A readiness as it was told at one instant (UTC)."""

    value: int
    guess: bool
    at: datetime


class ServiceKind(StrEnum):
    """What a service offers, as far as the wording and the order need to know."""

    PSYCHIATRIC_EVALUATION = "psychiatric_evaluation"
    SKILLS_GROUP = "skills_group"
    CASE_MANAGEMENT = "case_management"
    HOUSING = "housing"
    SUBSTANCE_USE = "substance_use"
    MEDICAL = "medical"
    CRISIS_LINE = "crisis_line"
    BENEFITS = "benefits"
    LEGAL = "legal"
    PEER_SUPPORT = "peer_support"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Service:
    """A service the practice may recommend. `id` is the database's; aliases are other names people type.

    `wait_weeks` is the usual wait; `retired` services are kept for what was recommended, and are not offered any more.
    """

    id: int
    name: str
    aliases: tuple[str, ...] = ()
    in_house: bool = False
    kind: ServiceKind = ServiceKind.OTHER
    contact: str | None = None
    wait_weeks: int | None = None
    note: str | None = None
    retired: bool = False


class Hold(StrEnum):
    """Why a referral rests: acute risk comes first, another option was picked, or the client is in hospital."""

    RISK = "risk"
    CHOICE = "choice"
    STAY = "stay"


class FirstBecause(StrEnum):
    """Why the therapist put a referral first."""

    INFORMS_OTHERS = "informs_others"
    SOONEST_RELIEF = "soonest_relief"
    CLIENT_ASKED = "client_asked"
    SUPERVISION = "supervision"
    NOT_SAID = "not_said"


class Heard(StrEnum):
    """How the recommendation was heard by the client."""

    SUPPORT = "support"
    UNSURE = "unsure"
    REJECTION = "rejection"


class Consent(StrEnum):
    """Permission to share information with the provider of a service. Agreeing to go is not consent."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class WordBack(StrEnum):
    """What the provider of a service let the therapist know."""

    RECEIVED = "received"
    ATTENDING = "attending"
    NOT_REACHED = "not_reached"
    NOT_ELIGIBLE = "not_eligible"
    COMPLETED = "completed"


class Carrier(StrEnum):
    """Who carries an open referral on when the therapist and the client part."""

    CLIENT = "client"
    NEXT_THERAPIST = "next_therapist"
    CASE_MANAGER = "case_manager"
    PROVIDER = "provider"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """One service recommended to one client, and how far it has come. Instants are UTC, dates the therapist's.

    `next_check_at` is the earliest instant at which it may be asked about again, None while it rests or once it has
    ended; `remind_at` the instant to which the therapist put it off, session or not; `moved_at` the last at which its
    state changed; `appointment_at` the booked appointment, and `appointment_timed` says whether its time of day is
    known or only its date; `expected_on` when a waitlisted place is expected; `readings` the readiness as told,
    oldest first; `reduces` the danger it reduces, and `sufficient` whether the therapist holds it to be enough for
    now at acute risk; `held_state` the state to which it comes back. `option_of` is the referral under which options
    for one need stand together (its own id for the first of them).
    """

    id: int
    client_id: int
    service: Service
    state: State
    created_at: datetime
    moved_at: datetime
    next_check_at: datetime | None
    remind_at: datetime | None = None
    purposes: frozenset[Purpose] = field(default_factory=frozenset)
    readings: tuple[Reading, ...] = ()
    barrier: Barrier | None = None
    plan: str | None = None
    appointment_at: datetime | None = None
    appointment_timed: bool = True
    expected_on: date | None = None
    wanted_by: date | None = None
    note: str | None = None
    reduces: RiskKind | None = None
    sufficient: bool = False
    wished_at: datetime | None = None
    first_at: datetime | None = None
    first_because: FirstBecause | None = None
    heard: Heard | None = None
    heard_at: datetime | None = None
    consent: Consent | None = None
    consent_until: date | None = None
    word_back: WordBack | None = None
    word_back_at: datetime | None = None
    hold: Hold | None = None
    held_state: State | None = None
    held_at: datetime | None = None
    option_of: int | None = None
    ended_because: str | None = None
    revisit_on: date | None = None
    carried_by: Carrier | None = None
    version: int = 1

    @property
    def open(self) -> bool:
        return self.state not in ENDINGS

    @property
    def held(self) -> bool:
        return self.state is State.ON_HOLD

    @property
    def readiness(self) -> Readiness | None:
        """The number told last, be it the client's or a guess."""
        last = self.readings[-1] if self.readings else None
        return Readiness(last.value, last.guess) if last else None

    @property
    def own_readiness(self) -> int | None:
        """The client's own last number, 0 to 10; guesses never count (clinical rule "readiness")."""
        if not self.readings:
            return None
        return next((reading.value for reading in reversed(self.readings) if not reading.guess), None)
