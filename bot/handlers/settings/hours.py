"""Working hours and days, by tap or typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

from bot.handlers.changing import replan_all
from bot.turn import Turn
from bot.wording.settings import hours as wording
from bot.wording.settings.taps import Setting
from referrals.grammar import read_hours
from referrals.hours import WorkingHours

SAID = "set_hours"


def page(turn: Turn) -> None:
    turn.ask(SAID, wording.page(turn.member.hours, True), setting=Setting.HOURS)


def chosen(turn: Turn) -> None:
    """One of those that were offered."""
    said = turn.said.arguments[1:]
    offered = next((choice for choice in wording.CHOICES if said == tuple(map(str, choice))), None)
    if offered is None:
        turn.refuse()
        return
    days, start, end = offered
    turn.settle_question(setting=Setting.HOURS)
    keep(turn, replace(turn.member.hours, days=frozenset(map(int, days)), start=time(start), end=time(end)))
    turn.edit(wording.page(turn.member.hours, False))


def typed(turn: Turn, waiting: dict[str, Any]) -> None:
    """The hours in words; the card that asked shrinks, and the answer stands below."""
    said = read_hours(turn.said.text, turn.member.hours)
    if said is None:
        turn.say(wording.unknown())
        return
    turn.settle_question()
    keep(turn, said)
    turn.say(wording.page(turn.member.hours, False))
    turn.rewrite(waiting["card"], wording.answered_below())


def keep(turn: Turn, hours: WorkingHours) -> None:
    if hours != turn.member.hours:
        turn.work.people.set_hours(turn.member.id, hours.days, hours.start, hours.end)
        replan_all(turn)
