"""Rows as the rules see them, and back. Free of queries: whoever reads or writes a row has looked after its owner."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from referrals.client import Client
from referrals.days_off import NONE_OFF, DaysOff
from referrals.model import Purpose, Reading, Referral, Service
from referrals.remembered import remembered
from referrals.risk import CareStep, Safety
from storage.models import Base, ClientRow, ReferralRow, ServiceRow
from storage.plain import as_text
from storage.prepared import Plain
from storage.rules import rule_from_text, rule_to_json

_KEPT = 2048
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
_c, _r, _s = ClientRow.__table__.c, ReferralRow.__table__.c, ServiceRow.__table__.c
# What the functions below take, in their order; those of a referral are followed by those of its service.
CLIENT_COLUMNS = (
    _c.id, _c.version, _c.code, as_text(_c.sessions), _c.risk, _c.risk_kind, _c.risk_since, _c.risk_asked_at,
    as_text(_c.care_steps), _c.return_at, *(_c[name] for name in _OF_CLIENT),
)  # fmt: skip
REFERRAL_COLUMNS = (
    _r.id, _r.version, _r.client_id, _r.created_at, as_text(_r.purposes), as_text(_r.readings),
    *(_r[name] for name in _OF_REFERRAL),
)  # fmt: skip
SERVICE_COLUMNS = (
    _s.id, _s.name, as_text(_s.aliases), _s.in_house, _s.kind, _s.contact, _s.wait_weeks, _s.note, _s.retired,
)  # fmt: skip


T = TypeVar("T")


def maker(kind: type[T], *names: str) -> Callable[[Iterable[Any]], T]:
    """Makes a frozen `kind` of the values of all its fields, in the order of `names`.

    Past its constructor, which takes three times as long, and there are many of them; so it must have nothing to check.
    Raises TypeError for a kind that has, and where these are not its fields.
    """
    if hasattr(kind, "__post_init__") or {field.name for field in fields(kind)} != set(names):  # type: ignore[arg-type] # a dataclass
        raise TypeError(f"{kind.__name__} is not made of these fields alone")
    setters = [getattr(kind, name).__set__ for name in names]

    def made(values: Iterable[Any]) -> T:
        new = object.__new__(kind)
        for assign, value in zip(setters, values, strict=True):
            assign(new, value)
        return new

    return made


_client = maker(Client, "id", "code", "sessions", "safety", *_OF_CLIENT)
_referral = maker(
    Referral, "id", "version", "client_id", "created_at", "purposes", "readings", *_OF_REFERRAL, "service"
)


class Kept(NamedTuple):
    """A client, and the version in which her row was read."""

    version: int
    client: Client


def to_client(row: Plain, off: DaysOff = NONE_OFF) -> Kept:
    """The client of a therapist who does not work on days that are `off`."""
    number, version, code, sessions, level, kind, since, asked_at, steps, return_at, *same = row
    safety = Safety(level, kind, since, asked_at, _steps(steps), return_at)
    return Kept(version, _client((number, code, rule_from_text(sessions, off), safety, *same)))


def client_values(client: Client) -> dict[str, Any]:
    """What her row is to be, by column."""
    safety = client.safety
    return {
        "sessions": rule_to_json(client.sessions) if client.sessions else None,
        "risk": safety.level,
        "risk_kind": safety.kind,
        "risk_since": safety.since,
        "risk_asked_at": safety.asked_at,
        "care_steps": sorted(step.value for step in safety.steps),
        "return_at": safety.return_at,
        **{name: getattr(client, name) for name in _OF_CLIENT},
    }


def write_client(row: ClientRow, client: Client) -> None:
    write_over(row, client_values(client))


def to_referral(row: Plain) -> Referral:
    columns, service = row[: len(REFERRAL_COLUMNS)], row[len(REFERRAL_COLUMNS) :]
    number, version, client_id, created_at, purposes, readings, *same = columns
    about = number, version, client_id, created_at, _purposes(purposes), _readings(readings)
    return _referral((*about, *same, to_service(service)))


def referral_values(referral: Referral) -> dict[str, Any]:
    """What its row is to be, by column."""
    return {
        "purposes": sorted(purpose.value for purpose in referral.purposes),
        "readings": [[reading.value, reading.guess, reading.at.isoformat()] for reading in referral.readings],
        **{name: getattr(referral, name) for name in _OF_REFERRAL},
    }


def write_referral(row: ReferralRow, referral: Referral) -> None:
    write_over(row, referral_values(referral))


def write_over(row: Base, values: Mapping[str, Any]) -> None:
    """Only what differs: each attribute that is set at all is looked at three times on its way to the database."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def to_service(row: Plain) -> Service:
    number, name, aliases, *same = row
    return Service(number, name, tuple(json.loads(aliases)), *same)


def service_of(row: ServiceRow) -> Service:
    """The same of a row that the session holds."""
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


@lru_cache(_KEPT)
def _steps(text: str) -> frozenset[CareStep]:
    return frozenset(map(CareStep, json.loads(text)))


@lru_cache(_KEPT)
def _purposes(text: str) -> frozenset[Purpose]:
    return frozenset(map(Purpose, json.loads(text)))


@remembered(_KEPT)
def _readings(text: str) -> tuple[Reading, ...]:
    return tuple(Reading(value, guess, datetime.fromisoformat(at)) for value, guess, at in json.loads(text))
