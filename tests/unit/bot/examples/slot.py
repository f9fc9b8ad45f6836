"""Examples of what `bot.wording.supervision.slot` says."""

from __future__ import annotations

from bot.wording.supervision import slot
from tests.unit.bot.examples.samples import Arguments, Say
from tests.unit.moments import NEW_YORK, NOW

EXAMPLES: dict[Say, list[Arguments]] = {
    slot.ask: [(NOW, NEW_YORK)],
    slot.time_missing: [()],
    slot.answered_below: [()],
    slot.tap: [()],
}
