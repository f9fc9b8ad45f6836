"""Examples of what `bot.wording.bundles` says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice

from bot.wording import bundles
from bot.wording.bundles import Item, Standing
from referrals.timing import OF_SUPERVISION, NudgeKind
from tests.unit.bot.examples.samples import BIGGEST_ID, IN_A_WEEK, REFERRALS, Arguments, Say
from tests.unit.moments import NEW_YORK, NOW

TOGETHER = [kind for kind in NudgeKind if not kind.about_client and kind not in OF_SUPERVISION]


def some_items(count: int, standing: Standing, kinds: Sequence[NudgeKind]) -> list[Item]:
    drawn = zip(range(count), cycle(kinds), cycle(REFERRALS), strict=False)
    return [
        Item(BIGGEST_ID - number, kind, 7, f"AB{100 + number}", one, IN_A_WEEK if "session" in kind else None, standing)
        for number, kind, one in drawn
    ]


EVERY = [
    some_items(count, standing, kinds)
    for count in (1, 2, 4, 5, 12)
    for standing in Standing
    for kinds in (TOGETHER, [NudgeKind.BEFORE_SESSION], [NudgeKind.AFTER_SESSION], [NudgeKind.DIGEST])
]
HALF_DONE = some_items(3, Standing.OPEN, TOGETHER) + some_items(3, Standing.ANSWERED, TOGETHER)
EXAMPLES: dict[Say, list[Arguments]] = {
    bundles.message: [(items, NOW, NEW_YORK) for items in (*EVERY, HALF_DONE)],
    bundles.question: [(item, NOW, NEW_YORK) for item in islice(HALF_DONE, 3)],
}
