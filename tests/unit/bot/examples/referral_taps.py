"""Examples of what `bot.wording.referrals.referral_taps` says."""

from __future__ import annotations

from dataclasses import replace

from bot.wording.referrals import referral_taps
from referrals.lifecycle import hold
from referrals.model import OPEN_STATES, Hold, State
from referrals.risk import Risk, Safety
from tests.unit.bot.examples.samples import BIGGEST_ID, C7, SEEN, Arguments, Say
from tests.unit.moments import NOW
from tests.unit.moments import referral as a_referral

_AT_RISK = replace(SEEN, safety=Safety(level=Risk.ELEVATED))
_CLOSED = replace(SEEN, closed_at=NOW)
_ALL = [
    *(a_referral(id=BIGGEST_ID, state=state) for state in (*OPEN_STATES, State.DECLINED)),
    *(hold(a_referral(id=BIGGEST_ID, state=State.WAITLISTED), why, NOW) for why in Hold),
]

EXAMPLES: dict[Say, list[Arguments]] = {
    referral_taps.taps: [
        (who, one, more, options)
        for who in (C7, _AT_RISK, _CLOSED)
        for one in _ALL
        for more in (True, False)
        for options in (True, False)
    ],
}
