"""[Enough]: the follow-up questions end, and the card shrinks to what is known."""

from __future__ import annotations

from bot.handlers.referrals import appointment, finding, follow_up
from bot.turn import Turn, allows
from bot.wording.referrals import referral_page
from referrals.model import Role


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """Nothing is changed by it, save that nothing waits for an answer any more."""
    found = finding.tapped(turn)
    if found is None:
        turn.refuse()
        return
    client, referral = found
    booking = turn.question(follow_up.WHEN)
    finding.leave(turn, referral)
    if booking is not None and booking["referral"] == referral.id and referral.open:
        appointment.left_open(turn, client, referral, booking["change"])
        return
    planned = turn.work.nudges.planned(turn.member.id, client.id)
    change_id = turn.said.id(1) or None
    turn.edit(referral_page.line(client.code, referral, planned, change_id, turn.now, turn.member.zone))
