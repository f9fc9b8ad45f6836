"""The day's sessions, each with its one next referral. Serves clinical rules "order" and "holds"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from bot.turn import Turn, allows
from bot.wording.clients import today as wording
from bot.wording.clients.today import Session, ToCome
from bot.wording.language import spoken
from referrals.asking import may_be_asked
from referrals.client import Client, Hospital
from referrals.model import Referral, Role
from referrals.order import by_client, in_order
from referrals.sessions import local_instant, sessions_within


@allows(Role.THERAPIST)
def today(turn: Turn) -> None:
    """`/today`"""
    day = turn.member.hours.local_date(turn.now)
    midnight, end = (local_instant(date, time(), turn.member.zone) for date in (day, day + timedelta(days=1)))
    clients = turn.caseload.clients()
    comes = [
        (at, client)
        for client in clients
        if client.active and client.sessions and client.hospital is not Hospital.ADMITTED
        for at in sessions_within(client.sessions, midnight, end)
    ]
    referrals = by_client(turn.caseload.every_referral({client.id for _, client in comes}))
    sessions = [Session(at, client, _next(client, referrals[client.id])) for at, client in comes]
    sessions.sort(key=lambda session: (session.at, session.client.code))
    turn.say(wording.today(sessions, _to_come(clients, turn), _off(turn), turn.now, turn.member.zone))


def _to_come(clients: Iterable[Client], turn: Turn) -> list[ToCome]:
    """The messages of the rest of the day, each with whom it is about."""
    codes = {client.id: client.code for client in clients}
    day, found = turn.member.hours.local_date(turn.now), dict[datetime, list[str]]()
    for at, client_id in turn.work.nudges.to_come(turn.member.id):
        if turn.member.hours.local_date(at) == day and client_id in codes:
            found.setdefault(at, []).append(codes[client_id])
    return [ToCome(at, list(dict.fromkeys(about))) for at, about in found.items()]


def _off(turn: Turn) -> str | None:
    off, day = turn.member.habits.off, turn.member.hours.local_date(turn.now)
    if off.away is not None and off.away_on(day):
        return wording.away(off.away.until)
    return off.holiday(day, spoken())


def _next(client: Client, referrals: list[Referral]) -> Referral | None:
    """What may come up; at acute risk only what serves it."""
    return next((referral for referral in in_order(referrals) if may_be_asked(client, referral)), None)
