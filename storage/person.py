"""A member as a turn sees her, made from her row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from referrals.days_off import Away, DaysOff, known_region
from referrals.habits import Habits
from referrals.hours import WorkingHours
from referrals.model import Role
from storage.people_rows import Member
from storage.rules import rule_from_json


@dataclass(frozen=True, slots=True)
class Person:
    """`habits` say when and how often she wants to be reminded; `welcomed` once her three questions are answered.

    `licensed` therapists may decide alone; everybody else talks a stand-down over first, and has her supervisor told
    of an acute case, which is the licensed one's own choice: `tells_acute`. `called` is what colleagues call her;
    `blocked` if she shut the bot out, `locked` while her account opens nothing: nothing is sent to her then.
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

    @property
    def hours(self) -> WorkingHours:
        return self.habits.hours

    @property
    def zone(self) -> ZoneInfo:
        return self.habits.zone


def to_person(member: Member, region: str | None) -> Person:
    """`region` is the ISO 3166 code of the practice's public holidays; one of which none are known keeps none."""
    return Person(
        id=member.id,
        telegram_id=member.telegram_id,
        roles=frozenset(Role(role) for role in member.roles),
        habits=_habits(member, region if region and member.keeps_holidays and known_region(region) else None),
        welcomed=member.welcomed_at is not None,
        licensed=member.licensed,
        blocked=member.blocked_at is not None,
        tells_acute=member.tells_acute or not member.licensed,
        called=member.called or "",
        locked=member.locked_at is not None,
    )


def _habits(member: Member, region: str | None) -> Habits:
    off = DaysOff(region, _away(member))
    zone = ZoneInfo(member.zone)
    return Habits(
        hours=WorkingHours(zone, frozenset(member.workdays), member.hours_start, member.hours_end, off),
        lead=timedelta(minutes=member.lead_minutes),
        session_length=timedelta(minutes=member.session_minutes),
        ceiling=member.ceiling,
        supervision=rule_from_json(member.supervision, off) if member.supervision else None,
    )


def _away(member: Member) -> Away | None:
    if member.away_from is None or member.away_until is None:
        return None
    return Away(member.away_from, member.away_until, member.away_cover)
