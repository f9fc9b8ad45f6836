"""Examples of what `bot.wording.tables` says."""

from __future__ import annotations

from bot.wording import tables
from tests.unit.bot.examples.holdings import NOTHING, every_state, handed
from tests.unit.bot.examples.samples import Arguments, Say, each

EXAMPLES: dict[Say, list[Arguments]] = {
    tables.tables: each([NOTHING, handed(), handed(own=False), handed(*every_state())])
}
