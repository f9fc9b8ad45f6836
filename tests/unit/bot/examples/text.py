"""Examples of what `bot.wording.text` says."""

from __future__ import annotations

from datetime import timedelta

from bot.wording import dates, text
from tests.unit.bot.examples.samples import RULES, TYPED, Arguments, Say, each
from tests.unit.moments import NEW_YORK, NOW

EXAMPLES: dict[Say, list[Arguments]] = {
    dates.names: [()],
    text.plain: each([TYPED]),
    text.shortened: [(TYPED, 40), ("C7", 40)],
    text.quoted: each([TYPED, "dbbt"]),
    text.bold: each([TYPED]),
    text.code: each([TYPED]),
    text.day: each([NOW.date()]),
    text.first_upper: each(["dbt", ""]),
    text.short_day: each([NOW.date()]),
    text.moment: [(NOW, NEW_YORK)],
    text.ago: [(NOW - timedelta(days=days), NOW, NEW_YORK) for days in (0, 1, 2, 40)],
    text.counted: [(number, "referral") for number in (0, 1, 2)],
    text.listed: each([["one"], ["one", "two"], ["one", "two", "three"]]),
    text.sessions: each(RULES),
}
