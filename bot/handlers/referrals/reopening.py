"""A referral that ended, taken up again. In the history: "reopened"."""

from __future__ import annotations

from bot.handlers.changing import settle
from bot.handlers.referrals import finding
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.referrals import referral_page as wording
from referrals.client import Client
from referrals.grammar import Reopen
from referrals.lifecycle import reopen as taken_up
from referrals.model import Referral, Role


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    found = finding.workable(turn)
    if found is None:
        return
    if found[1].open or _open_besides(turn, found[1]):
        turn.refuse()
        return
    reopen(turn, *found)


def reopen_line(turn: Turn, command: Reopen) -> None:
    """`C7 reopen dbt`; without a service the only referral that ended is meant, else the bot asks."""
    client = turn.caseload.client(command.code)
    if client is None or not client.active:
        turn.say(trouble.no_such_client(command.code))
        return
    newest = finding.ended(turn.caseload.referrals(client.id))
    fitting = finding.named(newest, command.service) if command.service else newest
    if not fitting:
        turn.say(wording.nothing_to_reopen(client.code, newest))
        return
    found = finding.the_one(turn, client, fitting)
    if found is not None:
        reopen(turn, *found)


def reopen(turn: Turn, client: Client, referral: Referral) -> None:
    """Takes it up again, unless it is open, or its service is open for the client anew."""
    again = open_again(turn, referral)
    if again is None:
        turn.edit(wording.open_already(client.code, referral))
        return
    settled = settle(turn, client)
    turn.edit(wording.reopened(client.code, again, settled.planned, settled.change_id, turn.member.zone))


def open_again(turn: Turn, referral: Referral) -> Referral | None:
    """Takes it up and leaves the change to be settled; None, and no change, where it is open already."""
    if referral.open or _open_besides(turn, referral):
        return None
    again = taken_up(referral, turn.now)
    turn.caseload.save(again, "reopened", turn.now)
    return again


def _open_besides(turn: Turn, referral: Referral) -> bool:
    others = turn.caseload.referrals(referral.client_id)
    return any(one.open and one.service.id == referral.service.id and one.id != referral.id for one in others)
