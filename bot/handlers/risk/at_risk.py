"""A client at risk, seen as a whole: the card about her, and what a missed session or an unanswered look leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import alerts
from bot.handlers.changing import settle
from bot.turn import Turn
from bot.wording.card import Card
from bot.wording.referrals.referral import next_ask
from bot.wording.risk import looks
from bot.wording.risk import safety as wording
from bot.wording.risk.lines import Lines
from bot.wording.risk.safety import View
from referrals import safety as rules
from referrals.client import Client
from referrals.crisis_lines import lines_for
from referrals.lifecycle import hold
from referrals.model import Hold, Referral
from referrals.order import in_order, reduces_danger
from referrals.risk import Risk
from storage.history import Detail


def client_of(turn: Turn) -> Client | None:
    """The client a tap is about: one of the speaker's own, whose work goes on."""
    client = turn.caseload.client_by_id(turn.said.id())
    return client if client and client.active else None


def show(turn: Turn, client: Client, change_id: int | None = None, noted: Sequence[Referral] = ()) -> None:
    """The page of a client's safety, by what is logged."""
    turn.edit(page(turn, client, change_id, noted))


def page(turn: Turn, client: Client, change_id: int | None = None, noted: Sequence[Referral] = ()) -> Card:
    pages = {Risk.ACUTE: wording.acute, Risk.ELEVATED: wording.elevated, Risk.NONE_LOGGED: wording.nothing_logged}
    return pages[client.safety.level](replace(view(turn, client), noted=noted), change_id)


def view(turn: Turn, client: Client) -> View:
    """All that a card about the client's safety may say."""
    referrals = turn.caseload.referrals(client.id)
    open_ones = [referral for referral in in_order(referrals) if referral.open]
    unmarked = [r for r in open_ones if rules.can_suffice(r) and not r.sufficient]
    return View(
        client=client,
        lines=_lines(turn, client),
        options=rules.options(referrals),
        resting=rules.resting(referrals),
        would_rest=rules.rest_of(client, referrals),
        unmarked=sorted(unmarked, key=lambda referral: not reduces_danger(referral)),
        zone=turn.member.zone,
        off_tomorrow=turn.member.hours.off_tomorrow(turn.now),
        heard=alerts.heard_by(turn.work, client),
    )


def respond(turn: Turn, client: Client, event: str, detail: Detail | None = None) -> None:
    """Keeps a change of the client herself and shows her page with it."""
    turn.caseload.save_client(client, event, turn.now, detail)
    show(turn, client, settle(turn, client).change_id)


def procedure(turn: Turn) -> str | None:
    """What the practice does when a client at risk does not come or is not reached."""
    practice = turn.work.people.practice()
    return practice.missed_procedure if practice else None


def again_today(turn: Turn, client: Client) -> Client:
    """The client with the next look still today: she was not reached, so nothing was learnt of her."""
    first = rules.same_day(turn.member.hours, turn.now)
    return replace(client, check_at=min(client.check_at or first, first))


def missed_session(turn: Turn, client: Client, *, below: bool = False) -> None:
    """The client did not come (clinical rule "missed sessions"): at risk, a look the same day and the procedure.

    `below` says it as a message of its own, not over the card that was pressed.
    """
    if not client.safety.at_risk:
        turn.caseload.save_client(client, "missed_session", turn.now)
        settled = settle(turn, client)
        again = next_ask(settled.planned, turn.member.zone)
        turn.edit(looks.missed_without_risk(client, again, settled.change_id, turn.member.zone))
        return
    missed = again_today(turn, client)
    turn.caseload.save_client(missed, "missed_session", turn.now)
    change_id = settle(turn, missed).change_id
    card = looks.missed(missed, procedure(turn), alerts.heard_by(turn.work, missed), change_id, turn.member.zone)
    if below:
        turn.say(card)
    else:
        turn.edit(card)


def rest_longer(turn: Turn, client: Client, referral_id: int) -> None:
    """What came back goes on resting, and comes back no sooner than a week from now."""
    referral = turn.caseload.referral(referral_id)
    if referral is None or not referral.open:
        return
    rested = hold(referral, Hold.RISK, turn.now)
    turn.caseload.save(rested, "held", turn.now, {"why": Hold.RISK.value})
    later = _a_week_on(turn.now, turn, client)
    turn.caseload.save_client(later, "return_put_off", turn.now)
    turn.edit(looks.rests_longer(client.code, rested, settle(turn, later).change_id))


def _a_week_on(now: datetime, turn: Turn, client: Client) -> Client:
    return replace(client, safety=replace(client.safety, return_at=turn.member.hours.next_open(now + rules.A_WEEK)))


def _lines(turn: Turn, client: Client) -> Lines:
    practice = turn.work.people.practice()
    confirmed = practice is not None and practice.lines_confirmed_at is not None
    region = client.region or (practice.region if practice else None)
    return Lines(
        confirmed=confirmed,
        own=practice.own_line if practice and confirmed else None,
        region=region,
        known=lines_for(region, client.safety.kind) if confirmed else (),
        today=turn.member.hours.local_date(turn.now),
    )
