"""Looking at one client, and at all of them."""

from __future__ import annotations

from bot.turn import Turn, allows
from bot.wording import client as wording
from bot.wording import trouble
from referrals.client import Client
from referrals.codes import parse_code
from referrals.model import Role
from referrals.order import in_order


@allows(Role.THERAPIST)
def page(turn: Turn) -> None:
    """`/client C7`"""
    code = parse_code(turn.said.arguments[0]) if turn.said.arguments else None
    if code is None:
        turn.say(wording.which_client())
    else:
        show(turn, code)


@allows(Role.THERAPIST)
def listing(turn: Turn) -> None:
    """`/clients`"""
    turn.say(wording.listing(turn.caseload.clients()))


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """A tap on a code in the list."""
    client = turn.caseload.client_by_id(turn.said.id())
    if client is None:
        turn.toast = trouble.stale_tap()
    else:
        _show(turn, client)


def show(turn: Turn, code: str) -> None:
    """A client's page by code: `C7` alone."""
    client = turn.caseload.client(code)
    if client is None:
        turn.say(trouble.no_such_client(code))
    else:
        _show(turn, client)


def _show(turn: Turn, client: Client) -> None:
    everything = turn.caseload.referrals(client.id)
    ended = sorted((r for r in everything if not r.open), key=lambda r: r.moved_at, reverse=True)
    planned = turn.work.nudges.planned(turn.member.id, client.id)
    turn.say(
        wording.page(client, in_order(r for r in everything if r.open), ended, planned, turn.now, turn.member.zone)
    )
