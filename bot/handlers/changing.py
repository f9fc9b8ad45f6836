"""What every change does besides itself: keep an image for Undo, plan the next messages, close what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import alerts, bundles
from bot.turn import Turn
from referrals.client import Client
from referrals.model import Referral
from referrals.stalled import stalled
from referrals.supervision import by_hand
from referrals.timing import Planned


@dataclass(frozen=True, slots=True)
class Settled:
    """`change_id` is what Undo takes back; `planned` what the bot will ask about the client from here on.

    `referrals` are all of the client's, as the change left them.
    """

    change_id: int
    planned: list[Planned]
    referrals: Sequence[Referral]


def settle(turn: Turn, client: Client) -> Settled:
    """Closes a change of one client. Called once a turn, after the last write."""
    client = _no_case_any_more(turn, client)
    change_id = turn.work.changes.record(turn.member.id, client.id, turn.now)
    turn.work.nudges.settled(change_id)
    alerts.follow(turn.work, turn.member, client, turn.now)
    planned, referrals = turn.work.nudges.replan_from(turn.caseload, client, turn.member.habits, turn.now)
    return Settled(change_id, planned, referrals)


def _no_case_any_more(turn: Turn, client: Client) -> Client:
    """What the bot brought to supervision because it had stalled is not brought any more once it moves."""
    current = turn.caseload.client_by_id(client.id) if client.raised_at is not None else None
    if current is None or current.raised_at is None or by_hand(current):
        return client
    referrals, known = turn.caseload.referrals(client.id), turn.caseload.known(client.id)
    if stalled(current, referrals, known, turn.now, turn.member.zone):
        return client
    moved = replace(current, raised_at=None, raised_for=None)
    turn.caseload.save_client(moved, "not_raised", turn.now)
    return moved


def replan_all(turn: Turn) -> None:
    """Plans the speaker's whole caseload anew, by her habits as they are now."""
    turn.person = turn.work.people.by_id(turn.member.id)
    turn.work.nudges.replan_all(turn.caseload, turn.member.habits, turn.now)


def close_questions(turn: Turn, referral: Referral) -> None:
    """A question answered elsewhere disappears: its card shrinks to a line, or loses its part of a message."""
    standing = turn.work.nudges.unanswered(turn.member.id, referral.id)
    for question in standing:
        turn.work.nudges.answered(question.id)
    for outbox_id in sorted({question.outbox_id for question in standing if question.outbox_id is not None}):
        bundles.refresh(turn, outbox_id)
