"""Examples of what `bot.wording.directory.practice` says."""

from __future__ import annotations

from bot.wording.directory import practice
from referrals.crisis_lines import lines_in, regions
from referrals.stalled import USUAL
from tests.unit.bot.examples.concerns import NEEDS
from tests.unit.bot.examples.samples import Arguments, Say
from tests.unit.moments import NEW_YORK, NOW

EXAMPLES: dict[Say, list[Arguments]] = {
    practice.page: [
        (
            practice.Shown("Tom & Co", region, own, procedure, confirmed, told, 15, USUAL, 24, confirmed, needs),
            lines_in(region),
            NOW.date(),
            NEW_YORK,
        )
        for region in (None, "XX", *regions())
        for own, procedure in ((None, None), ("On-call & more", "phone twice, then tell the director"))
        for confirmed in (None, NOW)
        for told in ([], ["<Kim>", ""])
        for needs in ((), NEEDS)
    ],
    practice.other_region: [(region, lines_in(region), NOW.date()) for region in regions()],
    practice.no_practice: [()],
}
