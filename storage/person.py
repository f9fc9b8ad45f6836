"""A member as a turn sees her, made from her row."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from referrals.days_off import Away, DaysOff, known_region
from referrals.habits import Habits
from referrals.hours import WorkingHours
from referrals.model import Role
from storage.people_rows import Member, Practice
from storage.plain import as_text
from storage.prepared import Plain
from storage.rules import rule_from_text
from storage.session import table_of

_REMEMBERED = 256  # people
MEMBER, PRACTICE = table_of(Member), table_of(Practice)
_m = MEMBER.c
# What a member is made of; the region whose public holidays she keeps is the practice's.
PERSON_COLUMNS = (
    _m.id, _m.telegram_id, as_text(_m.roles).label("roles"), _m.licensed, _m.called, _m.tells_acute, _m.zone,
    as_text(_m.workdays).label("workdays"), _m.hours_start, _m.hours_end,
    as_text(_m.supervision).label("supervision"), _m.lead_minutes, _m.session_minutes, _m.ceiling,
    _m.keeps_holidays, _m.away_from, _m.away_until, _m.away_cover, _m.welcomed_at, _m.blocked_at, _m.locked_at,
    _m.language, PRACTICE.c.holidays, PRACTICE.c.region,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """`habits` say when and how often she wants to be reminded; `welcomed` once her three questions are answered.

    `licensed` therapists may decide alone; everybody else talks a stand-down over first, and has her supervisor told
    of an acute case, which is the licensed one's own choice: `tells_acute`. `called` is what colleagues call her;
    `blocked` if she shut the bot out, `locked` while her account opens nothing: nothing is sent to her then.
    `language` is the code of the one she is spoken to in, empty until she was heard from.
    """

    id: int
    telegram_id: int
    roles: frozenset[Role]
    habits: Habits
    welcomed: bool
    licensed: bool = False
    tells_acute: bool = True
    blocked: bool = False
    called: str = ""
    locked: bool = False
    language: str = ""

    @property
    def hours(self) -> WorkingHours:
        return self.habits.hours

    @property
    def zone(self) -> ZoneInfo:
        return self.habits.zone


def to_person(row: Plain) -> Person:
    """The member of a result of PERSON_COLUMNS. Raises ValueError for what habits do not allow."""
    region = row.holidays or row.region
    keeps = region and row.keeps_holidays and known_region(region)
    away = Away(row.away_from, row.away_until, row.away_cover) if row.away_from and row.away_until else None
    return Person(
        id=row.id,
        telegram_id=row.telegram_id,
        roles=_roles(row.roles),
        habits=_habits(
            row.zone,
            row.workdays,
            row.hours_start,
            row.hours_end,
            DaysOff(region if keeps else None, away),
            (row.lead_minutes, row.session_minutes, row.ceiling),
            row.supervision,
        ),
        welcomed=row.welcomed_at is not None,
        licensed=row.licensed,
        blocked=row.blocked_at is not None,
        tells_acute=row.tells_acute or not row.licensed,
        called=row.called or "",
        locked=row.locked_at is not None,
        language=row.language or "",
    )


@lru_cache(_REMEMBERED)
def _roles(text: str) -> frozenset[Role]:
    return frozenset(map(Role, json.loads(text)))


@lru_cache(_REMEMBERED)
def _habits(
    zone: str, days: str, start: time, end: time, off: DaysOff, rhythm: tuple[int, int, int], supervision: str | None
) -> Habits:
    """Made once from what the row says of them, and the same object from then on: what hangs on it is found again."""
    lead, session_length, ceiling = rhythm
    return Habits(
        hours=WorkingHours(ZoneInfo(zone), frozenset(json.loads(days)), start, end, off),
        lead=timedelta(minutes=lead),
        session_length=timedelta(minutes=session_length),
        ceiling=ceiling,
        supervision=rule_from_text(supervision, off),
    )
