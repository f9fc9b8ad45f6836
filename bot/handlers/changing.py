"""What every change does besides itself: keep an image for Undo, plan the next messages, close what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from bot.turn import Turn
from bot.wording import nudges
from referrals.client import Client
from referrals.model import Referral
from referrals.timing import Planned


@dataclass(frozen=True, slots=True)
class Settled:
    """`change_id` is what Undo takes back; `planned` what the bot will ask about the client from here on."""

    change_id: int
    planned: list[Planned]


def settle(turn: Turn, client: Client) -> Settled:
    """Closes a change of one client. Called once a turn, after the last write."""
    change_id = turn.work.changes.record(turn.member.id, client.id, turn.now)
    return Settled(change_id, replan(turn, client))


def replan(turn: Turn, client: Client) -> list[Planned]:
    """Plans anew what to ask about a client of the speaker's."""
    return turn.work.nudges.replan(turn.caseload, client, turn.member.hours, turn.now)


def close_questions(turn: Turn, client: Client, referral: Referral) -> None:
    """A question answered elsewhere disappears: its card shrinks to a line."""
    for question in turn.work.nudges.unanswered(turn.member.id, referral.id):
        turn.work.nudges.answered(question.id)
        if question.outbox_id is not None:
            turn.rewrite(question.outbox_id, nudges.answered_elsewhere(client.code, referral))
