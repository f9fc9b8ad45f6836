"""Examples of what `bot.wording.onboarding` says."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo, available_timezones

from bot.wording import onboarding
from referrals.hours import WorkingHours
from referrals.model import Role
from tests.unit.bot.examples.samples import RULES, TYPED, Arguments, Say, each
from tests.unit.moments import NEW_YORK, OFFICE

EXAMPLES: dict[Say, list[Arguments]] = {
    onboarding.ask_zone: each(available_timezones()),
    onboarding.zone_unknown: each([TYPED]),
    onboarding.zone_set: each([NEW_YORK, ZoneInfo("America/Argentina/ComodRivadavia")]),
    onboarding.ask_hours: [()],
    onboarding.hours_set: each(
        [
            OFFICE,
            WorkingHours(NEW_YORK, frozenset(range(7)), time(8, 30), time(20)),
            WorkingHours(NEW_YORK, frozenset({2}), time(9), time(10)),
        ]
    ),
    onboarding.ask_supervision: [()],
    onboarding.supervision_unknown: [()],
    onboarding.supervision_set: each([None, *RULES]),
    onboarding.welcome: each([True, False]),
    onboarding.welcome_without_caseload: each([True, False]),
    onboarding.welcome_back: [([],), ([Role.SUPERVISOR],)],
}
