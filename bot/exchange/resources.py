"""Referrals as FHIR R4B: a Bundle of a ServiceRequest, a Task and Provenances for each. Pure functions, plain data.

docs/export.md has every element. The subject is an identifier and no resource: who a client is nobody here knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from bot.exchange.codes import (
    CONFIDENTIALITY,
    INTEGRITY,
    PARTICIPANT,
    REQUEST_STATUS,
    TASK_CODE,
    TASK_STATUS,
    About,
    System,
)
from bot.exchange.holdings import Handed, Holding
from bot.wording.clients import history as history_wording
from bot.wording.clients.goodbye import CARRIES
from bot.wording.referrals.referral import BARRIERS, PURPOSES, STATES
from bot.wording.tables import ending
from referrals.lifecycle import Ending
from referrals.model import Referral
from storage.history import Happened

Element = dict[str, Any]
_URN = "urn:ietf:rfc:3986"  # the system of identifiers that are URNs themselves


def bundle(handed: Handed) -> Element:
    """The whole. What is not known is left out, as FHIR has it; times are UTC, days those of the therapist's zone."""
    entries = [entry for holding in handed.holdings for entry in _of_holding(handed, holding)]
    whole: Element = {
        "resourceType": "Bundle",
        "meta": {"security": [_coding(CONFIDENTIALITY, "R"), _coding(INTEGRITY, "PSEUDED")]},
        "type": "collection",
        "timestamp": _instant(handed.as_of),
    }
    return {**whole, "entry": entries} if entries else whole  # FHIR knows no empty list


def _of_holding(handed: Handed, holding: Holding) -> Iterator[Element]:
    for case in holding.cases:
        subject = _subject(handed.space, holding.member_id, case.client.code)
        about = _by_referral(case.history)
        for referral in case.referrals:
            one = _One(handed, holding, referral)
            yield _entry(one.request_url, _request(one, subject))
            yield _entry(one.task_url, _task(one, subject))
            yield from _provenances(one, about.get(referral.id, []))


class _One:
    """One referral on its way out, with the URNs that are its own from one export to the next."""

    def __init__(self, handed: Handed, holding: Holding, referral: Referral) -> None:
        self.handed, self.holding, self.referral = handed, holding, referral
        self.request_url = self.url("request")
        self.task_url = self.url("task")

    def url(self, what: str) -> str:
        return _urn(self.handed.space, f"referral {self.referral.id} {what}")


def _request(one: _One, subject: Element) -> Element:
    """The recommendation itself."""
    referral = one.referral
    purposes = sorted(referral.purposes)
    return _said(
        resourceType="ServiceRequest",
        status=REQUEST_STATUS[referral.state],
        intent="plan",
        priority=_priority(referral),
        code=_concept(System.KIND, referral.service.kind, referral.service.name),
        subject=subject,
        occurrenceDateTime=_appointment(referral, one.holding.zone),
        authoredOn=_instant(referral.created_at),
        requester=_practitioner(one.handed, one.holding, one.holding.member_id),
        reasonCode=[_concept(System.PURPOSE, purpose, PURPOSES[purpose]) for purpose in purposes],
        note=_note(referral.note),
    )


def _task(one: _One, subject: Element) -> Element:
    """How far it has come: what the client does to follow it through."""
    referral = one.referral
    stands = referral.held_state if referral.held and referral.held_state else referral.state
    return _said(
        resourceType="Task",
        status=TASK_STATUS[referral.state],
        statusReason=_reason(referral),
        businessStatus=_concept(System.STATE, stands, STATES[stands]),
        intent="plan",
        priority=_priority(referral),
        code={"coding": [_coding(TASK_CODE, "fulfill")]},
        focus={"reference": one.request_url},
        **{"for": subject},
        authoredOn=_instant(referral.created_at),
        lastModified=_instant(max(referral.moved_at, referral.created_at)),
        requester=_practitioner(one.handed, one.holding, one.holding.member_id),
        owner=subject,
        note=_note(referral.plan),
        restriction={"period": {"end": referral.wanted_by.isoformat()}} if referral.wanted_by else None,
        input=list(_inputs(referral)),
    )


def _provenances(one: _One, history: Sequence[Happened]) -> Iterator[Element]:
    """One for each thing that happened with it."""
    seen: Counter[str] = Counter()
    for event in history:
        name = f"{event.kind} {event.at.isoformat()}"
        seen[name] += 1
        resource = _said(
            resourceType="Provenance",
            target=[{"reference": one.request_url}, {"reference": one.task_url}],
            recorded=_instant(event.at),
            activity=_concept(System.EVENT, event.kind, history_wording.told(event.kind, event.detail)),
            agent=[
                {
                    "type": {"coding": [_coding(PARTICIPANT, "author")]},
                    "who": _practitioner(one.handed, one.holding, event.member_id),
                }
            ],
        )
        yield _entry(one.url(f"{name} {seen[name]}"), resource)


def _reason(referral: Referral) -> Element | None:
    """Why it stands where it does: how it ended, why it rests, or else what is in the way."""
    if referral.ended_because:
        known = referral.ended_because in set(Ending)  # an archive that was read back may have another
        words = ending(referral)
        return _concept(System.ENDING, referral.ended_because, words) if known else _said(text=words)
    if referral.hold:
        return _concept(System.HOLD, referral.hold)
    return _concept(System.BARRIER, referral.barrier, BARRIERS[referral.barrier]) if referral.barrier else None


def _inputs(referral: Referral) -> Iterator[Element]:
    """What else is known of it, each under its name."""
    if referral.own_readiness is not None:
        yield _input(About.READINESS, valueInteger=referral.own_readiness)
    if referral.barrier and (referral.ended_because or referral.hold):
        yield _input(
            About.BARRIER,
            valueCodeableConcept=_concept(System.BARRIER, referral.barrier, BARRIERS[referral.barrier]),
        )
    for about, day in ((About.EXPECTED_ON, referral.expected_on), (About.REVISIT_ON, referral.revisit_on)):
        if day:
            yield _input(about, valueDate=day.isoformat())
    if referral.carried_by:
        carrier = _concept(System.CARRIER, referral.carried_by, CARRIES[referral.carried_by])
        yield _input(About.CARRIED_BY, valueCodeableConcept=carrier)


def _input(about: About, **value: Any) -> Element:
    return {"type": {"coding": [_coding(System.ABOUT.urn, about)]}, **value}


def _subject(space: UUID, member_id: int, code: str) -> Element:
    """The client by her code, which means something within this therapist's caseload only."""
    system = _urn(space, f"caseload {member_id}")
    return {"type": "Patient", "identifier": {"system": system, "value": code}}


def _practitioner(handed: Handed, holding: Holding, member_id: int) -> Element:
    if handed.own and member_id != holding.member_id:
        return {"type": "Practitioner", "display": "another"}
    value = _urn(handed.space, f"member {member_id}")
    return {"type": "Practitioner", "identifier": {"system": _URN, "value": value}}


def _priority(referral: Referral) -> str:
    return "urgent" if referral.reduces else "routine"


def _appointment(referral: Referral, zone: ZoneInfo) -> str | None:
    if referral.appointment_at is None:
        return None
    if referral.appointment_timed:
        return _instant(referral.appointment_at)
    day: date = referral.appointment_at.astimezone(zone).date()
    return day.isoformat()


def _concept(system: System, code: str, words: str | None = None) -> Element:
    return _said(coding=[_coding(system.urn, code)], text=words)


def _coding(system: str, code: str) -> Element:
    return {"system": system, "code": str(code)}


def _note(words: str | None) -> list[Element]:
    """An archive that was read back may hold what FHIR's strings do not."""
    told = "".join(char for char in words or "" if char >= " " or char in "\t\r\n")
    return [{"text": told}] if told.strip() else []


def _entry(url: str, resource: Element) -> Element:
    return {"fullUrl": url, "resource": resource}


def _urn(space: UUID, name: str) -> str:
    return f"urn:uuid:{uuid5(space, name)}"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _said(**elements: Any) -> Element:
    return {name: value for name, value in elements.items() if value not in (None, [], "")}


def _by_referral(history: Sequence[Happened]) -> dict[int, list[Happened]]:
    found: dict[int, list[Happened]] = {}
    for event in history:
        if event.referral_id is not None:
            found.setdefault(event.referral_id, []).append(event)
    return found
