"""The time zone, by tap or by the name of a city. Session times stay in the zone in which they were typed."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from bot.handlers.changing import replan_all
from bot.handlers.settings.said import zone_named, zone_typed
from bot.turn import Turn
from bot.wording import onboarding
from bot.wording.settings import zone as wording
from bot.wording.settings.taps import Setting

SAID = "set_zone"


def page(turn: Turn) -> None:
    turn.ask(SAID, wording.page(turn.member.zone, True), setting=Setting.ZONE)


def chosen(turn: Turn) -> None:
    zone = zone_named(turn.said.arguments[1])
    if zone is None:
        turn.refuse()
        return
    turn.settle_question(setting=Setting.ZONE)
    _keep(turn, zone)
    turn.edit(wording.page(turn.member.zone, False))


def typed(turn: Turn, waiting: dict[str, Any]) -> None:
    """A city in words; the card that asked shrinks, and the answer stands below."""
    zone = zone_typed(turn.said.text)
    if zone is None:
        turn.say(onboarding.zone_unknown(turn.said.text))
        return
    turn.settle_question()
    _keep(turn, zone)
    turn.say(wording.page(turn.member.zone, False))
    turn.rewrite(waiting["card"], wording.answered_below())


def _keep(turn: Turn, zone: ZoneInfo) -> None:
    if zone.key != turn.member.zone.key:
        turn.caseload.keep_days(turn.member.zone, zone)
        turn.work.people.set_zone(turn.member.id, zone)
        replan_all(turn)
