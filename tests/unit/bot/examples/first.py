"""Examples of what `bot.wording.referrals.first` says."""

from __future__ import annotations

from dataclasses import replace

from bot.wording.referrals import first
from referrals.model import FirstBecause
from tests.unit.bot.examples.samples import BIGGEST_ID, FULL, NEW, REFERRALS, TYPED, Arguments, Say, many
from tests.unit.moments import NOW

_FIRST = [replace(FULL, first_at=NOW, first_because=because) for because in (None, *FirstBecause)]

EXAMPLES: dict[Say, list[Arguments]] = {
    first.ask: [("C7", NEW, True), ("C7", FULL, False)],
    first.put_first: [("C7", one, [one, *many(3)], BIGGEST_ID) for one in _FIRST],
    first.usual: [("C7", NEW, many(count), BIGGEST_ID) for count in (1, 3)],
    first.wished: [("C7", replace(one, wished_at=NOW), [one], BIGGEST_ID) for one in REFERRALS],
    first.wish_not_open: [("C7", "housing"), ("C7", TYPED)],
}
