"""What rests keeps its dates and counts no delay, and comes back as it stood."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.lifecycle import NotPossibleError, Report, after, hold, release
from referrals.model import ENDINGS, Barrier, Hold, Referral, State, Step
from tests.unit.moments import NOW, any_referral, durations, held, instants, referral

DAY = timedelta(days=1)
ENDING_STEPS = {Step.WENT, Step.DECLINED, Step.DROPPED, Step.UNAVAILABLE}
BOOKED = referral(state=State.SCHEDULED, appointment_at=NOW + 9 * DAY, next_check_at=NOW + 9 * DAY)
open_ones = any_referral.filter(lambda one: one.open and not one.held)
reports = st.builds(
    Report,
    st.sampled_from([step for step in Step if step is not Step.MISSED]),
    st.none() | instants,
    barrier=st.none() | st.sampled_from(Barrier),
)


@given(open_ones, st.sampled_from(Hold), instants, durations)
def test_a_rest_leaves_all_but_the_time_it_took(was: Referral, why: Hold, begins: datetime, rest: timedelta) -> None:
    was = replace(was, moved_at=min(was.moved_at, begins))
    resting = hold(was, why, begins)
    assert (resting.state, resting.hold, resting.next_check_at) == (State.ON_HOLD, why, None)
    back = release(resting, begins + rest)
    asked = max(was.appointment_at, begins + rest) if was.appointment_at else begins + rest
    assert back == replace(was, moved_at=was.moved_at + rest, next_check_at=asked)


def test_while_it_rests_its_dates_stay() -> None:
    was = replace(BOOKED, wanted_by=(NOW + 30 * DAY).date(), expected_on=(NOW + 20 * DAY).date())
    resting = hold(was, Hold.RISK, NOW)
    assert (resting.appointment_at, resting.wanted_by, resting.expected_on) == (
        was.appointment_at,
        was.wanted_by,
        was.expected_on,
    )


@given(any_referral, st.sampled_from(Hold), instants)
def test_what_rests_or_has_ended_is_not_put_to_rest(was: Referral, why: Hold, now: datetime) -> None:
    once = hold(was, Hold.RISK, NOW)
    assert hold(once, why, now) == once
    if not was.open:
        assert once == was


@given(any_referral, instants)
def test_what_does_not_rest_is_not_brought_back(was: Referral, now: datetime) -> None:
    back = release(was, now)
    assert not back.held
    assert release(back, now + DAY) == back
    assert was.held or back == was


@given(held, reports, st.booleans())
def test_a_report_on_what_rests_ends_it_or_leaves_it_at_rest_in_its_new_state(
    was: Referral, report: Report, soon: bool
) -> None:
    assert was.held_at is not None
    now = was.held_at + (DAY if soon else 30 * DAY)
    moved = after(report, was, now)
    assert moved.next_check_at is None
    if report.step in ENDING_STEPS:
        assert moved.state in ENDINGS
        assert (moved.hold, moved.held_state, moved.held_at) == (None, None, None)
    else:
        # Away from rest the same report would have led to the same state.
        awake = after(report, release(was, now), now)
        assert (moved.state, moved.held_state) == (State.ON_HOLD, awake.state)
        assert (moved.hold, moved.held_at, moved.appointment_at) == (was.hold, was.held_at, awake.appointment_at)
        assert release(moved, now).state is awake.state


def test_a_report_that_moves_nothing_does_not_take_the_rest_off_twice() -> None:
    resting = hold(referral(state=State.AGREED), Hold.RISK, NOW + 10 * DAY)
    named = after(Report(Step.BARRIER, barrier=Barrier.COST), resting, NOW + 12 * DAY)
    assert release(named, NOW + 14 * DAY).moved_at == NOW + 4 * DAY


def test_a_move_made_during_the_rest_counts_from_its_end() -> None:
    resting = hold(referral(), Hold.RISK, NOW + 10 * DAY)
    agreed = after(Report(Step.AGREED), resting, NOW + 12 * DAY)
    assert release(agreed, NOW + 14 * DAY).moved_at == NOW + 14 * DAY


def test_an_appointment_missed_during_the_rest_is_gone_and_it_rests_on() -> None:
    missed = after(Report(Step.MISSED), hold(BOOKED, Hold.RISK, NOW), NOW + 10 * DAY)
    assert (missed.state, missed.held_state, missed.appointment_at) == (State.ON_HOLD, State.CONTACTED, None)
    assert missed.next_check_at is None


def test_what_rests_without_having_been_booked_cannot_be_missed() -> None:
    with pytest.raises(NotPossibleError):
        after(Report(Step.MISSED), hold(referral(), Hold.RISK, NOW), NOW)


def test_an_appointment_still_to_come_is_not_asked_about_when_it_comes_back() -> None:
    assert release(hold(BOOKED, Hold.RISK, NOW), NOW + DAY).next_check_at == BOOKED.appointment_at
