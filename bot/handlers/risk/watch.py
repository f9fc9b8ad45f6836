"""Whatever was typed, and however it was answered: where it may speak of danger, the danger line is said.

Serves clinical rule "danger line". It runs after every turn, within its transaction, so that no path can miss it.
"""

from __future__ import annotations

from bot.handlers.risk import danger
from bot.intake.updates import MARK
from bot.turn import Turn
from bot.wording.risk.risk import opens_with_danger
from referrals.danger import may_be_danger, without_names


def watch(turn: Turn, refused: str | None) -> None:
    """Says the danger line unless an answer of this turn began with it. Strangers hear nothing but their one line."""
    if turn.person is None or turn.said.is_tap:
        return
    if any(map(opens_with_danger, turn.cards)):
        return
    if (refused or "").endswith(MARK) or _speaks_of_danger(turn):
        turn.say(danger.beside(turn))


def _speaks_of_danger(turn: Turn) -> bool:
    """A service may be named after what it is for; its name alone says nothing of the client."""
    if not may_be_danger(turn.said.text):
        return False
    names = [name for service in turn.work.directory.services() for name in (service.name, *service.aliases)]
    return may_be_danger(without_names(turn.said.text, names))
