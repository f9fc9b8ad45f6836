"""[Agenda as PDF]: her own cases, or those of her supervisees for a supervisor."""

from __future__ import annotations

from bot.cases import own_cases, seen_by
from bot.documents import Recipe
from bot.turn import Turn, allows
from bot.wording.supervision import paper as wording
from referrals.model import Role


@allows(Role.THERAPIST, Role.SUPERVISOR)
def tapped(turn: Turn) -> None:
    """Each gets what she may see anyway; whatever else a tap says changes nothing."""
    team = "team" in turn.said.arguments and Role.SUPERVISOR in turn.member.roles
    if team:
        count = len(seen_by(turn.work, turn.member, turn.now))
    else:
        count = len(own_cases(turn.member, turn.caseload, turn.now))
    if count:
        turn.say_document(Recipe.agenda(turn.member.id, team, turn.now, turn.member.zone, wording.caption(count)))
    else:
        turn.say(wording.nothing_to_print())
