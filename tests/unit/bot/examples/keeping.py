"""Examples of what `bot.wording.keeping` says."""

from __future__ import annotations

from pathlib import Path

from bot.wording import keeping
from storage.keeping.backup.format import Why
from tests.unit.bot.examples.samples import Arguments, Say, each
from tests.unit.moments import NOW

KEY = Path("followthrough.key")
FILE = Path("backups/followthrough-20261124T200000Z.backup")
EXAMPLES: dict[Say, list[Arguments]] = {
    keeping.key_open: each([KEY]),
    keeping.key_begun: each([KEY]),
    keeping.key_not_written: each([KEY]),
    keeping.rotated: [(120, KEY, 0, 30), (0, KEY, 2, 30), (7, None, 0, 30)],
    keeping.not_opened: [("client", 7)],
    keeping.taken: [(FILE, 3_210_000)],
    keeping.expired: [([FILE, FILE], 30)],
    keeping.folder_not_written: each([Path("backups")]),
    keeping.not_restored: [(FILE, why) for why in Why],
    keeping.not_read: each([FILE]),
    keeping.not_put_back: each([FILE]),
    keeping.list_damaged: [(Path("backups/erasures"), 3)],
    keeping.replaces: [(NOW, {"member": 3, "client": 12, "referral": 40}, True), (NOW, {}, False)],
    keeping.restored: [(NOW, 2), (NOW, 0)],
}
