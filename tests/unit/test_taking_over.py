"""A referral taken over from elsewhere stands as it was told, and is asked about like one that is logged now."""

from __future__ import annotations

from datetime import date, timedelta, timezone

import pytest

from referrals.lifecycle import Ending
from referrals.model import Readiness, Reading, Service, State
from referrals.taking_over import Told, taken_over
from referrals.timing import RESTS
from tests.unit.moments import NEW_YORK, NOW

AID = Service(1, "Legal aid")


def test_its_days_are_days_of_hers() -> None:
    one = taken_over(Told(recommended=date(2026, 10, 1), since=date(2026, 11, 2)), AID, 7, NOW, NEW_YORK)
    assert one.created_at.astimezone(NEW_YORK).date() == date(2026, 10, 1)
    assert one.moved_at.astimezone(NEW_YORK).date() == date(2026, 11, 2)
    for hours in (-10, 2):  # and stay so in another zone
        assert one.created_at.astimezone(timezone(timedelta(hours=hours))).date() == date(2026, 10, 1)


def test_nothing_happened_later_than_now() -> None:
    early = NOW.replace(hour=13)  # 8:00 in New York
    one = taken_over(Told(recommended=date(2026, 11, 24)), AID, 7, early, NEW_YORK)
    assert one.created_at == one.moved_at == early
    assert taken_over(Told(), AID, 7, NOW, NEW_YORK).created_at == NOW


@pytest.mark.parametrize("state", [state for state in State if state is not State.ON_HOLD])
def test_an_ending_has_its_reason_and_is_asked_about_no_more(state: State) -> None:
    one = taken_over(Told(state=state), AID, 7, NOW, NEW_YORK)
    expected = {
        State.FULFILLED: Ending.ATTENDED,
        State.DECLINED: Ending.CLIENT_DECIDED,
        State.WITHDRAWN: Ending.NO_LONGER_RECOMMENDED,
        State.UNAVAILABLE: Ending.NOT_AVAILABLE,
    }
    assert one.ended_because == expected.get(state)
    assert (one.next_check_at is None) is state.ended


@pytest.mark.parametrize("state", [State.SUGGESTED, State.AGREED, State.CONTACTED, State.WAITLISTED])
def test_what_is_open_rests_as_if_it_had_been_told_now(state: State) -> None:
    long_ago = taken_over(Told(state=state, since=date(2026, 6, 1)), AID, 7, NOW, NEW_YORK)
    assert long_ago.next_check_at == NOW + RESTS[state]


def test_an_appointment_is_asked_about_after_it() -> None:
    at = NOW + timedelta(days=9)
    told = Told(state=State.SCHEDULED, appointment_at=at, readiness=Readiness(7))
    one = taken_over(told, AID, 7, NOW, NEW_YORK)
    assert one.next_check_at == at
    assert one.readings == (Reading(7, False, NOW),)
