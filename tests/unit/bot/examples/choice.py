"""Examples of what `bot.wording.referrals.choice` says."""

from __future__ import annotations

from dataclasses import replace

from bot.wording.referrals import choice
from referrals.model import Hold, Readiness, State
from tests.unit.bot.examples.samples import BIGGEST_ID, FULL, LONG, NEW, Arguments, Say, each, many
from tests.unit.moments import referral as a_referral

_TOLD = a_referral(id=BIGGEST_ID, service=LONG, readiness=Readiness(0))
_RESTS = replace(FULL, state=State.ON_HOLD, hold=Hold.CHOICE, held_state=State.SCHEDULED)

EXAMPLES: dict[Say, list[Arguments]] = {
    choice.which: [("C7", NEW, many(count), chosen) for count in (1, 8, 20) for chosen in ((), (FULL.id,))],
    choice.nothing_beside: [("C7", NEW)],
    choice.alone: [("C7", NEW, None), ("C7", FULL, BIGGEST_ID)],
    choice.number: [("C7", NEW, one, change) for one in (NEW, FULL, _TOLD) for change in (None, BIGGEST_ID)],
    choice.which_one: [("C7", NEW, [NEW, _TOLD, *many(count)], change) for count in (0, 9) for change in (None, 1)],
    choice.picked: [("C7", NEW, many(count, _RESTS), BIGGEST_ID) for count in (0, 1, 3, 20)],
    choice.standing: [("C7", _RESTS, [NEW, *many(3, _RESTS)], chosen) for chosen in (NEW, None)],
    choice.change_button: each([NEW, _TOLD]),
}
