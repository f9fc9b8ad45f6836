"""Examples of what `bot.wording.snooze` says."""

from __future__ import annotations

from bot.wording import snooze
from bot.wording.bundles import Standing
from bot.wording.snooze import When
from referrals.timing import NudgeKind
from tests.unit.bot.examples.bundles import some_items
from tests.unit.bot.examples.samples import BIGGEST_ID, IN_A_WEEK, Arguments, Say
from tests.unit.moments import NEW_YORK

SEVERAL = [some_items(count, Standing.OPEN, [NudgeKind.AFTER_SESSION]) for count in (1, 2, 12)]
EXAMPLES: dict[Say, list[Arguments]] = {
    snooze.ask: [(BIGGEST_ID, items, offered) for items in SEVERAL for offered in (set(When), {When.TOMORROW})],
    snooze.ask_date: [(BIGGEST_ID, items) for items in SEVERAL],
    snooze.answered_below: [(items,) for items in SEVERAL],
    snooze.put_off: [(items, until, BIGGEST_ID, NEW_YORK) for items in SEVERAL for until in (None, IN_A_WEEK)],
}
