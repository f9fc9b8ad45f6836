"""Examples of what `bot.wording.moving` says."""

from __future__ import annotations

from bot.wording import moving
from storage.keeping.moving.compare import Amiss
from storage.keeping.moving.ends import End, Why
from tests.unit.bot.examples.samples import Arguments, Say

COUNTS = {"member": 3, "client": 12, "referral": 40}

EXAMPLES: dict[Say, list[Arguments]] = {
    moving.no_address: [("--to", "it is not a database address")],
    moving.not_moved: [(end, why) for end in End for why in Why],
    moving.different: [("client", 7, amiss) for amiss in Amiss],
    moving.moved: [(COUNTS, "postgresql://bot:***@localhost/practice", already) for already in (False, True)],
}
