"""How to say a recommendation, and how it was heard.

In a client's history: "heard" with "heard" (a `Heard`), and "repaired" with "heard" as it stands after the talk.
"""

from __future__ import annotations

from bot.handlers.changing import settle
from bot.handlers.referrals import finding
from bot.turn import Turn, allows
from bot.wording.referrals import framing as wording
from referrals.framing import heard_as, needs_repair
from referrals.model import Heard, Role

HEARD = "heard"
TALKED = "talked"


@allows(Role.THERAPIST)
def say_it(turn: Turn) -> None:
    """Words for it; after a rejection, words for the repair."""
    found = finding.still_open(turn)
    if found is not None:
        client, referral = found
        words = wording.repair if needs_repair(referral) else wording.say
        turn.edit(words(client.code, referral))


@allows(Role.THERAPIST)
def heard(turn: Turn) -> None:
    """Asks how it was heard, or takes the answer; after a rejection, whether it was talked about."""
    word = turn.said.arguments[1] if len(turn.said.arguments) > 1 else ""
    if word in list(Heard):
        _keep(turn, Heard(word))
        return
    found = finding.still_open(turn)
    if found is None:
        return
    client, referral = found
    if needs_repair(referral) and not word:
        turn.edit(wording.repair(client.code, referral))
    elif word in {"", TALKED} and needs_repair(referral) is (word == TALKED):
        card = wording.ask(client.code, referral, talked=word == TALKED)
        turn.ask(HEARD, card, referral=referral.id)
    else:
        turn.refuse()


def _keep(turn: Turn, how: Heard) -> None:
    asked = finding.asked(turn, HEARD)
    if asked is None:
        return
    client, referral, _ = asked
    repaired = needs_repair(referral)
    if not referral.open or (repaired and how is Heard.REJECTION):
        turn.refuse()
        return
    changed = heard_as(referral, how, client, turn.now)
    turn.settle_question()
    turn.caseload.save(changed, "repaired" if repaired else "heard", turn.now, {"heard": how.value})
    settled = settle(turn, client)
    turn.edit(
        wording.noted(client.code, changed, settled.planned, settled.change_id, turn.member.zone, talked=repaired)
    )
