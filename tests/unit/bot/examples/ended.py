"""Examples of what `bot.wording.referrals.ended` says."""

from __future__ import annotations

from bot.wording.referrals import ended
from tests.unit.bot.examples.samples import Arguments, Say, many
from tests.unit.moments import NEW_YORK, NOW

EXAMPLES: dict[Say, list[Arguments]] = {
    ended.has_ended: [("C7", many(count), NOW, NEW_YORK, notes) for count in (1, 3, 40) for notes in (True, False)],
}
