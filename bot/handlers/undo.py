"""Taking back the last change, by tap or by command."""

from __future__ import annotations

from bot.handlers.changing import replan_all
from bot.turn import Turn, allows, answer
from bot.wording import trouble
from referrals.model import Role
from storage.changes import Undone


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """The Undo button of one card."""
    _undo(turn, turn.said.id())


@allows(Role.THERAPIST)
def last(turn: Turn) -> None:
    """`/undo`: the newest change that still stands."""
    _undo(turn, turn.work.changes.newest(turn.member.id) or 0)


def _undo(turn: Turn, change_id: int) -> None:
    result, client_id = turn.work.changes.undo(turn.member.id, change_id, turn.now)
    client = turn.caseload.client_by_id(client_id) if client_id else None
    if result is Undone.RESTORED:
        replan_all(turn)  # one change may have been about several clients
    if result is Undone.RESTORED:
        turn.settle_question(change=change_id)  # what it asked about is not so any more
    card = trouble.undone(result, client.code if client else None)
    if result is Undone.RESTORED:
        turn.edit(card)
    else:
        answer(turn, card)
