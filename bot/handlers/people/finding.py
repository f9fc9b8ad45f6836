"""Who could take over a caseload now."""

from __future__ import annotations

from bot.turn import Turn
from storage.person import Person


def able(turn: Turn, giver: Person) -> list[Person]:
    """The other therapists, without those who are away: whoever takes over is there from that moment.

    Nobody moves clients to herself: an administrator would read by it what is not hers.
    """
    others = (one for one in turn.work.members.therapists() if one.id not in {giver.id, turn.member.id})
    return [one for one in others if not one.habits.off.away_on(one.hours.local_date(turn.now))]
