"""Examples of what `bot.wording.risk.holds` says."""

from __future__ import annotations

from bot.wording.risk import holds
from tests.unit.bot.examples.at_risk import BARE, HELD
from tests.unit.bot.examples.samples import BIGGEST_ID, REFERRALS, Arguments, Say, each

EXAMPLES: dict[Say, list[Arguments]] = {
    holds.mark_options: [(BARE, []), (BARE, REFERRALS), (BARE, REFERRALS, BIGGEST_ID)],
    holds.which_danger: each(REFERRALS, BARE),
    holds.choose_holds: [(BARE, []), (BARE, [*REFERRALS, HELD], BIGGEST_ID)],
}
