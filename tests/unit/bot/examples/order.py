"""Examples of what `bot.wording.referrals.order` says."""

from __future__ import annotations

from dataclasses import replace

from bot.wording.referrals import order
from referrals.model import FirstBecause, Purpose, Readiness
from referrals.order import in_order
from tests.unit.bot.examples.at_risk import AT_RISK
from tests.unit.bot.examples.samples import C7, FULL, LONG, NEW, Arguments, Say, many
from tests.unit.moments import NOW
from tests.unit.moments import referral as a_referral

EVERY = in_order(
    [
        NEW,
        a_referral(service=LONG, purposes=frozenset({Purpose.CRISIS})),
        *(a_referral(service=LONG, first_at=NOW, first_because=why) for why in FirstBecause),
        a_referral(service=LONG, purposes=frozenset({Purpose.LIVING})),
        a_referral(service=LONG, wished_at=NOW),
        a_referral(service=LONG, readiness=Readiness(7)),
    ]
)
EXAMPLES: dict[Say, list[Arguments]] = {
    order.why_this_order: [
        (who, open_ones)
        for who in (C7, *AT_RISK)
        for open_ones in ([], [NEW], many(2, NEW), [replace(FULL, purposes=frozenset()), NEW], EVERY, EVERY[::2])
    ],
}
