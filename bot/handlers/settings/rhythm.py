"""The lead of a brief, the length of a session, the most messages a day: each by tap, of a few."""

from __future__ import annotations

from bot.handlers.changing import replan_all
from bot.turn import Turn
from bot.wording.settings import rhythm as wording
from bot.wording.settings.taps import Setting

COLUMNS = {Setting.LEAD: "lead_minutes", Setting.LENGTH: "session_minutes", Setting.CEILING: "ceiling"}
_MINUTE = 60  # seconds


def page(turn: Turn, which: Setting) -> None:
    turn.edit(wording.page(which, _now(turn, which)))


def chosen(turn: Turn, which: Setting) -> None:
    """The tap names the value; only those that were offered are taken."""
    value = turn.said.id(1)
    if value not in wording.CHOICES[which]:
        turn.refuse()
        return
    if value != _now(turn, which):
        turn.work.people.set_rhythm(turn.member.id, **{COLUMNS[which]: value})
        replan_all(turn)
    page(turn, which)


def _now(turn: Turn, which: Setting) -> int:
    habits = turn.member.habits
    if which is Setting.CEILING:
        return habits.ceiling
    length = habits.lead if which is Setting.LEAD else habits.session_length
    return int(length.total_seconds()) // _MINUTE
