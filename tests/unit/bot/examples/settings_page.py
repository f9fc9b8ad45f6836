"""Examples of what `bot.wording.settings.page` and its taps say."""

from __future__ import annotations

from datetime import date, timedelta

from bot.wording.settings import page, taps
from bot.wording.settings.taps import Setting
from referrals.days_off import Away, DaysOff
from referrals.habits import Habits
from referrals.hours import WorkingHours
from tests.unit.bot.examples.samples import RULES, Arguments, Say
from tests.unit.moments import NEW_YORK, OFFICE

LONG_NAME = "Birthday of Tom & <Jerry>; Day of the Longest Name of All Public Holidays (observed)"
FOLLOWING = (date(2026, 11, 26), LONG_NAME)
AWAY = Away(date(2026, 12, 7), date(2027, 1, 4))
OWN = Habits(
    WorkingHours(NEW_YORK, frozenset({0, 2, 4}), OFFICE.start, OFFICE.end, DaysOff("US-NY", AWAY)),
    lead=timedelta(minutes=15),
    session_length=timedelta(minutes=90),
    ceiling=1,
    supervision=RULES[1],
)

EXAMPLES: dict[Say, list[Arguments]] = {
    page.page: [
        (Habits(OFFICE), None, None, None, True, True),
        (OWN, "US-NY", FOLLOWING, AWAY, False, True),
        (Habits(OFFICE), None, None, None, True, False),
    ],
    taps.opens: [(which, "Hours") for which in Setting],
    taps.choice: [(Setting.CEILING, "4", True, 4), (Setting.HOURS, "Every day 8–20", False, "0123456", 8, 20)],
    taps.back: [()],
}
