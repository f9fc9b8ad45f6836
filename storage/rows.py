"""Rows as the rules see them, and back. Free of queries: whoever reads or writes a row has looked after its owner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from referrals.client import Client
from referrals.days_off import NONE_OFF, DaysOff
from referrals.model import Purpose, Reading, Referral, Service
from referrals.risk import CareStep, Safety
from storage.models import ClientRow, ReferralRow, ServiceRow
from storage.rules import rule_from_json, rule_to_json

# What has the same name and the same type in the row and in the rules.
_OF_CLIENT = (
    "check_at", "hospital", "hospital_on", "consenter", "goals", "region", "load_asked_at", "raised_at", "raised_for",
    "raised_line", "put_off_until", "closed_at", "closed_because",
)  # fmt: skip
_OF_REFERRAL = (
    "state", "barrier", "plan", "appointment_at", "appointment_timed", "expected_on", "wanted_by", "note", "reduces",
    "sufficient", "wished_at", "first_at", "first_because", "heard", "heard_at", "consent", "consent_until",
    "word_back", "word_back_at", "hold", "held_state", "held_at", "option_of", "ended_because", "revisit_on",
    "carried_by", "moved_at", "next_check_at", "remind_at",
)  # fmt: skip


def to_client(row: ClientRow, off: DaysOff = NONE_OFF) -> Client:
    """The client of a therapist who does not work on days that are `off`."""
    safety = Safety(
        level=row.risk,
        kind=row.risk_kind,
        since=row.risk_since,
        asked_at=row.risk_asked_at,
        steps=frozenset(map(CareStep, row.care_steps)),
        return_at=row.return_at,
    )
    sessions = rule_from_json(row.sessions, off) if row.sessions else None
    same = {name: getattr(row, name) for name in _OF_CLIENT}
    return Client(id=row.id, code=row.code, sessions=sessions, safety=safety, **same)


def write_client(row: ClientRow, client: Client) -> None:
    safety = client.safety
    told = {
        "sessions": rule_to_json(client.sessions) if client.sessions else None,
        "risk": safety.level,
        "risk_kind": safety.kind,
        "risk_since": safety.since,
        "risk_asked_at": safety.asked_at,
        "care_steps": sorted(step.value for step in safety.steps),
        "return_at": safety.return_at,
    }
    _set(row, told)
    _set(row, {name: getattr(client, name) for name in _OF_CLIENT})


def to_referral(row: ReferralRow) -> Referral:
    return Referral(
        id=row.id,
        client_id=row.client_id,
        service=to_service(row.service),
        created_at=row.created_at,
        purposes=frozenset(map(Purpose, row.purposes)),
        readings=tuple(Reading(value, guess, datetime.fromisoformat(at)) for value, guess, at in row.readings),
        version=row.version,
        **{name: getattr(row, name) for name in _OF_REFERRAL},
    )


def write_referral(row: ReferralRow, referral: Referral) -> None:
    told = {
        "purposes": sorted(purpose.value for purpose in referral.purposes),
        "readings": [[reading.value, reading.guess, reading.at.isoformat()] for reading in referral.readings],
    }
    _set(row, told)
    _set(row, {name: getattr(referral, name) for name in _OF_REFERRAL})


def _set(row: ClientRow | ReferralRow, values: Mapping[str, Any]) -> None:
    """Only what differs: each attribute that is set at all is looked at three times on its way to the database."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def to_service(row: ServiceRow) -> Service:
    return Service(
        id=row.id,
        name=row.name,
        aliases=tuple(row.aliases),
        in_house=row.in_house,
        kind=row.kind,
        contact=row.contact,
        wait_weeks=row.wait_weeks,
        note=row.note,
        retired=row.retired,
    )
