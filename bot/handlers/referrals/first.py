"""What comes first: by the therapist's judgement, by the client's own wish. Danger stays before both.

In a client's history: "put_first" with "because" (a `FirstBecause`), "usual_order", "wished".
"""

from __future__ import annotations

from dataclasses import replace

from bot.handlers.changing import settle
from bot.handlers.referrals import finding
from bot.handlers.risk import danger
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.referrals import first as wording
from referrals.client import Client
from referrals.danger import may_be_danger
from referrals.grammar import Wants
from referrals.model import FirstBecause, Referral, Role

FIRST = "first"
USUAL = "usual"


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """Asks why, takes the answer, or goes back to the usual order."""
    said = turn.said.arguments[1] if len(turn.said.arguments) > 1 else None
    if said == USUAL:
        _usual(turn)
    elif said is not None:
        _put_first(turn, said)
    elif (found := finding.still_open(turn)) is not None:
        client, referral = found
        others_first = any(one.first_at for one in _open_ones(turn, client))
        turn.ask(FIRST, wording.ask(client.code, referral, someone_first=others_first), referral=referral.id)


def wants_line(turn: Turn, command: Wants, client: Client | None) -> None:
    """`C7 wants housing`: the client's own order; a service not recommended yet is offered to be logged."""
    if client is None:
        turn.say(trouble.no_such_client(command.code))
        return
    fitting = finding.named(_open_ones(turn, client), command.service)
    if not fitting:
        # Not every wish is for a service: "wants to die" is not offered to be logged as one.
        if may_be_danger(command.service):
            turn.say(danger.not_understood(turn, client.code))
        else:
            turn.say(wording.wish_not_open(client.code, command.service))
        return
    found = finding.the_one(turn, client, fitting)
    if found is not None:
        wish(turn, *found)


def wish(turn: Turn, client: Client, referral: Referral) -> None:
    """The client's own wish, which stands after danger, the therapist's choice and what steadies."""
    turn.caseload.save(replace(referral, wished_at=turn.now), "wished", turn.now)
    settled = settle(turn, client)
    turn.edit(wording.wished(client.code, referral, _open_ones(turn, client), settled.change_id))


def _put_first(turn: Turn, why: str) -> None:
    asked = finding.asked(turn, FIRST)
    if asked is None:
        return
    client, referral, _ = asked
    if not referral.open or why not in list(FirstBecause):
        turn.refuse()
        return
    because = FirstBecause(why)
    changed = replace(referral, first_at=turn.now, first_because=because)
    turn.settle_question()
    turn.caseload.save(changed, "put_first", turn.now, {"because": because.value})
    settled = settle(turn, client)
    turn.edit(wording.put_first(client.code, changed, _open_ones(turn, client), settled.change_id))


def _usual(turn: Turn) -> None:
    found = finding.workable(turn)
    first = [one for one in _open_ones(turn, found[0]) if one.first_at] if found else []
    if found is None or not first:
        turn.refuse()
        return
    client, referral = found
    for one in first:
        turn.caseload.save(replace(one, first_at=None, first_because=None), "usual_order", turn.now)
    finding.leave(turn, referral)
    settled = settle(turn, client)
    turn.edit(wording.usual(client.code, referral, _open_ones(turn, client), settled.change_id))


def _open_ones(turn: Turn, client: Client) -> list[Referral]:
    return [one for one in turn.caseload.referrals(client.id) if one.open]
