"""What rests, has ended, or belongs to a client who does not come does not stall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.client import Client, Closing, Hospital
from referrals.lifecycle import hold, release
from referrals.model import ENDINGS, Barrier, Hold, Referral, State
from referrals.stalled import Pattern
from tests.unit.moments import (
    NOW,
    clients,
    instants,
)
from tests.unit.stalled.cases import (
    COST_TWICE,
    DAY,
    LATER,
    MOMENT,
    NOBODY_SAID,
    ONE,
    WITH_SESSIONS,
    WITHOUT,
    barriers_of_some,
    cases_of_one,
    everything_wrong,
    moves,
    patterns,
    stalls_of,
)


def test_time_at_rest_is_no_delay() -> None:
    """Ten days, a rest of a hundred, then eleven more."""
    resting = hold(ONE, Hold.RISK, NOW + 10 * DAY)
    assert moves(WITHOUT, resting, NOW + 110 * DAY)
    back = release(resting, NOW + 110 * DAY)
    assert moves(WITHOUT, back, NOW + 121 * DAY - MOMENT)
    assert stalls_of(WITHOUT, [back], NOBODY_SAID, NOW + 121 * DAY)[0].days == 21


@given(clients, cases_of_one, barriers_of_some, instants, st.sampled_from(Hold))
def test_what_rests_or_has_ended_never_stalls(
    who: Client, referrals: list[Referral], barriers: Mapping[int, Sequence[Barrier]], now: datetime, why: Hold
) -> None:
    assert stalls_of(who, [hold(one, why, now) for one in referrals], barriers, now) == []
    followed = {one.id for one in referrals if one.open and not one.held}
    assert {number for stall in stalls_of(who, referrals, barriers, now) for number in stall.referral_ids} <= followed


def test_one_referral_can_show_all_but_the_pile_and_each_once_in_order_of_need() -> None:
    assert patterns(WITH_SESSIONS, [everything_wrong()], LATER, COST_TWICE) == [
        Pattern.SAFETY_WITHOUT_CONTACT,
        Pattern.REJECTION,
        Pattern.SAME_BARRIER,
        Pattern.READINESS_FALLING,
        Pattern.NO_MOVEMENT,
    ]


@pytest.mark.parametrize("state", sorted(ENDINGS))
def test_what_has_ended_does_not_stall_whatever_was_wrong(state: State) -> None:
    assert patterns(WITH_SESSIONS, [everything_wrong(state)], LATER, COST_TWICE) == []


@pytest.mark.parametrize("why", list(Hold))
def test_what_rests_does_not_stall_whatever_was_wrong(why: Hold) -> None:
    assert patterns(WITH_SESSIONS, [hold(everything_wrong(), why, LATER)], LATER, COST_TWICE) == []


@pytest.mark.parametrize(
    "who",
    [
        replace(WITH_SESSIONS, closed_at=NOW, closed_because=Closing.GOODBYE),
        replace(WITH_SESSIONS, hospital=Hospital.ADMITTED),
    ],
    ids=["parted", "in hospital"],
)
def test_nothing_stalls_with_a_client_who_does_not_come_any_more(who: Client) -> None:
    assert patterns(who, [everything_wrong()], LATER, COST_TWICE) == []


def test_back_from_hospital_it_can_stall_again() -> None:
    back = replace(WITH_SESSIONS, hospital=Hospital.DISCHARGED)
    assert Pattern.NO_MOVEMENT in patterns(back, [everything_wrong()], LATER)
