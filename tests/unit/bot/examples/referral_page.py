"""Examples of what `bot.wording.referrals.referral_page` says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.wording.referrals import referral_page
from referrals.client import Closing
from referrals.consent import Permission
from referrals.model import Consent, FirstBecause, Heard, Hold, Reading, Service, State, WordBack
from referrals.plans import LONGEST
from referrals.risk import Risk, RiskKind, Safety
from tests.unit.bot.examples.samples import (
    BIGGEST_ID,
    C7,
    FULL,
    NEW,
    PLANNED,
    REFERRALS,
    SEEN,
    Arguments,
    Say,
    many,
)  # fmt: skip
from tests.unit.moments import NEW_YORK, NOW

_AT_RISK = replace(SEEN, safety=Safety(level=Risk.ACUTE, kind=RiskKind.SELF))
_CLOSED = replace(C7, closed_at=NOW, closed_because=Closing.GOODBYE)
_EVERYTHING = replace(
    FULL,
    id=BIGGEST_ID,
    client_id=BIGGEST_ID,
    service=Service(3, "Partial hospitalisation (county)", contact="x&y " * 60, wait_weeks=39),
    readings=tuple(Reading(value, False, NOW - timedelta(days=30 - value)) for value in (8, 4)),
    plan="&" * LONGEST,
    note="<" * 400,
    reduces=RiskKind.DEPENDENT,
    sufficient=True,
    heard=Heard.REJECTION,
    consent=Consent.GIVEN,
    consent_until=date(2027, 3, 3),
    word_back=WordBack.NOT_REACHED,
    word_back_at=NOW,
    first_at=NOW,
    first_because=FirstBecause.INFORMS_OTHERS,
    expected_on=date(2027, 3, 3),
)
_HELD = [
    replace(_EVERYTHING, state=State.ON_HOLD, hold=hold, held_state=state, held_at=NOW)
    for hold in Hold
    for state in (State.SUGGESTED, State.SCHEDULED, State.WAITLISTED)
]
_DECLINED = replace(NEW, state=State.DECLINED, revisit_on=date(2027, 3, 3))
_ALL = [*REFERRALS, _EVERYTHING, *_HELD, _DECLINED]

EXAMPLES: dict[Say, list[Arguments]] = {
    referral_page.page: [
        (who, one, Permission.NOT_ASKED, NOW, NEW_YORK, more, options)
        for who in (C7, _AT_RISK, _CLOSED)
        for one in _ALL
        for more in (True, False)
        for options in (True, False)
    ]
    + [(C7, _EVERYTHING, stands, NOW, NEW_YORK, False, True) for stands in Permission],
    referral_page.line: [("C7", one, PLANNED, change, NOW, NEW_YORK) for one in _ALL for change in (None, BIGGEST_ID)],
    referral_page.open_ones: [
        (C7, many(count), ended, NOW, NEW_YORK) for count in (0, 1, 2, 10, 20) for ended in (0, 3)
    ],
    referral_page.ended_ones: [(C7, many(count, _DECLINED), NOW, NEW_YORK) for count in (0, 1, 20)],
    referral_page.reopened: [("C7", NEW, PLANNED, BIGGEST_ID, NEW_YORK)],
    referral_page.open_already: [("C7", FULL)],
    referral_page.nothing_to_reopen: [("C7", []), ("C7", many(3))],
}
