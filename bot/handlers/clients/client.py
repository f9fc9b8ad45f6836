"""Looking at one client, and at all of them."""

from __future__ import annotations

from dataclasses import replace

from bot.handlers.changing import settle
from bot.handlers.risk import at_risk
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.card import Card
from bot.wording.clients import client as wording
from bot.wording.clients import goodbye, raising
from referrals.client import Client, RaisedFor
from referrals.codes import parse_code
from referrals.lifecycle import Ending
from referrals.model import Role
from referrals.order import in_order
from referrals.safety import next_check
from referrals.sessions import next_session

LOAD = "load"  # raised after the load check
_OFF = "off"
_ON_PAGE = "page"


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
    clients = turn.caseload.clients()
    comes = [(client, next_session(client.sessions, turn.now) if client.sessions else None) for client in clients]
    turn.say(wording.listing(comes, turn.member.zone))


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """A tap on a code: in a list it opens a page below, elsewhere it comes back to the page in place."""
    client = turn.caseload.client_by_id(turn.said.id())
    if client is None:
        turn.refuse()
    elif wording.NEW in turn.said.arguments:
        turn.say(card_of(turn, client))
    else:
        turn.edit(card_of(turn, client, whole=wording.WHOLE in turn.said.arguments))


def show(turn: Turn, code: str) -> None:
    """A client's page by code: `C7` alone."""
    client = turn.caseload.client(code)
    if client is None:
        turn.say(trouble.no_such_client(code))
    else:
        show_page(turn, client)


def show_page(turn: Turn, client: Client, change_id: int | None = None) -> None:
    """The page in place of the card pressed, or as a new message; with Undo where it answers a change."""
    turn.edit(card_of(turn, client, change_id))


def card_of(turn: Turn, client: Client, change_id: int | None = None, *, whole: bool = False) -> Card:
    """The client's page. At acute risk that is the page of her safety, unless the `whole` of the others is wanted."""
    if client.active and client.safety.acute and not whole:
        return at_risk.page(turn, client, change_id)
    everything = turn.caseload.referrals(client.id)
    open_ones = in_order(r for r in everything if r.open)
    shown = wording.Page(
        client=client,
        open_ones=[r for r in open_ones if not r.held],
        held=[r for r in open_ones if r.held],
        ended=sorted((r for r in everything if not r.open), key=lambda r: r.moved_at, reverse=True),
        planned=turn.work.nudges.planned(turn.member.id, client.id),
        now=turn.now,
        zone=turn.member.zone,
        change_id=change_id,
    )
    return wording.page(shown) if client.active else goodbye.closed(shown)


@allows(Role.THERAPIST)
def take_up(turn: Turn) -> None:
    """The work goes on after all. What ended with it stays ended until it is brought back one by one."""
    client = turn.caseload.client_by_id(turn.said.id())
    if client is None or client.active:
        turn.refuse()
        return
    back = replace(client, closed_at=None, closed_because=None)
    back = replace(back, check_at=next_check(back, turn.member.hours, turn.now))
    turn.caseload.save_client(back, "taken_up", turn.now)
    ends = {Ending.PARTED, Ending.DIED}
    parted = [r for r in turn.caseload.referrals(client.id) if r.ended_because in ends]
    turn.edit(goodbye.taken_up(back, parted, settle(turn, back).change_id))


@allows(Role.THERAPIST)
def raise_for_supervision(turn: Turn) -> None:
    """A case for supervision, or not any more. The tap says which, so that a second press changes nothing."""
    client = turn.caseload.client_by_id(turn.said.id())
    if client is None:
        turn.refuse()
        return
    said, off = turn.said.arguments[1:], _OFF in turn.said.arguments
    if (client.raised_at is None) is off:
        turn.toast = raising.not_raised_already(client) if off else raising.raised_already(client)
        return
    because = None if off else RaisedFor.LOAD if LOAD in said else RaisedFor.BY_HAND
    changed = replace(client, raised_at=None if off else turn.now, raised_for=because, raised_line=None)
    turn.caseload.save_client(
        changed, "not_raised" if off else "raised", turn.now, {"for": because.value} if because else None
    )
    change_id = settle(turn, changed).change_id
    if _ON_PAGE in said:
        show_page(turn, changed, change_id)
    elif off:
        turn.edit(raising.not_raised(changed, change_id))
    else:
        turn.say(raising.raised(changed, bool(turn.work.supervising.supervisors(turn.member.id)), change_id))
