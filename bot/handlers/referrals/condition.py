"""Proposing a condition of therapy. The decision itself is made together, in supervision, and not here.

Serves clinical rule "condition of therapy". Event: `condition_proposed`, for a referral.
"""

from __future__ import annotations

from dataclasses import replace

from bot.handlers.changing import settle
from bot.handlers.referrals import finding
from bot.handlers.supervision import conditions
from bot.turn import Turn, allows
from bot.wording.referrals import condition as wording
from referrals.client import RaisedFor
from referrals.model import Role
from referrals.supervisors import SupervisionKind, may_be_condition


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """What a condition is; or, by the second tap, the case for supervision. Never while risk is logged.

    Without a supervisor on the bot it may be recorded as the therapist reports it.
    """
    found = finding.still_open(turn)
    if found is None:
        return
    client, referral = found
    clinical = turn.work.supervising.supervisor_of(turn.member.id, SupervisionKind.CLINICAL)
    if not may_be_condition(client):
        turn.edit(wording.not_at_risk(client, referral, turn.member.zone))
    elif "report" in turn.said.arguments and clinical is None:
        conditions.report(turn, client, referral)
    elif "propose" not in turn.said.arguments:
        turn.edit(wording.ask(client, referral, clinical is not None))
    elif client.raised_for is RaisedFor.CONDITION and client.raised_at is not None:
        turn.toast = wording.proposed_already(client, client.raised_at, turn.member.zone)
    else:
        raised = replace(client, raised_at=turn.now, raised_for=RaisedFor.CONDITION)
        turn.caseload.save_client(raised, "raised", turn.now, {"for": RaisedFor.CONDITION.value})
        turn.caseload.save(referral, "condition_proposed", turn.now)
        turn.edit(wording.proposed(raised, referral, clinical is not None, settle(turn, raised).change_id))
