"""What stands in the way, asked by tap, and what is worth doing about it. Serves clinical rule "barriers"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.referrals.readiness import explore
from bot.wording.referrals.referral import BARRIERS, back, enough, heading, in_rows, next_ask, undo
from referrals.model import Barrier, Referral
from referrals.readiness import Approach, approach
from referrals.timing import Planned

SHORT = {
    Barrier.COST: "Cost",
    Barrier.TRANSPORT: "Transport, time",
    Barrier.WAIT: "The wait",
    Barrier.FEAR: "Fear, stigma",
    Barrier.NO_NEED: "Sees no need",
    Barrier.ALONE: "Handle it alone",
    Barrier.SENT_AWAY: "Felt sent away",
    Barrier.UNREACHABLE: "Not reached",
    Barrier.NOT_ELIGIBLE: "Not eligible",
    Barrier.NO_CAPACITY: "No capacity",
    Barrier.LANGUAGE: "Language",
}
_A_ROW = 3


def ask(client_code: str, referral: Referral, change_id: int | None, not_ready: bool) -> Card:
    """`change_id` is the report the question follows, None where nothing was changed yet."""
    taps = [Button(label, encode(Action.BARRIER, referral.id, barrier)) for barrier, label in SHORT.items()]
    last = (enough(referral, change_id), undo(change_id) if change_id else back(referral))
    said = "not ready yet. " if not_ready else ""
    return Card(f"{heading(client_code, referral)}: {said}What stands in the way?", (*in_rows(taps, _A_ROW), last))


def noted(
    client_code: str, referral: Referral, planned: Sequence[Planned], change_id: int, zone: tzinfo, may_ask: bool
) -> Card:
    """The barrier, and the one thing worth doing next; `may_ask` whether her number may be asked for again."""
    named = BARRIERS[referral.barrier] if referral.barrier else "nothing named"
    said, taps = _next_step(referral, may_ask=may_ask)
    heard = Button("How was it heard?", encode(Action.HEARD, referral.id))
    lines = [f"{heading(client_code, referral)}: in the way, {named}.", said, next_ask(planned, zone, referral)]
    rows = ((*taps, heard), (enough(referral, change_id), undo(change_id)))
    return Card("\n".join(filter(None, lines)), rows)


def _next_step(referral: Referral, may_ask: bool) -> tuple[str, tuple[Button, ...]]:
    plan = Button("If-then plan", encode(Action.PLAN, referral.id))
    ready = Button("Readiness", encode(Action.READY, referral.id))
    if referral.barrier is Barrier.SENT_AWAY:
        return "Say first that you stay, and ask what it was like to hear.", ()
    match approach(referral):
        case Approach.ASK:
            return (
                ("How likely is it, 0 to 10? Her own number says what to do next.", (ready,)) if may_ask else ("", ())
            )
        case Approach.EXPLORE:
            return explore(referral), ()
        case Approach.BARRIER | Approach.PLAN:
            own = referral.own_readiness
            return f"Ready {own}, and something in the way: an if-then plan helps most now.", (plan,)
