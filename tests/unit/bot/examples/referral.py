"""Examples of what `bot.wording.referral` says."""

from __future__ import annotations

from bot.wording import referral
from tests.unit.bot.examples.samples import BIGGEST_ID, NEW, PLANNED, REFERRALS, Arguments, Say, each, many
from tests.unit.moments import NEW_YORK, NOW

EXAMPLES: dict[Say, list[Arguments]] = {
    referral.standing: [(one, NOW, NEW_YORK) for one in REFERRALS],
    referral.appointment: [(one, NEW_YORK) for one in REFERRALS],
    referral.purposes: each(REFERRALS),
    referral.details: [(one, NOW, NEW_YORK) for one in REFERRALS],
    referral.next_ask: [([], NEW_YORK), *(([item], NEW_YORK) for item in PLANNED), (PLANNED, NEW_YORK, NEW)],
    referral.heading: [("C7", NEW)],
    referral.names: each([many(count) for count in (1, 2, 12, 13)]),
    referral.undo: each([BIGGEST_ID]),
}
