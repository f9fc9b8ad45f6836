"""All settings at a glance."""

from __future__ import annotations

from datetime import timedelta

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.settings import acute, holidays, language, pause, supervision_slot
from bot.wording.settings.holidays import Holiday
from bot.wording.settings.hours import hours
from bot.wording.settings.taps import Setting, opens
from bot.wording.settings.zone import zone_name
from bot.wording.text import bold, plain
from referrals.days_off import Away
from referrals.habits import Habits


def page(
    habits: Habits, region: str | None, following: Holiday | None, away: Away | None, tells: bool, caseload: bool
) -> Card:
    """One line each, and a tap. `away` is a pause that goes on or is to come, `tells` whether acute cases are told.

    Somebody without a `caseload` is asked nothing, and has only her hours and her zone.
    """
    own = habits.hours
    lines = [
        f"{bold('Hours')}: {hours(own.days, own.start, own.end)}",
        f"{bold('Time zone')}: {plain(zone_name(habits.zone.key))}",
        f"{bold('Language')}: {language.line()}",
    ]
    rows: list[tuple[Button, ...]] = [
        (opens(Setting.HOURS, "Hours"), opens(Setting.ZONE, "Time zone"), opens(Setting.LANGUAGE, "Language"))
    ]
    if caseload:
        lines += [*_of_a_caseload(habits, region, following, away), f"{bold('Acute cases')}: {acute.line(tells)}"]
        rows += _taps_of_a_caseload()
    rows.append((Button("Hand over or leave" if caseload else "Leave the practice", encode(Action.HAND_OVER)),))
    return Card("\n".join([bold("Your settings"), *lines]), tuple(rows))


def _of_a_caseload(habits: Habits, region: str | None, following: Holiday | None, away: Away | None) -> list[str]:
    off = holidays.line(region, following, habits.off.region is not None)
    return [
        f"{bold('Brief')}: {_minutes(habits.lead)} before a session",
        f"{bold('Session')}: {_minutes(habits.session_length)}, then I ask",
        f"{bold('Messages')}: at most {habits.ceiling} a day",
        f"{bold('Public holidays')}: {off}",
        f"{bold('Supervision')}: {supervision_slot.line(habits.supervision)}",
        f"{bold('Pause')}: {pause.line(away)}",
    ]


def _taps_of_a_caseload() -> list[tuple[Button, ...]]:
    return [
        (opens(Setting.LEAD, "Brief"), opens(Setting.LENGTH, "Session")),
        (opens(Setting.CEILING, "Messages a day"), opens(Setting.HOLIDAYS, "Public holidays")),
        (opens(Setting.SUPERVISION, "Supervision"), opens(Setting.TOLD, "Acute cases")),
        (pause.opens_pause(),),
    ]


def _minutes(length: timedelta) -> str:
    return f"{int(length.total_seconds()) // 60} minutes"
