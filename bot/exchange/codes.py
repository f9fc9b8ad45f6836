"""Which codes may stand where in what is written: FHIR's own value sets, and the rules' words as code systems.

fhir.resources accepts any string for a code, so what is written is looked at by these tables (`checking`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

from referrals.lifecycle import Ending
from referrals.model import OPEN_STATES, Barrier, Carrier, Hold, Purpose, ServiceKind, State

ROOT: Final = UUID("6f1d7c1e-6a53-4f0c-9c0e-5a7f5d0b7a11")  # drawn once: all ids and code systems of ours come from it
_FHIR = "http://hl7.org/fhir"
_TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"


@dataclass(frozen=True, slots=True)
class ValueSet:
    """FHIR's name for a set of codes, and all that are in it (R4B, 4.3.0)."""

    url: str
    codes: frozenset[str]


def _words(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


def _set(name: str, codes: str) -> ValueSet:
    return ValueSet(f"{_FHIR}/ValueSet/{name}", _words(codes))


_PRIORITY = _set("request-priority", "routine urgent asap stat")
_INTENT = "proposal plan order original-order reflex-order filler-order instance-order option"
# Elements whose code must come from a set ("required" binding), as far as they are written.
REQUIRED: Mapping[str, ValueSet] = {
    "Bundle.type": _set(
        "bundle-type",
        "document message transaction transaction-response batch batch-response history searchset collection",
    ),
    "ServiceRequest.status": _set("request-status", "draft active on-hold revoked completed entered-in-error unknown"),
    "ServiceRequest.intent": _set("request-intent", f"{_INTENT} directive"),
    "ServiceRequest.priority": _PRIORITY,
    "Task.status": _set(
        "task-status",
        "draft requested received accepted rejected ready cancelled in-progress on-hold failed completed "
        "entered-in-error",
    ),
    "Task.intent": _set("task-intent", f"{_INTENT} unknown"),
    "Task.priority": _PRIORITY,
}


class System(StrEnum):
    """The rules' words as code systems of our own. Each is a URN, for nothing is served at any address."""

    STATE = "state"
    ENDING = "ending"
    HOLD = "hold"
    BARRIER = "barrier"
    PURPOSE = "purpose"
    KIND = "kind"
    CARRIER = "carrier"
    ABOUT = "about"
    EVENT = "event"

    @property
    def urn(self) -> str:
        return f"urn:uuid:{uuid5(ROOT, self.value)}"


class About(StrEnum):
    """What a Task's `input` tells."""

    READINESS = "readiness"
    BARRIER = "barrier"
    EXPECTED_ON = "expected_on"
    REVISIT_ON = "revisit_on"
    CARRIED_BY = "carried_by"


TASK_CODE: Final = f"{_FHIR}/CodeSystem/task-code"
PARTICIPANT: Final = f"{_TERMINOLOGY}/provenance-participant-type"
CONFIDENTIALITY: Final = f"{_TERMINOLOGY}/v3-Confidentiality"
INTEGRITY: Final = f"{_TERMINOLOGY}/v3-ObservationValue"
# All that may be said in each system; None: the kinds of event, which later versions add to.
CODES: Mapping[str, frozenset[str] | None] = {
    System.STATE.urn: frozenset(State),
    System.ENDING.urn: frozenset(Ending),
    System.HOLD.urn: frozenset(Hold),
    System.BARRIER.urn: frozenset(Barrier),
    System.PURPOSE.urn: frozenset(Purpose),
    System.KIND.urn: frozenset(ServiceKind),
    System.CARRIER.urn: frozenset(Carrier),
    System.ABOUT.urn: frozenset(About),
    System.EVENT.urn: None,
    TASK_CODE: frozenset({"approve", "fulfill", "abort", "replace", "change", "suspend", "resume"}),
    PARTICIPANT: _words(
        "enterer performer author verifier legal attester informant custodian assembler composer",
    ),
    CONFIDENTIALITY: frozenset("LMNRUV"),
    INTEGRITY: frozenset({"PSEUDED"}),  # of a large set the one that is said: pseudonymous
}

# How far it has come, as a Task has it: what the client does to follow the recommendation through.
TASK_STATUS: Mapping[State, str] = {
    State.SUGGESTED: "requested",
    State.AGREED: "accepted",
    State.CONTACTED: "in-progress",
    State.WAITLISTED: "in-progress",
    State.SCHEDULED: "in-progress",
    State.ON_HOLD: "on-hold",
    State.FULFILLED: "completed",
    State.DECLINED: "rejected",
    State.WITHDRAWN: "cancelled",
    State.UNAVAILABLE: "failed",
}
# And whether the recommendation stands.
REQUEST_STATUS: Mapping[State, str] = {
    **dict.fromkeys(OPEN_STATES, "active"),
    State.ON_HOLD: "on-hold",
    State.FULFILLED: "completed",
    State.DECLINED: "revoked",
    State.WITHDRAWN: "revoked",
    State.UNAVAILABLE: "revoked",
}
