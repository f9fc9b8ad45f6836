"""Taking back the last change, by tap or by command."""

from __future__ import annotations

from bot import alerts, bundles
from bot.handlers.changing import replan_all
from bot.turn import Turn, allows, answer
from bot.wording import trouble
from bot.wording.card import Card
from bot.wording.clients.history import deed
from bot.wording.directory.named import name_of
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
    told = alerts.standing(turn.work, turn.member)
    deeds = _deeds(turn, change_id)  # read while what it made is there
    result, client_id = turn.work.changes.undo(turn.member.id, change_id, turn.now)
    if result is not Undone.RESTORED:
        turn.refused = True
        answer(turn, trouble.undone(result))
        return
    client = turn.caseload.client_by_id(client_id) if client_id else None
    card = trouble.taken_back(deeds, client.code if client else None)
    alerts.follow_undo(turn.work, turn.member, told, turn.now)
    replan_all(turn)  # one change may have been about several clients
    turn.settle_question(change=change_id)  # what it asked about is not so any more
    _show(turn, card, turn.work.nudges.ask_anew(turn.member.id, change_id))


def _deeds(turn: Turn, change_id: int) -> list[str]:
    done = turn.caseload.of_change(change_id)
    return [deed(one.kind, name_of(one.service) if one.service else None, one.detail) for one in done]


def _show(turn: Turn, undone: Card, asked_in: list[int]) -> None:
    """The questions that the change had answered stand open again, with their taps."""
    pressed = turn.work.outbox.sent_as(turn.said.chat_id, turn.said.message_id or 0) if turn.said.is_tap else None
    for outbox_id in asked_in:
        if pressed is None or outbox_id != pressed.id:
            bundles.refresh(turn, outbox_id)
    question = bundles.message_of(turn.work, turn.member, turn.caseload, pressed.id, turn.now) if pressed else None
    if pressed and question and pressed.id in asked_in:
        undone = Card(f"{undone.html}\n{question.html}", question.rows)
    turn.edit(undone)
