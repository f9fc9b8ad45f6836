"""A day of hers, by tap or in words: when a place is expected, when to come back to a "not now".

In a client's history: "expected" and "revisit", each with "on" (a date).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from bot.handlers.changing import settle
from bot.handlers.referrals import finding, follow_up
from bot.turn import Turn, allows
from bot.wording import trouble
from bot.wording.referrals import days as wording
from bot.wording.referrals.days import Day
from referrals.client import Client
from referrals.grammar import Trouble, read_when
from referrals.model import Referral, Role, State
from referrals.timing import ask_after


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """So many months from today."""
    asked = finding.asked(turn, follow_up.DAY)
    if asked is None:
        return
    client, referral, waiting = asked
    which = Day(waiting["which"])
    if turn.said.id(1) not in wording.MONTHS[which] or not _waits_for(referral, which):
        turn.refuse()
        return
    _keep(turn, client, referral, which, _today(turn) + relativedelta(months=turn.said.id(1)))


def typed(turn: Turn, waiting: dict[str, Any]) -> None:
    """The day in words; the card that asked for it shrinks, and the answer stands below."""
    when = read_when(turn.said.text, turn.now, turn.member.zone, turn.member.language)
    found = finding.about(turn, waiting)
    if found is None:
        return
    client, referral = found
    which = Day(waiting["which"])
    if not _waits_for(referral, which):
        turn.settle_question()
        turn.say(trouble.gone())
    elif isinstance(when, Trouble):
        turn.say(wording.not_a_day(when))
    else:
        turn.rewrite(waiting["card"], wording.answered_below(client.code, referral))
        _keep(turn, client, referral, which, when.on)


def _keep(turn: Turn, client: Client, referral: Referral, which: Day, on: date) -> None:
    if which is Day.EXPECTED:
        changed = replace(referral, expected_on=on)
        if not referral.held:
            changed = replace(changed, next_check_at=ask_after(changed, turn.now))
    else:
        changed = replace(referral, revisit_on=on)
    turn.settle_question()
    turn.caseload.save(changed, which.value, turn.now, {"on": on.isoformat()})
    settled = settle(turn, client)
    turn.edit(wording.kept(client.code, changed, settled.planned, settled.change_id, turn.member.zone))


def _waits_for(referral: Referral, which: Day) -> bool:
    """Whether the referral still stands where the question found it."""
    state = referral.held_state if referral.held else referral.state
    return state is (State.WAITLISTED if which is Day.EXPECTED else State.DECLINED)


def _today(turn: Turn) -> date:
    return turn.member.hours.local_date(turn.now)
