"""Whether she keeps the public holidays of the practice's region."""

from __future__ import annotations

from bot.handlers.changing import replan_all
from bot.turn import Turn
from bot.wording.language import spoken
from bot.wording.settings import holidays as wording
from referrals.days_off import known_region, next_holiday


def page(turn: Turn) -> None:
    region, following = coming(turn)
    turn.edit(wording.page(region, following, turn.member.habits.off.region is not None))


def chosen(turn: Turn) -> None:
    """The tap says which; without a region there is nothing to choose."""
    word = turn.said.arguments[1]
    if word not in {wording.KEPT, wording.NOT_KEPT} or coming(turn)[0] is None:
        turn.refuse()
        return
    keeps = word == wording.KEPT
    if keeps is not (turn.member.habits.off.region is not None):
        turn.work.people.set_rhythm(turn.member.id, keeps_holidays=keeps)
        replan_all(turn)
    page(turn)


def coming(turn: Turn) -> tuple[str | None, wording.Holiday | None]:
    """The region whose public holidays are the practice's, None where it named none that is known; and the next one."""
    practice = turn.work.people.practice()
    region = (practice.holidays or practice.region) if practice else None
    if region is None or not known_region(region):
        return None, None
    return region, next_holiday(region, turn.member.hours.local_date(turn.now), spoken())
