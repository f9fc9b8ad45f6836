"""What every change of the practice's directory does: write it, keep an image for ten minutes, show what it was.

Services are in one directory for all, so a change of one is undone by who made it, beside the changes of her clients.
"""

from __future__ import annotations

from bot.turn import Turn
from bot.wording.directory import services as wording
from referrals.model import Service
from storage.changes import DIRECTORY


def tapped_service(turn: Turn) -> Service | None:
    """The service whose id the tap carries, None when there is none."""
    return turn.work.directory.service(turn.said.id())


def amended(turn: Turn, before: Service, after: Service) -> None:
    """Writes a service and shows its page, with what was before and a tap to put it back."""
    if before == after:
        answered_already(turn, before)
        return
    turn.work.directory.amend(after)
    turn.edit(wording.page(after, wording.changed(before, after), _recorded(turn)))


def added(turn: Turn, name: str) -> None:
    """Adds a service by its name, which is free, and shows its page."""
    service = turn.work.directory.add(name)
    turn.edit(wording.page(service, wording.added(service), _recorded(turn)))


def answered_already(turn: Turn, service: Service) -> None:
    """Nothing is different: over the button, the card with its Put back stays; in words, the page says it."""
    if turn.said.is_tap:
        turn.toast = wording.so_already()
    else:
        turn.say(wording.page(service))


def _recorded(turn: Turn) -> int:
    return turn.work.changes.record(turn.member.id, DIRECTORY, turn.now)
