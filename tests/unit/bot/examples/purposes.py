"""Examples of what `bot.wording.referrals.purposes` says."""

from __future__ import annotations

from bot.wording.referrals import purposes
from referrals.model import Purpose
from tests.unit.bot.examples.samples import BIGGEST_ID, FULL, NEW, Arguments, Say

EXAMPLES: dict[Say, list[Arguments]] = {
    purposes.ask: [
        ("C7", one, chosen, following, before)
        for one in (NEW, FULL)
        for chosen in (frozenset(), frozenset({Purpose.LIVING}), frozenset(Purpose))
        for following in (None, FULL)
        for before in (None, (FULL, BIGGEST_ID))
    ],
    purposes.kept: [
        ("C7", one, following, change)
        for one in (NEW, FULL)
        for following in (None, FULL)
        for change in (None, BIGGEST_ID)
    ],
}
