"""Examples of what the single pages of `bot.wording.settings` say."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo, available_timezones

from bot.wording.settings import holidays, hours, language, rhythm, supervision_slot, zone
from referrals.hours import WorkingHours
from tests.unit.bot.examples.samples import RULES, Arguments, Say, each
from tests.unit.bot.examples.settings_page import FOLLOWING
from tests.unit.moments import NEW_YORK, OFFICE

SCATTERED = WorkingHours(NEW_YORK, frozenset({0, 1, 3, 5, 6}), time(8, 30), time(17, 5))
NEW_YEAR = (date(2027, 1, 1), "New Year's Day")

EXAMPLES: dict[Say, list[Arguments]] = {
    hours.hours: [(days, time(9), time(17, 30)) for days in ({2}, range(7), SCATTERED.days)],
    hours.page: [(now, asks) for now in (OFFICE, SCATTERED) for asks in (True, False)],
    hours.unknown: [()],
    hours.answered_below: [()],
    zone.zone_name: each(available_timezones()),
    zone.offered: each(available_timezones()),
    zone.page: [(ZoneInfo(key), asks) for key in available_timezones() for asks in (True, False)],
    zone.answered_below: [()],
    language.page: [()],
    language.line: [()],
    rhythm.page: [(which, value) for which, values in rhythm.CHOICES.items() for value in values],
    holidays.page: [
        (region, following, kept)
        for region, following in ((None, None), ("US", None), ("US-NY", FOLLOWING), ("US", NEW_YEAR))
        for kept in (True, False)
    ],
    holidays.line: [(None, None, True), ("US-NY", FOLLOWING, True), ("US", NEW_YEAR, False), ("US", None, True)],
    supervision_slot.page: [(now, asks) for now in (None, *RULES) for asks in (True, False)],
    supervision_slot.line: each((None, *RULES)),
    supervision_slot.answered_below: [()],
}
