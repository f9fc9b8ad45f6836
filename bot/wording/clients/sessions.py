"""When a client comes, and what is different once."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from bot.wording.card import Button, Card
from bot.wording.dates import names
from bot.wording.referrals.referral import undo
from bot.wording.text import bold, code, day, listed, moment, plain, sessions
from referrals.client import Client
from referrals.sessions import Cadence, SessionRule

NO_TIMES = "no session times yet"


def when(rule: SessionRule | None, now: datetime) -> str:
    """Tue 14:00, or why there are no sessions now."""
    if rule is None:
        return NO_TIMES
    if paused(rule, now):
        return f"sessions pause until {day(rule.paused_until)}" if rule.paused_until else "sessions pause"
    slots = listed(f"{names().short_weekdays[slot.weekday]} {slot.at:%H:%M}" for slot in rule.slots)
    every = {Cadence.WEEKLY: "", Cadence.FORTNIGHTLY: "every other ", Cadence.MONTHLY: "monthly "}
    return f"{every[rule.every]}{slots}"


def paused(rule: SessionRule, now: datetime) -> bool:
    """Whether the rule rests on the date of `now`."""
    today = now.astimezone(rule.zone).date()
    return bool(
        rule.paused_from and today >= rule.paused_from and (rule.paused_until is None or today < rule.paused_until)
    )


def rule_set(client_code: str, rule: SessionRule, next_at: datetime | None, change_id: int, zone: tzinfo) -> Card:
    first = f", next on {moment(next_at, zone)}" if next_at else ""
    return Card(
        f"{bold(client_code)}: sessions {sessions(rule)}{first}. I will ask around those, not in between.",
        ((undo(change_id),),),
    )


def moved(client: Client, was: datetime, to: datetime, change_id: int, zone: tzinfo) -> Card:
    return _said(client, f"the session of {moment(was, zone)} is once on {moment(to, zone)}.", change_id)


def cancelled(client: Client, was: datetime, next_at: datetime | None, change_id: int, zone: tzinfo) -> Card:
    return _said(client, f"no session on {moment(was, zone)}. {_next(next_at, zone)}", change_id)


def pausing(client: Client, until: date | None, next_at: datetime | None, change_id: int, zone: tzinfo) -> Card:
    """Without `until` the way to end the pause is said, for nothing is asked around sessions until then."""
    if until is None:
        resume = code(f"{client.code} resumes")
        return _said(client, f"sessions pause. {resume} ends the pause; until then I ask by stage.", change_id)
    return _said(client, f"sessions pause until {day(until)}. {_next(next_at, zone)}", change_id)


def resumed(client: Client, next_at: datetime | None, change_id: int, zone: tzinfo) -> Card:
    return _said(client, f"sessions go on. {_next(next_at, zone)}", change_id)


def not_paused(client: Client, next_at: datetime | None, zone: tzinfo) -> Card:
    return Card(f"{bold(client.code)}: sessions are not paused. {_next(next_at, zone)}")


def no_rule(client: Client) -> Card:
    return Card(
        f"I know no session times of {plain(client.code)} yet. To tell them: {code(f'{client.code} tue 2pm weekly')}"
    )


def no_session(client: Client, on: date | None, next_at: datetime | None, zone: tzinfo) -> Card:
    """There is none to move or to leave out."""
    where = f" on {day(on)}" if on else " to come"
    return Card(f"{bold(client.code)} has no session{where}. Nothing was changed. {_next(next_at, zone)}".rstrip())


def _next(next_at: datetime | None, zone: tzinfo) -> str:
    return f"Next on {moment(next_at, zone)}." if next_at else "None is to come."


def _said(client: Client, words: str, change_id: int) -> Card:
    tap: Button = undo(change_id)
    return Card(f"{bold(client.code)}: {words}", ((tap,),))
