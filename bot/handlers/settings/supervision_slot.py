"""The slot with her own supervisor, typed, or none."""

from __future__ import annotations

from typing import Any

from bot.handlers.changing import replan_all
from bot.handlers.settings.said import slot_said
from bot.turn import Turn
from bot.wording import onboarding
from bot.wording.settings import supervision_slot as wording
from bot.wording.settings.taps import Setting
from referrals.sessions import SessionRule

SAID = "set_supervision"


def page(turn: Turn) -> None:
    turn.ask(SAID, wording.page(turn.member.habits.supervision, True), setting=Setting.SUPERVISION)


def chosen(turn: Turn) -> None:
    """The only tap says that there is none."""
    if turn.said.arguments[1:] != (wording.NONE,):
        turn.refuse()
        return
    turn.settle_question(setting=Setting.SUPERVISION)
    _keep(turn, None)
    turn.edit(wording.page(turn.member.habits.supervision, False))


def typed(turn: Turn, waiting: dict[str, Any]) -> None:
    """A day and a time in words; the card that asked shrinks, and the answer stands below."""
    rule = slot_said(turn)
    if rule is None:
        turn.say(onboarding.supervision_unknown())
        return
    turn.settle_question()
    _keep(turn, rule)
    turn.say(wording.page(turn.member.habits.supervision, False))
    turn.rewrite(waiting["card"], wording.answered_below())


def _keep(turn: Turn, rule: SessionRule | None) -> None:
    if rule != turn.member.habits.supervision:
        turn.work.people.set_supervision(turn.member.id, rule)
        replan_all(turn)
