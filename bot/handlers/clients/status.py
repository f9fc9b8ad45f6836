"""Where everything stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta

from bot.handlers.clients import client as client_pages
from bot.turn import Turn, allows
from bot.wording.clients import status as wording
from bot.wording.clients.status import Counts, Line
from referrals.asking import may_be_asked
from referrals.client import Client
from referrals.lifecycle import Ending
from referrals.model import Referral, Role, State
from referrals.order import by_client, in_order
from referrals.risk import Risk
from referrals.sessions import local_instant, next_session, sessions_within
from referrals.stalled import has_stalled

_LOOKING_BACK = timedelta(days=90)
_WEEK = timedelta(days=7)
_NEED = {Risk.ACUTE: 0, Risk.ELEVATED: 1, Risk.NONE_LOGGED: 2}


@allows(Role.THERAPIST)
def status(turn: Turn) -> None:
    """`/status`, or `/status C7` for one client."""
    if turn.said.arguments:
        client_pages.page(turn)
        return
    caseload = turn.caseload
    clients = [client for client in caseload.clients() if client.active]
    referrals = caseload.every_referral()
    of_each = by_client(referrals)
    lines = _lines(clients, of_each, turn.now)
    known = caseload.every_known()
    stalled = sum(has_stalled(one, of_each[one.id], known[one.id], turn.now, turn.member.zone) for one in clients)
    counts = _counts(referrals, lines, stalled, turn)
    turn.say(wording.overview(counts, lines, _last(clients, referrals), turn.now, turn.member.zone))


def _lines(clients: Sequence[Client], of_each: Mapping[int, Sequence[Referral]], now: datetime) -> list[Line]:
    """One line a client: at risk first, then the most pressing next referral; then those with nothing open, by code."""
    open_ones = {client.id: [r for r in of_each[client.id] if r.open] for client in clients}
    going = {number: [r for r in in_order(mine) if not r.held] for number, mine in open_ones.items()}
    may_come_up = {client.id: [r for r in going[client.id] if may_be_asked(client, r)] for client in clients}
    firsts = {number: mine[0] for number, mine in may_come_up.items() if mine}
    need = {referral.client_id: place for place, referral in enumerate(in_order(firsts.values()))}
    by_need = sorted(
        clients,
        key=lambda client: (_NEED[client.safety.level], need.get(client.id, len(need)), client.code),
    )
    return [
        Line(
            client,
            firsts.get(client.id),
            len(going[client.id]),
            len(open_ones[client.id]) - len(going[client.id]),
            next_session(client.sessions, now) if client.sessions else None,
        )
        for client in by_need
    ]


def _counts(referrals: Sequence[Referral], lines: Sequence[Line], stalled: int, turn: Turn) -> Counts:
    """What rests, or ended with the client's death, is not counted as recommended and not followed."""
    now = turn.now
    recent = [
        r for r in referrals if r.created_at > now - _LOOKING_BACK and not r.held and r.ended_because != Ending.DIED
    ]
    return Counts(
        open=sum(referral.open and not referral.held for referral in referrals),
        booked=sum(referral.state is State.SCHEDULED for referral in referrals),
        on_hold=sum(referral.held for referral in referrals),
        stalled=stalled,
        sessions_this_week=_this_week((line.client for line in lines), turn),
        logged=len(recent),
        went=sum(referral.state is State.FULFILLED for referral in recent),
    )


def _this_week(clients: Iterable[Client], turn: Turn) -> int:
    """How many sessions the week has, Monday to Sunday, in which the speaker now is."""
    today = turn.member.hours.local_date(turn.now)
    monday = today - timedelta(days=today.weekday())
    start, end = (local_instant(day, time(), turn.member.zone) for day in (monday, monday + _WEEK))
    return sum(len(sessions_within(client.sessions, start, end)) for client in clients if client.sessions)


def _last(clients: Sequence[Client], referrals: Iterable[Referral]) -> tuple[str, Referral] | None:
    codes = {client.id: client.code for client in clients}
    ended = [referral for referral in referrals if not referral.open and referral.client_id in codes]
    newest = max(ended, key=lambda referral: (referral.moved_at, referral.id), default=None)
    return (codes[newest.client_id], newest) if newest else None
