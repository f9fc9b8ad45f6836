"""Examples of what `bot.wording.referrals.readiness` says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

from bot.wording.referrals import readiness
from referrals.model import Barrier, Reading, Referral, State
from tests.unit.bot.examples.samples import C7, FULL, LONG, NEW, SEEN, Arguments, Say, each
from tests.unit.moments import NEW_YORK, NOW
from tests.unit.moments import referral as a_referral


def _told(*numbers: int) -> Referral:
    first = NOW - timedelta(days=30 * len(numbers))
    told = tuple(Reading(number, False, first + timedelta(days=30 * place)) for place, number in enumerate(numbers))
    return a_referral(service=LONG, readings=told)


_TOLD = [_told(*numbers) for count in (1, 2, 3) for numbers in product((0, 4, 6, 8, 10), repeat=count)]
_ALL = [NEW, FULL, *_TOLD, *(replace(_told(8), barrier=barrier) for barrier in Barrier)]

EXAMPLES: dict[Say, list[Arguments]] = {
    readiness.ask: [
        (who, one, NEW_YORK, guess, early)
        for who in (C7, SEEN)
        for one in _ALL[:8]
        for guess in (True, False)
        for early in (True, False)
    ],
    readiness.said_before: [(one, NEW_YORK) for one in _ALL],
    readiness.standing: each(_ALL),
    readiness.explore: each(_ALL),
    readiness.follows: each([*_ALL, *(replace(one, state=State.SCHEDULED) for one in _ALL)]),
    readiness.not_a_number: [()],
}
