"""Where everything stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.handlers import client as client_pages
from bot.turn import Turn, allows
from bot.wording import status as wording
from bot.wording.status import Counts, Line
from referrals.client import Client
from referrals.model import Referral, Role, State
from referrals.order import in_order
from referrals.sessions import next_session

_LOOKING_BACK = timedelta(days=90)
_WEEK = timedelta(days=7)


@allows(Role.THERAPIST)
def status(turn: Turn) -> None:
    """`/status`, or `/status C7` for one client."""
    if turn.said.arguments:
        client_pages.page(turn)
        return
    clients = turn.caseload.clients()
    referrals = turn.caseload.every_referral()
    lines = _lines(clients, referrals, turn.now)
    turn.say(
        wording.overview(
            _counts(referrals, lines, turn.now), lines, _last(clients, referrals), turn.now, turn.member.zone
        )
    )


def _lines(clients: Sequence[Client], referrals: Iterable[Referral], now: datetime) -> list[Line]:
    """One line a client, the one with the most pressing next referral first; then those with nothing open, by code."""
    open_ones: defaultdict[int, list[Referral]] = defaultdict(list)
    for referral in referrals:
        if referral.open:
            open_ones[referral.client_id].append(referral)
    firsts = {client_id: in_order(mine)[0] for client_id, mine in open_ones.items()}
    need = {referral.client_id: place for place, referral in enumerate(in_order(firsts.values()))}
    by_need = sorted(clients, key=lambda client: (need.get(client.id, len(need)), client.code))
    return [
        Line(
            client,
            firsts.get(client.id),
            len(open_ones[client.id]),
            next_session(client.sessions, now) if client.sessions else None,
        )
        for client in by_need
    ]


def _counts(referrals: Sequence[Referral], lines: Sequence[Line], now: datetime) -> Counts:
    recent = [referral for referral in referrals if referral.created_at > now - _LOOKING_BACK]
    return Counts(
        open=sum(referral.open for referral in referrals),
        booked=sum(referral.state is State.SCHEDULED for referral in referrals),
        on_hold=sum(referral.state is State.ON_HOLD for referral in referrals),
        sessions_this_week=sum(line.session_at is not None and line.session_at <= now + _WEEK for line in lines),
        logged=len(recent),
        went=sum(referral.state is State.FULFILLED for referral in recent),
    )


def _last(clients: Sequence[Client], referrals: Iterable[Referral]) -> tuple[str, Referral] | None:
    codes = {client.id: client.code for client in clients}
    ended = [referral for referral in referrals if not referral.open]
    newest = max(ended, key=lambda referral: (referral.moved_at, referral.id), default=None)
    return (codes[newest.client_id], newest) if newest else None
