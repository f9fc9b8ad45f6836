"""What a report leaves to be asked: the day of an appointment, another day, what stands in the way.

Whatever was reported is kept already, so nothing is lost if no answer comes. Each question waits on its own card.
"""

from __future__ import annotations

from datetime import date

from bot.turn import Turn
from bot.wording.referrals import appointment, barriers, days
from bot.wording.referrals.days import Day
from referrals.client import Client
from referrals.model import Referral

WHEN = "appointment"
DAY = "day"
BARRIER = "barrier"
_OFFERED_DAYS = 4


def ask_when(turn: Turn, client: Client, referral: Referral, change_id: int) -> None:
    """For when it is booked: a working day by tap, or any day in words."""
    offered = _working_days(turn)
    card = appointment.ask(client.code, referral, offered, change_id)
    turn.ask(WHEN, card, referral=referral.id, offered=[day.isoformat() for day in offered], change=change_id)


def ask_day(turn: Turn, client: Client, referral: Referral, which: Day, change_id: int) -> None:
    """When a place on the waitlist is expected, or when a "not now" may be looked at again."""
    card = days.ask(client.code, referral, which, change_id)
    turn.ask(DAY, card, referral=referral.id, which=which.value, change=change_id)


def ask_barrier(turn: Turn, client: Client, referral: Referral, change_id: int | None, *, not_ready: bool) -> None:
    """What stands in the way; `change_id` is the report the question follows, if there was one."""
    card = barriers.ask(client.code, referral, change_id, not_ready=not_ready)
    turn.ask(BARRIER, card, referral=referral.id, change=change_id)


def _working_days(turn: Turn) -> list[date]:
    days_ahead: list[date] = []
    at = turn.now
    while len(days_ahead) < _OFFERED_DAYS:
        at = turn.member.hours.next_morning(at)
        days_ahead.append(turn.member.hours.local_date(at))
    return days_ahead
