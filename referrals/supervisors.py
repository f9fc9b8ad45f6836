"""Who supervises, and what is decided there. Serves clinical rules "supervision" and "condition of therapy"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from referrals.client import Client


class SupervisionKind(StrEnum):
    """What two people meet for. Reflections, conditions and acute cases are for the clinical supervisor."""

    CLINICAL = "clinical"
    GROUP = "group"


class Because(StrEnum):
    """Why a case has not stalled though a pattern says so, or how it was answered."""

    MOVING = "moving"
    WAIT_KNOWN = "wait_known"
    OWN_PACE = "own_pace"
    OWN_WORDS = "own_words"
    DECIDED = "decided"


class Decision(StrEnum):
    """What supervision decided for a case."""

    GO_ON = "go_on"
    ORDER = "order"
    CONDITION = "condition"
    LET_GO = "let_go"
    PAUSE = "pause"
    NOTE = "note"


class Rung(StrEnum):
    """Who is told of an acute case, one after the other until somebody has it."""

    SUPERVISOR = "supervisor"
    COVER = "cover"
    ON_CALL = "on_call"


@dataclass(frozen=True, slots=True)
class Condition:
    """A referral on which therapy depends, for a while.

    `recorded_by` is the supervisor (member id) who recorded it, None where it stands as the therapist reported it;
    `told_on` the day, in her zone, on which the client was told; `offered` what there is instead after a "no".
    """

    id: int
    client_id: int
    referral_id: int
    reason: str
    offered: str
    review_on: date
    decided_at: datetime
    recorded_by: int | None = None
    told_on: date | None = None


def may_be_condition(client: Client) -> bool:
    """Never while risk is logged (clinical rule "condition of therapy"), nor once the work has ended."""
    return client.active and not client.safety.at_risk
