"""A legal hold, by an administrator: what it means, then one tap, each way. Serves clinical rule "own data"."""

from __future__ import annotations

from bot.handlers.directory import practice as pages
from bot.turn import Turn, allows
from bot.wording.privacy import holding as wording
from referrals.model import Role


@allows(Role.ADMINISTRATOR)
def tapped(turn: Turn) -> None:
    """A card about the state before it, pressed late, changes nothing."""
    practice = turn.work.people.practice()
    match turn.said.arguments:
        case (wording.LEAVE,) if practice is not None:
            pages.show(turn)
        case (wording.BEGIN,) if practice is not None and practice.hold_since is None:
            turn.edit(wording.confirm_begin())
        case (wording.END,) if practice is not None and practice.hold_since is not None:
            turn.edit(wording.confirm_end(practice.hold_since, turn.member.zone))
        case (wording.BEGIN, wording.SURE) if practice is not None and practice.hold_since is None:
            turn.work.people.set_hold(True, turn.now, turn.member.id)
            pages.show(turn)
        case (wording.END, wording.SURE) if practice is not None and practice.hold_since is not None:
            turn.work.people.set_hold(False, turn.now)
            pages.show(turn)
        case _:
            turn.refuse()
