"""The day's sessions, each with its one next referral. Serves clinical rules "order" and "holds"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from bot.turn import Turn, allows
from bot.wording.clients import today as wording
from bot.wording.clients.today import Session
from referrals.asking import may_be_asked
from referrals.client import Client, Hospital
from referrals.model import Referral, Role
from referrals.order import in_order
from referrals.sessions import SessionRule, local_instant, next_session

_MOMENT = timedelta(microseconds=1)


@allows(Role.THERAPIST)
def today(turn: Turn) -> None:
    """`/today`"""
    sessions = [
        Session(at, client, _next(client, turn.caseload.referrals(client.id)))
        for client in turn.caseload.clients()
        if client.active and client.sessions and client.hospital is not Hospital.ADMITTED
        for at in _of_today(client.sessions, turn)
    ]
    sessions.sort(key=lambda session: (session.at, session.client.code))
    turn.say(wording.today(sessions, turn.now, turn.member.zone))


def _of_today(rule: SessionRule, turn: Turn) -> Iterator[datetime]:
    day = turn.member.hours.local_date(turn.now)
    midnight, end = (local_instant(date, time(), turn.member.zone) for date in (day, day + timedelta(days=1)))
    at = next_session(rule, midnight - _MOMENT)
    while at and at < end:
        yield at
        at = next_session(rule, at)


def _next(client: Client, referrals: list[Referral]) -> Referral | None:
    """What may come up; at acute risk only what serves it."""
    return next((referral for referral in in_order(referrals) if may_be_asked(client, referral)), None)
