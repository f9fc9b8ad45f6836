"""What is logged about danger to or from a client. Rules over it are in `referrals.safety`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Risk(StrEnum):
    """What is logged about danger. NONE_LOGGED says nothing about the client: only that nothing was logged."""

    NONE_LOGGED = "none_logged"
    ELEVATED = "elevated"
    ACUTE = "acute"


class RiskKind(StrEnum):
    """What kind of danger. Serves clinical rule "acute": lines and words fit the kind."""

    SELF = "self"
    OTHERS = "others"
    DEPENDENT = "dependent"
    VIOLENCE = "violence"
    MEDICAL = "medical"


# Where a duty to report or to protect may exist. A report is never a referral: it is neither ranked nor held.
DUTY_MAY_BE_DUE = frozenset({RiskKind.OTHERS, RiskKind.DEPENDENT, RiskKind.VIOLENCE})


class CareStep(StrEnum):
    """The therapy's own steps at acute risk, which come before every service."""

    SAFETY_PLAN = "safety_plan"
    MEANS_SAFETY = "means_safety"
    SOONER_SESSION = "sooner_session"
    SUPERVISOR = "supervisor"


class TalkedOver(StrEnum):
    """With whom a stand-down was talked over."""

    SUPERVISOR = "supervisor"
    ON_CALL = "on_call"
    NOT_YET = "not_yet"


class Cover(StrEnum):
    """Who looks after an acute case on days the therapist does not work."""

    ON_CALL = "on_call"
    COLLEAGUE = "colleague"
    MYSELF = "myself"


@dataclass(frozen=True, slots=True)
class Safety:
    """What is logged of a client's risk. Instants are UTC.

    `since` is when the present level was logged, `asked_at` when risk was last asked about, `steps` the therapy's own
    steps already taken, `return_at` the earliest instant at which the next held referral may come back.
    """

    level: Risk = Risk.NONE_LOGGED
    kind: RiskKind | None = None
    since: datetime | None = None
    asked_at: datetime | None = None
    steps: frozenset[CareStep] = frozenset()
    return_at: datetime | None = None

    @property
    def at_risk(self) -> bool:
        return self.level is not Risk.NONE_LOGGED

    @property
    def acute(self) -> bool:
        return self.level is Risk.ACUTE
