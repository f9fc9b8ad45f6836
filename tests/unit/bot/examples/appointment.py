"""Examples of what `bot.wording.referrals.appointment` says."""

from __future__ import annotations

from datetime import timedelta

from bot.wording.referrals import appointment
from referrals.grammar import Trouble
from tests.unit.bot.examples.samples import FULL, NEW, PLANNED, Arguments, Say, each
from tests.unit.moments import NEW_YORK, NOW

EXAMPLES: dict[Say, list[Arguments]] = {
    appointment.ask: [("C7", FULL, [NOW.date() + timedelta(days=ahead) for ahead in range(4)], 1), ("C7", NEW, [], 1)],
    appointment.answered_below: [("C7", NEW)],
    appointment.not_a_date: each(Trouble),
    appointment.left_open: [("C7", NEW, PLANNED, 1, NEW_YORK), ("C7", NEW, [], 1, NEW_YORK)],
}
