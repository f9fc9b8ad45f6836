"""An if-then plan, in words. In a client's history: "plan", with "made" true or false."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.handlers.changing import settle
from bot.handlers.referrals import finding
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.referrals import plan as wording
from referrals.client import Client
from referrals.danger import may_be_danger
from referrals.model import Referral, Role
from referrals.plans import LONGEST, read_plan

PLAN = "plan"


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """Shows the plan, or asks for one."""
    found = finding.still_open(turn)
    if found is None:
        return
    client, referral = found
    word = turn.said.arguments[1] if len(turn.said.arguments) > 1 else "show"
    if word == "none" and referral.plan:
        finding.leave(turn, referral)
        _keep(turn, client, referral, None)
    elif word == "show" and referral.plan:
        turn.edit(wording.shown(client.code, referral))
    elif word in {"show", "new"}:
        turn.ask(PLAN, wording.ask(client.code, referral), referral=referral.id)
    else:
        turn.refuse()


def typed(turn: Turn, waiting: dict[str, Any]) -> None:
    """The plan in one line, or first its "if" and then its "then"; the card that asked shrinks."""
    found = finding.about(turn, waiting)
    if found is None:
        return
    client, referral = found
    when, then = read_plan(turn.said.text, waiting.get("when"))
    whole = wording.in_words(when, then or "…")
    if not referral.open:
        turn.settle_question()
        turn.say(trouble.gone())
    elif not when or then == "":
        turn.say(wording.not_a_plan())
    elif len(whole) > LONGEST:
        turn.say(wording.too_long())
    else:
        turn.rewrite(waiting["card"], wording.answered_below(client.code, referral))
        if then is None:
            turn.ask(PLAN, wording.ask_then(client.code, referral, when), referral=referral.id, when=when)
        else:
            turn.settle_question()
            _keep(turn, client, referral, whole)


def _keep(turn: Turn, client: Client, referral: Referral, plan: str | None) -> None:
    changed = replace(referral, plan=plan)
    turn.caseload.save(changed, "plan", turn.now, {"made": plan is not None})
    settled = settle(turn, client)
    danger = plan is not None and may_be_danger(plan)
    turn.edit(wording.kept(client, changed, settled.change_id, danger=danger))
