"""Which referral takes the turn that another waits for, by what is planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from referrals.asking import raised_instead
from referrals.client import Client
from referrals.model import Hold, Referral, State
from referrals.planning import plan
from referrals.timing import NudgeKind, Planned
from tests.unit.moments import HABITS, NOW, at, client, referral, weekly

NEW_YORK = HABITS.hours.zone
FIRST, SECOND = referral(next_check_at=NOW), referral(next_check_at=NOW, id=2)
TUESDAY = client(weekly(1, 14))
NO_SESSIONS = client()


def planned(who: Client, *referrals: Referral) -> list[Planned]:
    return plan(who, referrals, HABITS, NOW)


@pytest.mark.parametrize("who", [TUESDAY, NO_SESSIONS])
def test_the_one_whose_turn_it_is_waits_for_nobody_and_the_other_for_it(who: Client) -> None:
    both = planned(who, FIRST, SECOND)
    assert raised_instead(both, FIRST) is None
    assert raised_instead(both, SECOND) == FIRST.id


@pytest.mark.parametrize(
    "by_a_day",
    [
        {"state": State.SCHEDULED, "appointment_at": NOW + timedelta(days=20)},
        {"remind_at": NOW + timedelta(days=20)},
        {"state": State.DECLINED},
        {"state": State.ON_HOLD, "hold": Hold.RISK},
    ],
)
def test_what_has_a_day_of_its_own_rests_or_has_ended_waits_for_no_turn(by_a_day: dict[str, object]) -> None:
    other = replace(SECOND, **by_a_day)  # type: ignore[arg-type]
    assert raised_instead(planned(TUESDAY, FIRST, other), other) is None


def test_one_asked_about_before_the_others_turn_comes_does_not_wait_for_it() -> None:
    before = at(NEW_YORK, 2026, 11, 30, 9)
    session = at(NEW_YORK, 2026, 12, 1, 14)
    items = [
        Planned(NudgeKind.DIGEST, before, before.date(), SECOND.id),
        Planned(NudgeKind.AFTER_SESSION, session, session.date(), FIRST.id, session),
    ]
    assert raised_instead(items, SECOND) is None
    assert raised_instead(items[1:], SECOND) == FIRST.id
