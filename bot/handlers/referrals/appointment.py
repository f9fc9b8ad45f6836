"""The day of an appointment: tapped, typed, or not known yet."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.handlers.referrals import follow_up, progress
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.referrals import appointment as wording
from referrals.client import Client
from referrals.grammar import Trouble, When, read_when
from referrals.lifecycle import Report
from referrals.model import Referral, Role, Step


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """A tap on one of the days offered."""
    waiting = turn.question(follow_up.WHEN)
    day = turn.said.arguments[1] if len(turn.said.arguments) > 1 else ""
    found = _about(turn, waiting)
    if waiting is None or found is None or day not in waiting["offered"]:
        turn.refuse()
        return
    _book(turn, *found, When(date.fromisoformat(day)))


def typed(turn: Turn, waiting: dict[str, Any]) -> None:
    """The day in words; the card that asked for it shrinks, and the answer stands below."""
    when = read_when(turn.said.text, turn.now, turn.member.zone, turn.member.language)
    found = _about(turn, waiting)
    if found is None:
        turn.settle_question()
        turn.say(trouble.gone())
    elif isinstance(when, Trouble):
        turn.say(wording.not_a_date(when))
    else:
        client, referral = found
        turn.rewrite(waiting["card"], wording.answered_below(client.code, referral))
        _book(turn, client, referral, when)


def left_open(turn: Turn, client: Client, referral: Referral, change_id: int) -> None:
    """The day is not known yet: the referral stays booked without one."""
    planned = turn.work.nudges.planned(turn.member.id, client.id)
    turn.edit(wording.left_open(client.code, referral, planned, change_id, turn.member.zone))


def _book(turn: Turn, client: Client, referral: Referral, when: When) -> None:
    turn.settle_question()
    at, timed = progress.instant(turn, when)
    progress.take_report(turn, client, referral, Report(Step.BOOKED, at, timed))


def _about(turn: Turn, waiting: dict[str, Any] | None) -> tuple[Client, Referral] | None:
    """The client and the referral the question is about, while that referral is open."""
    referral = turn.caseload.referral(waiting["referral"]) if waiting else None
    client = turn.caseload.client_by_id(referral.client_id) if referral else None
    return (client, referral) if referral and client and referral.open else None
