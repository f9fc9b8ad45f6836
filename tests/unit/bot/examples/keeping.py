"""Examples of what `bot.wording.keeping` says."""

from __future__ import annotations

from pathlib import Path

from bot.wording import keeping
from tests.unit.bot.examples.samples import Arguments, Say, each

KEY = Path("followthrough.key")
EXAMPLES: dict[Say, list[Arguments]] = {
    keeping.key_open: each([KEY]),
    keeping.key_begun: each([KEY]),
    keeping.key_not_written: each([KEY]),
    keeping.rotated: [(120, KEY, 0, 30), (0, KEY, 2, 30), (7, None, 0, 30)],
    keeping.not_opened: [("client", 7)],
}
