"""The next supervision moved once, or left out; the slot itself stays as it is. Serves clinical rule "stalled"."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.handlers.changing import replan_all
from bot.handlers.supervision import page
from bot.turn import Turn
from bot.wording.referrals import days
from bot.wording.supervision import slot as wording
from referrals.grammar import Trouble, read_when
from referrals.sessions import local_instant, move_session, next_session

MOVE = "move_supervision"


def ask(turn: Turn) -> None:
    """When instead?"""
    meets_at = _next(turn)
    if meets_at is None:
        turn.refuse()
    else:
        turn.ask(MOVE, wording.ask(meets_at, turn.member.zone), meets_at=meets_at.isoformat())


def leave_out(turn: Turn) -> None:
    """No supervision this time."""
    waiting = turn.question(MOVE)
    if waiting is None:
        turn.refuse()
    else:
        turn.settle_question()
        _move(turn, datetime.fromisoformat(waiting["meets_at"]), None)
        page.show(turn)


def typed(turn: Turn, waiting: dict[str, Any]) -> None:
    """The new day and time in words."""
    when = read_when(turn.said.text, turn.now, turn.member.zone, turn.member.language)
    if isinstance(when, Trouble):
        turn.say(days.not_a_day(when))
    elif when.at is None:
        turn.say(wording.time_missing())
    else:
        turn.settle_question()
        _move(turn, datetime.fromisoformat(waiting["meets_at"]), local_instant(when.on, when.at, turn.member.zone))
        turn.rewrite(waiting["card"], wording.answered_below())
        page.show(turn)


def _move(turn: Turn, meets_at: datetime, to: datetime | None) -> None:
    rule = turn.member.habits.supervision
    if rule is not None:
        turn.work.people.set_supervision(turn.member.id, move_session(rule, meets_at, to, turn.now))
        replan_all(turn)


def _next(turn: Turn) -> datetime | None:
    rule = turn.member.habits.supervision
    return next_session(rule, turn.now) if rule else None
