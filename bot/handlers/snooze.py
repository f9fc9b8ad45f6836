"""Putting a question off: to the next session, tomorrow, next week, a date. The client's own dates stay as they are.

Serves clinical rule "attention". Event of a referral: `put_off`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot import bundles
from bot.handlers.changing import close_questions, replan_all, settle
from bot.turn import Turn, allows
from bot.wording import bundles as bundle_wording
from bot.wording import snooze as wording
from bot.wording import trouble
from bot.wording.bundles import Item
from bot.wording.referrals import days
from bot.wording.snooze import When
from referrals.client import Client
from referrals.grammar import Trouble, read_when
from referrals.lifecycle import put_off
from referrals.model import Role
from referrals.sessions import local_instant, next_session
from referrals.timing import QUESTIONS

DATE = "put_off_date"


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A message with questions that still wait: `shown` is all there is in it, `asked` what can be put off."""

    nudge_id: int
    shown: list[Item]
    asked: list[Item]
    clients: dict[int, Client]

    @property
    def offered(self) -> frozenset[When]:
        """At acute risk tomorrow is the latest (clinical rule "acute"); without sessions there is no next one."""
        if any(client.safety.acute for client in self.clients.values()):
            return frozenset({When.TOMORROW})
        sessions = {When.SESSION} if all(client.sessions for client in self.clients.values()) else set()
        return frozenset({When.TOMORROW, When.WEEK, When.DATE, *sessions})


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """[Later], and then when. It concerns all questions of the message that still wait."""
    waiting, when = _waiting(turn, turn.said.id()), _when(turn)
    if waiting is None or (when is not None and when is not When.BACK and when not in waiting.offered):
        turn.refuse()
    elif when is None:
        turn.edit(wording.ask(waiting.nudge_id, waiting.asked, waiting.offered))
    elif when is When.BACK:
        turn.settle_question(nudge=waiting.nudge_id)
        turn.edit(bundle_wording.message(waiting.shown, turn.now, turn.member.zone))
    elif when is When.DATE:
        turn.ask(DATE, wording.ask_date(waiting.nudge_id, waiting.asked), nudge=waiting.nudge_id)
    else:
        _put_off(turn, waiting, _until(turn, when))


def typed(turn: Turn, data: dict[str, Any]) -> None:
    """The date in words; the card that asked for it shrinks, and the answer stands below."""
    when = read_when(turn.said.text, turn.now, turn.member.zone, turn.member.language)
    waiting = _waiting(turn, data["nudge"])
    if waiting is None or When.DATE not in waiting.offered:
        turn.settle_question()
        turn.say(trouble.gone())
    elif isinstance(when, Trouble):
        turn.say(days.not_a_day(when))
    else:
        turn.settle_question()
        _put_off(turn, waiting, _opens(turn, when.on))
        turn.rewrite(data["card"], wording.answered_below(waiting.asked))


def _put_off(turn: Turn, waiting: _Waiting, until: datetime | None) -> None:
    for item in waiting.asked:
        turn.work.nudges.answered(item.nudge_id)
        later = until or _session_after(turn, waiting.clients[item.client_id])
        kept = put_off(item.referral, later)
        # At a session it is raised as ever; on a day of hers it comes whether there is a session or not.
        turn.caseload.save(kept if until else replace(kept, remind_at=None), "put_off", turn.now)
    for item in waiting.asked:
        close_questions(turn, item.referral)
    change_id = settle(turn, next(iter(waiting.clients.values()))).change_id
    replan_all(turn)
    turn.below = len(waiting.shown) > len(waiting.asked)
    turn.edit(wording.put_off(waiting.asked, until, change_id, turn.member.zone))
    if turn.below:
        bundles.refresh_around(turn, waiting.nudge_id)


def _waiting(turn: Turn, nudge_id: int) -> _Waiting | None:
    question = turn.work.nudges.asked(turn.member.id, nudge_id)
    together = turn.work.nudges.in_message(turn.member.id, question.outbox_id or 0) if question else []
    shown = bundles.items_of(turn.caseload, together)
    asked = [item for item in shown if item.asks and item.kind in QUESTIONS and item.referral.open]
    clients = {item.client_id: turn.caseload.client_by_id(item.client_id) for item in asked}
    known = {number: client for number, client in clients.items() if client is not None}
    return _Waiting(nudge_id, shown, asked, known) if asked else None


def _until(turn: Turn, when: When) -> datetime | None:
    """The instant (UTC) a choice stands for, None for each client's own next session."""
    today = turn.member.hours.local_date(turn.now)
    match when:
        case When.TOMORROW:
            return turn.member.hours.next_morning(turn.now)
        case When.WEEK:
            return _opens(turn, today + timedelta(days=7 - today.weekday()))
        case _:
            return None


def _opens(turn: Turn, on: date) -> datetime:
    return turn.member.hours.next_open(max(local_instant(on, time(), turn.member.zone), turn.now))


def _session_after(turn: Turn, client: Client) -> datetime:
    session_at = next_session(client.sessions, turn.now) if client.sessions else None
    return session_at or turn.member.hours.next_morning(turn.now)


def _when(turn: Turn) -> When | None:
    try:
        return When(turn.said.arguments[1])
    except (IndexError, ValueError):
        return None
