"""What stands in the way, by tap. In the history it stands as a report of a barrier."""

from __future__ import annotations

from bot.handlers.referrals import finding, follow_up, progress
from bot.turn import Turn, allows
from referrals.lifecycle import Report
from referrals.model import Barrier, Role, Step


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """Without a barrier in it the tap asks; with one it answers, once."""
    if len(turn.said.arguments) < 2:
        found = finding.still_open(turn)
        if found is not None:
            follow_up.ask_barrier(turn, *found, None, not_ready=False)
        return
    asked = finding.asked(turn, follow_up.BARRIER)
    if asked is None:
        return
    client, referral, _ = asked
    named = turn.said.arguments[1]
    if not referral.open or named not in list(Barrier):
        turn.refuse()
        return
    progress.take_report(turn, client, referral, Report(Step.BARRIER, barrier=Barrier(named)))
