"""Examples of what `bot.wording.referrals.barriers` says."""

from __future__ import annotations

from bot.wording.referrals import barriers
from referrals.model import Barrier, Readiness
from tests.unit.bot.examples.samples import BIGGEST_ID, FULL, LONG, NEW, PLANNED, Arguments, Say
from tests.unit.moments import NEW_YORK
from tests.unit.moments import referral as a_referral

_ALL = [
    a_referral(service=LONG, barrier=barrier, readiness=ready)
    for barrier in (None, *Barrier)
    for ready in (None, Readiness(0), Readiness(5), Readiness(8))
]

EXAMPLES: dict[Say, list[Arguments]] = {
    barriers.ask: [
        ("C7", one, change, ready) for one in (NEW, FULL) for change in (None, BIGGEST_ID) for ready in (True, False)
    ],
    barriers.noted: [
        *(("C7", one, PLANNED, BIGGEST_ID, NEW_YORK, asks) for one in _ALL for asks in (True, False)),
        ("C7", _ALL[0], PLANNED, BIGGEST_ID, NEW_YORK, True, _ALL[0]),
    ],
}
