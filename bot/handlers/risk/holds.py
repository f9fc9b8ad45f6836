"""What would be enough for now, which danger a service reduces, and what rests while it is acute: by taps.

Serves clinical rules "acute" and "holds". Every tap says what is to be, so that a second press changes nothing.
"""

from __future__ import annotations

from dataclasses import replace

from bot.handlers.changing import close_questions, settle
from bot.handlers.risk import at_risk
from bot.turn import Turn, allows
from bot.wording.risk import holds as wording
from referrals import safety as rules
from referrals.client import Client
from referrals.lifecycle import hold, release
from referrals.model import Hold, Referral, Role
from referrals.order import in_order, reduces_danger
from referrals.risk import RiskKind


@allows(Role.THERAPIST)
def sufficient(turn: Turn) -> None:
    """The list of what may be marked, or one mark set or taken away."""
    client, referral = _about(turn)
    if client is None or (referral is None) is (len(turn.said.arguments) > 1):
        turn.refuse()
        return
    marked, change_id = turn.said.id(2) == 1, None
    if referral is not None and rules.can_suffice(referral) and referral.sufficient is not marked:
        changed = replace(referral, sufficient=marked)
        turn.caseload.save(changed, "sufficient", turn.now, {"marked": marked})
        change_id = settle(turn, client).change_id
    _show_marks(turn, client, change_id)


@allows(Role.THERAPIST)
def reduces(turn: Turn) -> None:
    """The question which danger a service reduces, or its answer."""
    referral = turn.caseload.referral(turn.said.id())
    client = turn.caseload.client_by_id(referral.client_id) if referral else None
    if referral is None or client is None or not referral.open:
        turn.refuse()
    elif len(turn.said.arguments) == 1:
        turn.edit(wording.which_danger(client, referral))
    else:
        _name_danger(turn, client, referral, turn.said.arguments[1])


@allows(Role.THERAPIST)
def resting(turn: Turn) -> None:
    """ "Let these rest", the list of what rests, or one referral's turn."""
    client, referral = _about(turn)
    if client is None or not client.safety.at_risk:
        turn.refuse()
    elif len(turn.said.arguments) == 1:
        _let_rest(turn, client)
    elif referral is None:
        turn.edit(wording.choose_holds(client, _may_rest(turn, client)))
    else:
        _hold_one(turn, client, referral, rest=turn.said.id(2) == 1)


def _about(turn: Turn) -> tuple[Client | None, Referral | None]:
    """The client and, if the tap names one, an open referral of hers."""
    client = at_risk.client_of(turn)
    referral = turn.caseload.referral(turn.said.id(1)) if client else None
    mine = referral is not None and client is not None and referral.client_id == client.id and referral.open
    return client, referral if mine else None


def _show_marks(turn: Turn, client: Client, change_id: int | None) -> None:
    open_ones = [r for r in in_order(turn.caseload.referrals(client.id)) if r.open and rules.can_suffice(r)]
    turn.edit(wording.mark_options(client, open_ones, change_id))


def _name_danger(turn: Turn, client: Client, referral: Referral, answer: str) -> None:
    known = {kind.value: kind for kind in RiskKind}
    if answer not in known and answer != "none":
        turn.refuse()
        return
    named, change_id = known.get(answer), None
    if named is not referral.reduces:
        changed = replace(referral, reduces=named)
        # What reduces the danger itself never rests because of it.
        changed = release(changed, turn.now) if named and changed.hold is Hold.RISK else changed
        turn.caseload.save(changed, "reduces", turn.now, {"kind": named.value if named else None})
        change_id = settle(turn, client).change_id
    _show_marks(turn, client, change_id)


def _let_rest(turn: Turn, client: Client) -> None:
    """The therapist confirms what rests: everything that neither reduces the danger nor was marked as enough."""
    for referral in rules.rest_of(client, turn.caseload.referrals(client.id)):
        _rest(turn, referral)
    at_risk.show(turn, client, settle(turn, client).change_id)


def _hold_one(turn: Turn, client: Client, referral: Referral, *, rest: bool) -> None:
    change_id = None
    if rest and not referral.held and client.safety.acute and not reduces_danger(referral):
        _rest(turn, referral)
        change_id = settle(turn, client).change_id
    elif not rest and referral.hold is Hold.RISK:
        turn.caseload.save(release(referral, turn.now), "returned", turn.now)
        change_id = settle(turn, client).change_id
    turn.edit(wording.choose_holds(client, _may_rest(turn, client), change_id))


def _rest(turn: Turn, referral: Referral) -> None:
    turn.caseload.save(hold(referral, Hold.RISK, turn.now), "held", turn.now, {"why": Hold.RISK.value})
    close_questions(turn, referral)


def _may_rest(turn: Turn, client: Client) -> list[Referral]:
    referrals = in_order(turn.caseload.referrals(client.id))
    return [r for r in referrals if r.open and (r.hold is Hold.RISK or (not r.held and not reduces_danger(r)))]
