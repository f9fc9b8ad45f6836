"""All settings at a glance."""

from __future__ import annotations

from datetime import timedelta

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import _, _c, _n
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
        f"{bold(_('Hours'))}: {hours(own.days, own.start, own.end)}",
        f"{bold(_('Time zone'))}: {plain(zone_name(habits.zone.key))}",
        f"{bold(_('Language'))}: {language.line()}",
    ]
    rows: list[tuple[Button, ...]] = [
        (
            opens(Setting.HOURS, _("Hours")),
            opens(Setting.ZONE, _("Time zone")),
            opens(Setting.LANGUAGE, _("Language")),
        )
    ]
    if caseload:
        lines += [*_of_a_caseload(habits, region, following, away), f"{bold(_('Acute cases'))}: {acute.line(tells)}"]
        rows += _taps_of_a_caseload()
    way_out = _("Hand over or leave") if caseload else _("Leave the practice")
    rows.append((Button(way_out, encode(Action.HAND_OVER)),))
    return Card("\n".join([bold(_("Your settings")), *lines]), tuple(rows))


def _of_a_caseload(habits: Habits, region: str | None, following: Holiday | None, away: Away | None) -> list[str]:
    off = holidays.line(region, following, habits.off.region is not None)
    return [
        f"{bold(_brief())}: {_before(habits.lead)}",
        f"{bold(_session())}: {_long(habits.session_length)}",
        f"{bold(_('Messages'))}: {_('at most {count} a day', count=habits.ceiling)}",
        f"{bold(_('Public holidays'))}: {off}",
        f"{bold(_('Supervision'))}: {supervision_slot.line(habits.supervision)}",
        f"{bold(_('Pause'))}: {pause.line(away)}",
    ]


def _taps_of_a_caseload() -> list[tuple[Button, ...]]:
    return [
        (opens(Setting.LEAD, _brief()), opens(Setting.LENGTH, _session())),
        (opens(Setting.CEILING, _("Messages a day")), opens(Setting.HOLIDAYS, _("Public holidays"))),
        (opens(Setting.SUPERVISION, _("Supervision")), opens(Setting.TOLD, _("Acute cases"))),
        (pause.opens_pause(),),
    ]


def _brief() -> str:
    return _c("the card before a session", "Brief")


def _session() -> str:
    return _c("how long a session takes", "Session")


def _before(lead: timedelta) -> str:
    return _n("{count} minute before a session", "{count} minutes before a session", _minutes(lead))


def _long(session: timedelta) -> str:
    return _n("{count} minute, then I ask", "{count} minutes, then I ask", _minutes(session))


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds()) // 60
