"""Examples of what `bot.wording.referrals.days` says."""

from __future__ import annotations

from datetime import date

from bot.wording.referrals import days
from bot.wording.referrals.days import Day
from referrals.grammar import Trouble
from referrals.model import State
from tests.unit.bot.examples.samples import BIGGEST_ID, FULL, LONG, NEW, PLANNED, Arguments, Say, each
from tests.unit.moments import NEW_YORK
from tests.unit.moments import referral as a_referral

_KEPT = [
    a_referral(service=LONG, state=state, expected_on=on, revisit_on=on)
    for state in (State.WAITLISTED, State.DECLINED)
    for on in (None, date(2027, 3, 3))
]

EXAMPLES: dict[Say, list[Arguments]] = {
    days.ask: [("C7", one, which, BIGGEST_ID) for one in (NEW, FULL) for which in Day],
    days.answered_below: [("C7", NEW)],
    days.not_a_day: each(Trouble),
    days.kept: [("C7", one, planned, BIGGEST_ID, NEW_YORK) for one in _KEPT for planned in ((), PLANNED)],
}
