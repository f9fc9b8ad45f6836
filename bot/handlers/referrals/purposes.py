"""What a referral is for, by tap. In a client's history: "purposes", with each `Purpose` true or false."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.handlers.changing import settle
from bot.handlers.referrals import finding
from bot.turn import Turn, allows
from bot.wording.referrals import purposes as wording
from referrals.client import Client
from referrals.model import Purpose, Referral, Role
from referrals.order import in_order

PURPOSES = "purposes"


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """Opens the four; a tap on one of them turns it on or off; [Done] and [Next] keep what was chosen."""
    if len(turn.said.arguments) < 2:
        found = finding.still_open(turn)
        if found is not None:
            _ask(turn, *found, found[1].purposes)
        return
    asked = finding.asked(turn, PURPOSES)
    if asked is None:
        return
    client, referral, waiting = asked
    chosen = frozenset(map(Purpose, waiting["chosen"]))
    word, *onoff = turn.said.arguments[1:]
    if not referral.open:
        turn.refuse()
    elif word in list(Purpose) and onoff in (["on"], ["off"]):
        _ask(turn, client, referral, chosen | {Purpose(word)} if onoff == ["on"] else chosen - {Purpose(word)})
    elif word in {"done", "next"} and (chosen or not referral.purposes):
        _keep(turn, client, referral, chosen, go_on=word == "next")
    else:
        turn.refuse()


def _ask(
    turn: Turn,
    client: Client,
    referral: Referral,
    chosen: Iterable[Purpose],
    before: tuple[Referral, int] | None = None,
) -> None:
    """`before` is the referral whose purposes were kept just now, with the change that Undo takes back."""
    chosen = frozenset(chosen)
    card = wording.ask(client.code, referral, chosen, _next(turn, referral), before)
    turn.ask(PURPOSES, card, referral=referral.id, chosen=sorted(purpose.value for purpose in chosen))


def _keep(turn: Turn, client: Client, referral: Referral, chosen: frozenset[Purpose], *, go_on: bool) -> None:
    following = _next(turn, referral)
    changed = replace(referral, purposes=chosen)
    change_id = None
    turn.settle_question()
    if changed != referral:
        detail = {purpose.value: purpose in chosen for purpose in Purpose}
        turn.caseload.save(changed, "purposes", turn.now, detail)
        change_id = settle(turn, client).change_id
    if go_on and following is not None:
        _ask(turn, client, following, following.purposes, (changed, change_id) if change_id else None)
    else:
        turn.edit(wording.kept(client.code, changed, following, change_id))


def _next(turn: Turn, referral: Referral) -> Referral | None:
    """The next open referral of the client's that has no purpose yet."""
    others = in_order(turn.caseload.referrals(referral.client_id))
    return next((one for one in others if one.open and not one.purposes and one.id != referral.id), None)
