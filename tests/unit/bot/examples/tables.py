"""Examples of what `bot.wording.tables` says."""

from __future__ import annotations

from dataclasses import replace

from bot.wording import tables
from tests.unit.bot.examples.holdings import FULL, NOTHING, every_state, handed
from tests.unit.bot.examples.samples import Arguments, Say, each

EXAMPLES: dict[Say, list[Arguments]] = {
    tables.tables: each([NOTHING, handed(), handed(own=False), handed(*every_state())]),
    tables.ending: each([*every_state(), replace(FULL, ended_because="from_a_later_version")]),
}
