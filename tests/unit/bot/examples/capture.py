"""Examples of what `bot.wording.capture` says."""

from __future__ import annotations

from bot.wording import capture
from referrals.model import Readiness, Step
from tests.unit.bot.examples.samples import (
    BIGGEST_ID,
    C7,
    FULL,
    IN_A_WEEK,
    LONG,
    NEW,
    PLANNED,
    REFERRALS,
    RULES,
    SEEN,
    SERVICE,
    TYPED,
    Arguments,
    Say,
    many,
)
from tests.unit.moments import NEW_YORK, NOW

EXAMPLES: dict[Say, list[Arguments]] = {
    capture.logged: [
        (capture.Logged(who, new, many(count, one), before, planned, note, BIGGEST_ID), NOW, NEW_YORK)
        for who, new in ((C7, True), (C7, False), (SEEN, False))
        for count, one in ((1, NEW), (2, FULL), (3, NEW), (9, FULL), (10, NEW), (16, FULL))
        for before, planned in (((), ()), ([SERVICE], PLANNED))
        for note in (None, "a & b", "&" * 480)
    ],
    capture.already_open: [(C7, [SERVICE]), (SEEN, [SERVICE, LONG])],
    capture.which_service: [(TYPED, [SERVICE, LONG])],
    capture.sessions_set: [("C7", rule, IN_A_WEEK, 1, NEW_YORK) for rule in RULES],
    capture.moved: [("C7", step, one, PLANNED, 1, NOW, NEW_YORK) for one in REFERRALS for step in Step]
    + [("C7", Step.AGREED, NEW, [], 1, NOW, NEW_YORK)],
    capture.readiness_noted: [("C7", NEW, Readiness(7, guess), 1) for guess in (True, False)],
}
