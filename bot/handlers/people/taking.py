"""[Take over] or [Not now]: a colleague's clients, all at once or none."""

from __future__ import annotations

from bot.people.handing_over import hand_over, tell_giver
from bot.people.leaving import leave
from bot.people.telling import tell, tell_chat
from bot.turn import Turn, allows
from bot.wording.people import handover as wording
from bot.wording.people import leaving
from referrals.model import Role
from storage.handover import Proposal
from storage.person import Person


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """Only who was asked, and only while the wish stands: two cannot take the same."""
    handovers, me = turn.work.handovers, turn.member.id
    # Her who asked first, then what she asked: so she locks them herself when she withdraws it.
    asked = next((one for one in handovers.asked_of(me) if one.id == turn.said.id()), None)
    giver = turn.work.members.fresh(asked.from_id) if asked else None
    proposal = handovers.one_for(me, asked.id) if asked else None
    said = turn.said.arguments[1:2]
    if proposal is None or giver is None or said not in {(wording.YES,), (wording.NO,)}:
        turn.refuse()
    elif said == (wording.NO,):
        turn.work.handovers.declined(turn.member.id, proposal.id, turn.now)
        tell(turn.work, giver, lambda: wording.declined(turn.member.called), turn.now)
        turn.edit(wording.not_now(giver.called))
    elif not turn.work.handovers.load(giver.id).clients:
        turn.refuse()
    elif proposal.leaves and turn.work.members.is_only_administrator(giver.id):
        turn.refused = True
        turn.toast = wording.cannot_leave()
    else:
        _take(turn, proposal, giver)


def _take(turn: Turn, proposal: Proposal, giver: Person) -> None:
    turn.edit(wording.taken_over(giver.called))
    turn.work.handovers.agreed(turn.member.id, proposal.id, turn.now)
    moved = hand_over(turn.work, giver, turn.member, turn.now)
    if proposal.leaves:
        leave(turn.work, giver, turn.now)
        turn.menus[giver.telegram_id] = None
    tell_giver(turn.work, giver, turn.member, moved, turn.now)  # after what waited for her chat was called back
    if proposal.leaves:
        tell_chat(turn.work, giver.telegram_id, giver.language, leaving.left, turn.now)
