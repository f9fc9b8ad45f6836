"""Examples of what `bot.wording.capture` says."""

from __future__ import annotations

from dataclasses import replace

from bot.wording import capture
from referrals.client import RaisedFor
from referrals.model import Readiness, Step
from tests.unit.bot.examples.at_risk import AT_RISK
from tests.unit.bot.examples.samples import (
    BIGGEST_ID,
    C7,
    FULL,
    LONG,
    NEW,
    PLANNED,
    REFERRALS,
    SEEN,
    SERVICE,
    TYPED,
    Arguments,
    Say,
    many,
)
from tests.unit.moments import NEW_YORK, NOW

RAISED = replace(SEEN, raised_at=NOW, raised_for=RaisedFor.LOAD, safety=AT_RISK[0].safety)

EXAMPLES: dict[Say, list[Arguments]] = {
    capture.logged: [
        (capture.Logged(who, new, many(count, one), before, planned, note, BIGGEST_ID, load), NEW_YORK)
        for who, new in ((C7, True), (C7, False), (SEEN, False), (RAISED, False))
        for count, one in ((1, NEW), (2, FULL), (3, NEW), (9, FULL), (10, NEW), (16, FULL))
        for before, planned in (((), ()), ([SERVICE], PLANNED))
        for note in (None, "a & b", "&" * 480)
        for load in (0, 4, count)
    ],
    capture.already_open: [(C7, [SERVICE]), (SEEN, [SERVICE, LONG]), (C7, [SERVICE], True)],
    capture.which_service: [(TYPED, [SERVICE, LONG], danger) for danger in (True, False)],
    capture.meant: [("C7 booked Psychiatric evaluation", step, many(count)) for step in Step for count in (1, 4)],
    capture.chosen: [(SERVICE,), (LONG,)],
    capture.like_initials: [("JD84", "K42", danger) for danger in (True, False)],
    capture.moved: [
        *(("C7", step, one, PLANNED, 1, NOW, NEW_YORK) for one in REFERRALS for step in Step),
        ("C7", Step.AGREED, NEW, [], 1, NOW, NEW_YORK),
        *(("C7", Step.AGREED, NEW, planned, 1, NOW, NEW_YORK, FULL) for planned in ((), PLANNED)),
    ],
    capture.readiness_noted: [("C7", NEW, Readiness(7, guess), 1) for guess in (True, False)],
}
