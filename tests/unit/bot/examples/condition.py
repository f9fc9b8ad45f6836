"""Examples of what `bot.wording.referrals.condition` says."""

from __future__ import annotations

from bot.wording.referrals import condition
from tests.unit.bot.examples.at_risk import AT_RISK, BARE
from tests.unit.bot.examples.samples import BIGGEST_ID, REFERRALS, Arguments, Say
from tests.unit.moments import NEW_YORK, NOW

EXAMPLES: dict[Say, list[Arguments]] = {
    condition.ask: [(BARE, one, seen) for one in REFERRALS for seen in (True, False)],
    condition.not_at_risk: [(client, one, NEW_YORK) for client in AT_RISK for one in REFERRALS],
    condition.proposed: [(BARE, one, seen, BIGGEST_ID) for one in REFERRALS for seen in (True, False)],
    condition.proposed_already: [(BARE, NOW, NEW_YORK)],
}
