"""Whether a legal hold forbids to erase anything, reflections included. Serves clinical rule "own data"."""

from __future__ import annotations

from bot.turn import Turn
from bot.wording.card import Card
from bot.wording.privacy import erasing as wording


def on_hold(turn: Turn) -> Card | None:
    """The sentence that says so, None where nothing is on hold."""
    practice = turn.work.people.practice()
    if practice is None or practice.hold_since is None:
        return None
    return wording.on_hold(practice.hold_since, turn.member.zone)
