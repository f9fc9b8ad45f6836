"""What stands in the way, asked by tap, and what is worth doing about it. Serves clinical rule "barriers"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import N_, Phrases, _
from bot.wording.referrals.readiness import explore
from bot.wording.referrals.referral import BARRIERS, back, enough, heading, in_rows, next_ask, undo
from referrals.model import Barrier, Referral
from referrals.readiness import Approach, approach
from referrals.timing import Planned

SHORT = Phrases(
    {
        Barrier.COST: N_("Cost"),
        Barrier.TRANSPORT: N_("Transport, time"),
        Barrier.WAIT: N_("The wait"),
        Barrier.FEAR: N_("Fear, stigma"),
        Barrier.NO_NEED: N_("Sees no need"),
        Barrier.ALONE: N_("Handle it alone"),
        Barrier.SENT_AWAY: N_("Felt sent away"),
        Barrier.UNREACHABLE: N_("Not reached"),
        Barrier.NOT_ELIGIBLE: N_("Not eligible"),
        Barrier.NO_CAPACITY: N_("No capacity"),
        Barrier.LANGUAGE: N_("Language"),
    }
)
_A_ROW = 3


def ask(client_code: str, referral: Referral, change_id: int | None, not_ready: bool) -> Card:
    """`change_id` is the report the question follows, None where nothing was changed yet."""
    taps = [Button(label, encode(Action.BARRIER, referral.id, barrier)) for barrier, label in SHORT.items()]
    last = (enough(referral, change_id), undo(change_id) if change_id else back(referral))
    about = heading(client_code, referral)
    said = (
        _("{referral}: not ready yet. What stands in the way?", referral=about)
        if not_ready
        else _("{referral}: What stands in the way?", referral=about)
    )
    return Card(said, (*in_rows(taps, _A_ROW), last))


def noted(
    client_code: str,
    referral: Referral,
    planned: Sequence[Planned],
    change_id: int,
    zone: tzinfo,
    may_ask: bool,
    before: Referral | None = None,
) -> Card:
    """The barrier, and the one thing worth doing next; `may_ask` whether her number may be asked for again.

    `before` is the referral that is asked about before this one.
    """
    about = heading(client_code, referral)
    in_the_way = (
        _("{referral}: in the way, {barrier}.", referral=about, barrier=BARRIERS[referral.barrier])
        if referral.barrier
        else _("{referral}: in the way, nothing named.", referral=about)
    )
    said, taps = _next_step(referral, may_ask=may_ask)
    heard = Button(_("How was it heard?"), encode(Action.HEARD, referral.id))
    lines = [in_the_way, said, next_ask(planned, zone, referral, before)]
    rows = ((*taps, heard), (enough(referral, change_id), undo(change_id)))
    return Card("\n".join(filter(None, lines)), rows)


def _next_step(referral: Referral, may_ask: bool) -> tuple[str, tuple[Button, ...]]:
    plan = Button(_("If-then plan"), encode(Action.PLAN, referral.id))
    ready = Button(_("Readiness"), encode(Action.READY, referral.id))
    if referral.barrier is Barrier.SENT_AWAY:
        return _("Say first that you stay, and ask what it was like to hear."), ()
    match approach(referral):
        case Approach.ASK:
            asked = _("How likely is it, 0 to 10? Her own number says what to do next.")
            return (asked, (ready,)) if may_ask else ("", ())
        case Approach.EXPLORE:
            return explore(referral), ()
        case Approach.BARRIER | Approach.PLAN:
            said = _(
                "Ready {number}, and something in the way: an if-then plan helps most now.",
                number=referral.own_readiness,
            )
            return said, (plan,)
