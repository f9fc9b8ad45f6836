"""What one member holds, as an archive has it: the format of `/export`, field by field, and of what is read back.

Instants are UTC in ISO 8601, dates those of her own zone. Nothing in it is an id of the database: referrals are
numbered within their client, services stand by their names, and other people as "another".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Final, Literal, Self, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from referrals.client import Closing, Consenter, Hospital, RaisedFor
from referrals.codes import parse_code
from referrals.grammar import LONGEST_GOALS
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
from referrals.plans import LONGEST as LONGEST_PLAN
from referrals.risk import CareStep, Cover, Risk, RiskKind
from referrals.sessions import Cadence
from referrals.supervisors import Because, Decision

FORMAT: Final = "followthrough-export"
VERSION: Final = 1
_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_LONGEST_SHARED = 1000  # characters; the bot shares none that is longer
_READ_AGAIN: dict[str, Callable[[str], object]] = {
    "barrier": Barrier, "level": Risk, "kind": RiskKind, "carrier": Carrier, "on": date.fromisoformat,
    "until": date.fromisoformat, "state": State,
}  # fmt: skip
D = TypeVar("D", date, datetime)


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


def _within_reach(when: D) -> D:
    if not _FIRST_YEAR <= when.year <= _LAST_YEAR:
        raise ValueError("no date that rules can reckon with")
    return when


def _of_the_wall(at: time) -> time:
    if at.tzinfo is not None:
        raise ValueError("a time in a zone of its own")
    return at


def _as_kept(detail: Mapping[str, object] | None) -> Mapping[str, object] | None:
    """Of what is read again by its name, only what can be."""
    for name, value in (detail or {}).items():
        if name in _READ_AGAIN and value is not None:
            _READ_AGAIN[name](str(value))
    return detail


Code = Annotated[str, AfterValidator(_known_code)]
Zone = Annotated[str, AfterValidator(_known_zone)]
Day = Annotated[date, AfterValidator(_within_reach)]
Instant = Annotated[AwareDatetime, AfterValidator(_within_reach)]
Wall = Annotated[time, AfterValidator(_of_the_wall)]
Words = Annotated[str, StringConstraints(max_length=4096)]  # as long as one message of Telegram's
Name = Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=r"^[^\x00-\x1f]*$")]
Fixed = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$")]
Said = Annotated[str, StringConstraints(pattern=r"^(?:[a-z_]{1,32}|\d{4}-\d\d-\d\d)$")]
Number = Annotated[int, Field(ge=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class SlotPart(_Part):
    weekday: Annotated[int, Field(ge=0, le=6)]
    at: Wall


class MovedPart(_Part):
    was: Instant
    to: Instant | None


class SessionsPart(_Part):
    """When sessions are, in the zone in which it was told."""

    slots: Annotated[list[SlotPart], Field(min_length=1)]
    every: Cadence
    starts_on: Day
    zone: Zone
    moved: list[MovedPart]
    paused_from: Day | None
    paused_until: Day | None


class MemberPart(_Part):
    """Her own settings."""

    roles: list[Role]
    licensed: bool
    called: Words | None
    tells_acute: bool
    zone: Zone
    language: str | None = None
    workdays: list[Annotated[int, Field(ge=0, le=6)]]
    hours_start: Wall
    hours_end: Wall
    supervision: SessionsPart | None
    lead_minutes: int
    session_minutes: int
    ceiling: int
    keeps_holidays: bool
    away_from: Day | None
    away_until: Day | None
    away_cover: Cover | None
    joined_at: Instant
    welcomed_at: Instant | None


class ServicePart(_Part):
    name: Name
    kind: ServiceKind
    in_house: bool


class ReadingPart(_Part):
    value: Annotated[int, Field(ge=0, le=10)]
    guess: bool
    at: Instant


class ReferralPart(_Part):
    number: Number
    service: Name
    state: State
    purposes: list[Purpose]
    readings: list[ReadingPart]
    barrier: Barrier | None
    plan: Annotated[str, StringConstraints(max_length=LONGEST_PLAN)] | None
    appointment_at: Instant | None
    appointment_timed: bool
    expected_on: Day | None
    wanted_by: Day | None
    note: Words | None
    reduces: RiskKind | None
    sufficient: bool
    wished_at: Instant | None
    first_at: Instant | None
    first_because: FirstBecause | None
    heard: Heard | None
    heard_at: Instant | None
    consent: Consent | None
    consent_until: Day | None
    word_back: WordBack | None
    word_back_at: Instant | None
    hold: Hold | None
    held_state: State | None
    held_at: Instant | None
    option_of: Number | None
    ended_because: Fixed | None
    revisit_on: Day | None
    carried_by: Carrier | None
    created_at: Instant
    moved_at: Instant
    next_check_at: Instant | None
    remind_at: Instant | None


class EventPart(_Part):
    at: Instant
    kind: Fixed
    referral: Number | None
    by: By
    detail: Annotated[dict[Fixed, Said | int | bool | None] | None, AfterValidator(_as_kept)]


class StallAnswerPart(_Part):
    at: Instant
    until: Instant | None
    facts: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,64}$")]
    because: Because
    own_words: Words | None


class DecisionPart(_Part):
    at: Instant
    what: Decision
    referral: Number | None
    line: Words | None
    recorded_by: By
    told_at: Instant | None


class ConditionPart(_Part):
    referral: Number
    reason: Words
    offered: Words
    review_on: Day
    decided_at: Instant
    recorded_by: By | None
    told_on: Day | None
    ended_at: Instant | None


class ReflectionPart(_Part):
    begun_at: Instant
    answers: list[Words | None]
    shared: Annotated[str, StringConstraints(max_length=_LONGEST_SHARED)] | None
    shared_at: Instant | None


class ClientPart(_Part):
    code: Code
    created_at: Instant
    sessions: SessionsPart | None
    risk: Risk
    risk_kind: RiskKind | None
    risk_since: Instant | None
    risk_asked_at: Instant | None
    care_steps: list[CareStep]
    return_at: Instant | None
    check_at: Instant | None
    hospital: Hospital | None
    hospital_on: Day | None
    consenter: Consenter | None
    goals: Annotated[str, StringConstraints(max_length=LONGEST_GOALS)] | None
    region: Annotated[str, StringConstraints(max_length=10, pattern=r"^[^\x00-\x1f]*$")] | None
    load_asked_at: Instant | None
    raised_at: Instant | None
    raised_for: RaisedFor | None
    raised_line: Words | None
    put_off_until: Instant | None
    closed_at: Instant | None
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
    """All of it. Two archives of the same holdings differ in `exported_at` alone.

    `reflections` are those about clients who are with somebody else by now; they are not read back.
    """

    format: Literal["followthrough-export"]
    version: Literal[1]
    exported_at: Instant
    member: MemberPart
    services: list[ServicePart]
    clients: list[ClientPart]
    reflections: list[ReflectionPart] = []

    @model_validator(mode="after")
    def _all_are_told_apart(self) -> Self:
        codes = [client.code for client in self.clients]
        names = [service.name for service in self.services]
        used = {referral.service for client in self.clients for referral in client.referrals}
        if len(set(codes)) < len(codes) or len(set(names)) < len(names) or not used <= set(names):
            raise ValueError("a client or a service twice, or a service that is not listed")
        return self
