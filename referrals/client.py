"""A client of one therapist: a code, when she comes, what is logged of her risk, and what pauses or ends the work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from referrals.risk import Safety
from referrals.sessions import SessionRule


class Hospital(StrEnum):
    """Whether she is in hospital, or has just left it (clinical rule "after hospital")."""

    ADMITTED = "admitted"
    DISCHARGED = "discharged"


class Consenter(StrEnum):
    """Who consents to sharing information about the client (clinical rule "consent")."""

    ADULT = "adult"
    GUARDIAN = "guardian"
    MINOR = "minor"


class Closing(StrEnum):
    """Why the work with a client ended here."""

    GOODBYE = "goodbye"
    DIED = "died"


class RaisedFor(StrEnum):
    """Why a therapist wants a case in supervision."""

    LOAD = "load"
    REJECTION = "rejection"
    BY_HAND = "by_hand"
    DIED = "died"
    CONDITION = "condition"
    STALLED = "stalled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A client of one therapist, known by a code; `sessions` is None until a session rule is told.

    `check_at` (UTC) is when to look after the client herself: at risk, or around a stay in hospital. `hospital_on` is a
    date in the therapist's zone; `region` an ISO 3166 code, None for the practice's own; `load_asked_at` (UTC) the last
    time the load check was put; `raised_at` (UTC) since when she is to be brought to supervision, with `raised_line` in
    the therapist's own words; `put_off_until` (UTC) is the end of a supervision that was to do without her.
    """

    id: int
    code: str
    sessions: SessionRule | None = None
    safety: Safety = field(default_factory=Safety)
    check_at: datetime | None = None
    hospital: Hospital | None = None
    hospital_on: date | None = None
    consenter: Consenter | None = None
    goals: str | None = None
    region: str | None = None
    load_asked_at: datetime | None = None
    raised_at: datetime | None = None
    raised_for: RaisedFor | None = None
    raised_line: str | None = None
    put_off_until: datetime | None = None
    closed_at: datetime | None = None
    closed_because: Closing | None = None

    @property
    def active(self) -> bool:
        """Whether the work goes on; nothing is asked about a client who is not."""
        return self.closed_at is None
