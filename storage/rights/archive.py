"""What one member holds, as an archive has it: the format of `/export`, field by field, and of what is read back.

Instants are UTC in ISO 8601, dates those of her own zone. Nothing in it is an id of the database: referrals are
numbered within their client, services stand by their names, and other people as "another".
"""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from referrals.client import Closing, Consenter, Hospital, RaisedFor
from referrals.codes import parse_code
from referrals.model import (
    Barrier,
    Carrier,
    Consent,
    FirstBecause,
    Heard,
    Hold,
    Purpose,
    Role,
    ServiceKind,
    State,
    WordBack,
)
from referrals.risk import CareStep, Cover, Risk, RiskKind
from referrals.sessions import Cadence
from referrals.supervisors import Because, Decision

FORMAT: Final = "followthrough-export"
VERSION: Final = 1


class By(StrEnum):
    """Who did or recorded something: she whose archive it is, or somebody else, who is not named."""

    OWNER = "owner"
    ANOTHER = "another"


def _known_code(code: str) -> str:
    if parse_code(code) != code:
        raise ValueError("no client code")
    return code


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("no time zone") from error
    return zone


Code = Annotated[str, AfterValidator(_known_code)]
Zone = Annotated[str, AfterValidator(_known_zone)]
Words = Annotated[str, StringConstraints(max_length=20_000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Fixed = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$")]
Number = Annotated[int, Field(ge=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class SlotPart(_Part):
    weekday: Annotated[int, Field(ge=0, le=6)]
    at: time


class MovedPart(_Part):
    was: AwareDatetime
    to: AwareDatetime | None


class SessionsPart(_Part):
    """When sessions are, in the zone in which it was told."""

    slots: Annotated[list[SlotPart], Field(min_length=1)]
    every: Cadence
    starts_on: date
    zone: Zone
    moved: list[MovedPart]
    paused_from: date | None
    paused_until: date | None


class MemberPart(_Part):
    """Her own settings."""

    roles: list[Role]
    licensed: bool
    called: Words | None
    tells_acute: bool
    zone: Zone
    workdays: list[Annotated[int, Field(ge=0, le=6)]]
    hours_start: time
    hours_end: time
    supervision: SessionsPart | None
    lead_minutes: int
    session_minutes: int
    ceiling: int
    keeps_holidays: bool
    away_from: date | None
    away_until: date | None
    away_cover: Cover | None
    joined_at: AwareDatetime
    welcomed_at: AwareDatetime | None


class ServicePart(_Part):
    name: Name
    kind: ServiceKind
    in_house: bool


class ReadingPart(_Part):
    value: Annotated[int, Field(ge=0, le=10)]
    guess: bool
    at: AwareDatetime


class ReferralPart(_Part):
    number: Number
    service: Name
    state: State
    purposes: list[Purpose]
    readings: list[ReadingPart]
    barrier: Barrier | None
    plan: Words | None
    appointment_at: AwareDatetime | None
    appointment_timed: bool
    expected_on: date | None
    wanted_by: date | None
    note: Words | None
    reduces: RiskKind | None
    sufficient: bool
    wished_at: AwareDatetime | None
    first_at: AwareDatetime | None
    first_because: FirstBecause | None
    heard: Heard | None
    heard_at: AwareDatetime | None
    consent: Consent | None
    consent_until: date | None
    word_back: WordBack | None
    word_back_at: AwareDatetime | None
    hold: Hold | None
    held_state: State | None
    held_at: AwareDatetime | None
    option_of: Number | None
    ended_because: Fixed | None
    revisit_on: date | None
    carried_by: Carrier | None
    created_at: AwareDatetime
    moved_at: AwareDatetime
    next_check_at: AwareDatetime | None
    remind_at: AwareDatetime | None


class EventPart(_Part):
    at: AwareDatetime
    kind: Fixed
    referral: Number | None
    by: By
    detail: dict[Fixed, Annotated[str, StringConstraints(max_length=100)] | int | bool | None] | None


class StallAnswerPart(_Part):
    at: AwareDatetime
    until: AwareDatetime | None
    facts: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,64}$")]
    because: Because
    own_words: Words | None


class DecisionPart(_Part):
    at: AwareDatetime
    what: Decision
    referral: Number | None
    line: Words | None
    recorded_by: By
    told_at: AwareDatetime | None


class ConditionPart(_Part):
    referral: Number
    reason: Words
    offered: Words
    review_on: date
    decided_at: AwareDatetime
    recorded_by: By | None
    told_on: date | None
    ended_at: AwareDatetime | None


class ReflectionPart(_Part):
    begun_at: AwareDatetime
    answers: list[Words | None]
    shared: Words | None
    shared_at: AwareDatetime | None


class ClientPart(_Part):
    code: Code
    created_at: AwareDatetime
    sessions: SessionsPart | None
    risk: Risk
    risk_kind: RiskKind | None
    risk_since: AwareDatetime | None
    risk_asked_at: AwareDatetime | None
    care_steps: list[CareStep]
    return_at: AwareDatetime | None
    check_at: AwareDatetime | None
    hospital: Hospital | None
    hospital_on: date | None
    consenter: Consenter | None
    goals: Words | None
    region: Annotated[str, StringConstraints(max_length=10)] | None
    load_asked_at: AwareDatetime | None
    raised_at: AwareDatetime | None
    raised_for: RaisedFor | None
    raised_line: Words | None
    put_off_until: AwareDatetime | None
    closed_at: AwareDatetime | None
    closed_because: Closing | None
    referrals: list[ReferralPart]
    history: list[EventPart]
    stall_answers: list[StallAnswerPart]
    decisions: list[DecisionPart]
    conditions: list[ConditionPart]
    reflections: list[ReflectionPart]

    @model_validator(mode="after")
    def _numbers_are_known(self) -> Self:
        numbers = [referral.number for referral in self.referrals]
        named = {
            *(one.option_of for one in self.referrals),
            *(one.referral for part in (self.history, self.decisions, self.conditions) for one in part),
        }
        if len(set(numbers)) < len(numbers) or not named - {None} <= set(numbers):
            raise ValueError("a number that is no referral's")
        standing = [one.referral for one in self.conditions if one.ended_at is None]
        if len(set(standing)) < len(standing):
            raise ValueError("two conditions on one referral")
        return self


class Archive(_Part):
    """All of it. Two archives of the same holdings differ in `exported_at` alone."""

    format: Literal["followthrough-export"]
    version: Literal[1]
    exported_at: AwareDatetime
    member: MemberPart
    services: list[ServicePart]
    clients: list[ClientPart]

    @model_validator(mode="after")
    def _all_are_told_apart(self) -> Self:
        codes = [client.code for client in self.clients]
        names = [service.name for service in self.services]
        used = {referral.service for client in self.clients for referral in client.referrals}
        if len(set(codes)) < len(codes) or len(set(names)) < len(names) or not used <= set(names):
            raise ValueError("a client or a service twice, or a service that is not listed")
        return self
