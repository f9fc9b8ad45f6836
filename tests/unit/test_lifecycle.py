"""What a report does to a referral."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.lifecycle import Ending, NotPossibleError, Report, after, hold, part, reopen, silence, with_reading
from referrals.model import (
    ENDINGS,
    OPEN_STATES,
    Barrier,
    Carrier,
    Hold,
    Readiness,
    Reading,
    Referral,
    State,
    Step,
)
from tests.unit.moments import NOW, dates, instants, referral

DAY = timedelta(days=1)
LATER = NOW + DAY
FRIDAY = NOW + 3 * DAY
BOOKED = referral(state=State.SCHEDULED, appointment_at=FRIDAY, appointment_timed=False)


@pytest.mark.parametrize(
    ("step", "state", "asked_after"),
    [
        (Step.AGREED, State.AGREED, 3 * DAY),
        (Step.CONTACTED, State.CONTACTED, 6 * DAY),
        (Step.WAITLISTED, State.WAITLISTED, 27 * DAY),
        (Step.BOOKED, State.SCHEDULED, 6 * DAY),
        (Step.NOT_READY, State.SUGGESTED, 5 * DAY),
    ],
)
def test_a_step_moves_it_and_says_when_to_ask_again(step: Step, state: State, asked_after: timedelta) -> None:
    was = State.AGREED if state is State.SUGGESTED else State.SUGGESTED
    moved = after(Report(step), referral(state=was), LATER)
    assert (moved.state, moved.moved_at, moved.next_check_at) == (state, LATER, LATER + asked_after)


@pytest.mark.parametrize(
    ("step", "state", "because"),
    [
        (Step.WENT, State.FULFILLED, Ending.ATTENDED),
        (Step.DECLINED, State.DECLINED, Ending.CLIENT_DECIDED),
        (Step.DROPPED, State.WITHDRAWN, Ending.NO_LONGER_RECOMMENDED),
        (Step.UNAVAILABLE, State.UNAVAILABLE, Ending.NOT_AVAILABLE),
    ],
)
def test_every_ending_has_a_reason_and_is_asked_about_no_more(step: Step, state: State, because: Ending) -> None:
    ended = after(Report(step), BOOKED, LATER)
    assert (ended.state, ended.ended_because, ended.next_check_at) == (state, because, None)


def test_an_appointment_is_asked_about_once_it_has_passed() -> None:
    booked = after(Report(Step.BOOKED, appointment_at=FRIDAY, appointment_timed=False), referral(), LATER)
    assert (booked.appointment_at, booked.appointment_timed, booked.next_check_at) == (FRIDAY, False, FRIDAY)


def test_an_appointment_that_has_passed_already_is_asked_about_from_now() -> None:
    assert after(Report(Step.BOOKED, appointment_at=NOW - DAY), referral(), LATER).next_check_at == LATER


def test_booked_again_without_a_date_lets_the_old_one_go() -> None:
    again = after(Report(Step.BOOKED), BOOKED, LATER)
    assert (again.appointment_at, again.state, again.moved_at) == (None, State.SCHEDULED, NOW)
    assert again.next_check_at == LATER + 6 * DAY


def test_a_missed_appointment_is_gone_and_something_for_the_very_next_session() -> None:
    missed = after(Report(Step.MISSED), BOOKED, LATER)
    assert (missed.state, missed.appointment_at, missed.next_check_at) == (State.CONTACTED, None, LATER)


def test_a_barrier_leaves_it_where_it_stands() -> None:
    named = after(Report(Step.BARRIER, barrier=Barrier.COST), BOOKED, LATER)
    assert (named.barrier, named.state, named.moved_at, named.appointment_at) == (
        Barrier.COST,
        State.SCHEDULED,
        NOW,
        FRIDAY,
    )


def test_a_barrier_once_named_stays_known() -> None:
    named = referral(barrier=Barrier.COST)
    assert after(Report(Step.AGREED), named, LATER).barrier is Barrier.COST


@pytest.mark.parametrize("state", sorted(ENDINGS))
@pytest.mark.parametrize("step", list(Step))
def test_what_has_ended_moves_no_more(state: State, step: Step) -> None:
    with pytest.raises(NotPossibleError) as refused:
        after(Report(step), referral(state=state), LATER)
    assert (refused.value.step, refused.value.state) == (step, state)


@pytest.mark.parametrize("state", [state for state in OPEN_STATES if state is not State.SCHEDULED])
def test_what_was_never_booked_cannot_be_missed(state: State) -> None:
    with pytest.raises(NotPossibleError, match=f"missed does not fit a referral that is {state}"):
        after(Report(Step.MISSED), referral(state=state), LATER)


def test_a_place_on_the_waitlist_keeps_the_day_it_is_expected_until_it_is_left() -> None:
    expected = (NOW + 20 * DAY).date()
    listed = after(Report(Step.WAITLISTED, on=expected), referral(), LATER)
    assert listed.expected_on == expected
    assert after(Report(Step.BARRIER, barrier=Barrier.WAIT), listed, LATER).expected_on == expected
    assert after(Report(Step.BOOKED), listed, LATER).expected_on is None


def test_a_not_now_may_have_a_day_to_come_back_to_and_nothing_else_has() -> None:
    spring = (NOW + 90 * DAY).date()
    assert after(Report(Step.DECLINED, on=spring), BOOKED, LATER).revisit_on == spring
    assert after(Report(Step.DROPPED, on=spring), BOOKED, LATER).revisit_on is None


@pytest.mark.parametrize("step", [Step.WENT, Step.DECLINED, Step.DROPPED, Step.UNAVAILABLE])
def test_what_ended_is_taken_up_again_from_the_start(step: Step) -> None:
    ended = after(Report(step, on=NOW.date()), replace(BOOKED, barrier=Barrier.COST), NOW)
    again = reopen(ended, LATER)
    assert (again.state, again.moved_at, again.next_check_at) == (State.SUGGESTED, LATER, LATER)
    assert (again.barrier, again.ended_because, again.revisit_on, again.carried_by) == (None, None, None, None)
    assert again.appointment_at is None


@pytest.mark.parametrize("state", OPEN_STATES)
def test_what_is_open_is_not_opened_again(state: State) -> None:
    with pytest.raises(NotPossibleError):
        reopen(referral(state=state), LATER)


@pytest.mark.parametrize("was", [BOOKED, hold(BOOKED, Hold.RISK, NOW)], ids=["open", "at rest"])
@pytest.mark.parametrize("carrier", list(Carrier))
def test_a_parting_ends_it_with_who_carries_it_on(was: Referral, carrier: Carrier) -> None:
    over = part(was, carrier, LATER)
    assert (over.state, over.ended_because, over.carried_by) == (State.WITHDRAWN, Ending.PARTED, carrier)
    assert (over.hold, over.held_state, over.held_at) == (None, None, None)
    assert (over.next_check_at, over.appointment_at, over.moved_at) == (None, None, LATER)
    assert reopen(over, LATER).carried_by is None


@pytest.mark.parametrize("was", [BOOKED, hold(BOOKED, Hold.STAY, NOW)], ids=["open", "at rest"])
def test_a_death_ends_it_and_nothing_of_it_is_still_to_come(was: Referral) -> None:
    over = silence(was, LATER)
    assert (over.state, over.ended_because, over.carried_by) == (State.WITHDRAWN, Ending.DIED, None)
    assert (over.hold, over.held_state, over.next_check_at, over.appointment_at) == (None, None, None, None)


def test_each_number_told_is_kept_and_the_clients_own_last_one_counts() -> None:
    told = with_reading(with_reading(referral(), Readiness(4), NOW), Readiness(9, guess=True), LATER)
    assert told.readings == (Reading(4, guess=False, at=NOW), Reading(9, guess=True, at=LATER))
    assert (told.readiness, told.own_readiness) == (Readiness(9, guess=True), 4)
    assert with_reading(told, Readiness(2), LATER).own_readiness == 2


@pytest.mark.parametrize("number", [-1, 11])
def test_a_number_out_of_range_is_no_readiness(number: int) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        Readiness(number)


open_referrals = st.builds(
    referral,
    state=st.sampled_from([state for state in OPEN_STATES if state is not State.ON_HOLD]),
    appointment_at=st.none() | instants,
    barrier=st.sampled_from(Barrier),
)
reports = st.builds(
    Report,
    st.sampled_from([step for step in Step if step is not Step.MISSED]),
    st.none() | instants,
    st.booleans(),
    on=st.none() | dates,
)


@given(reports, open_referrals)
def test_whatever_is_reported_the_referral_makes_sense(report: Report, was: Referral) -> None:
    moved = after(report, was, LATER)
    assert moved.state.ended == (moved.ended_because is not None)
    assert (moved.next_check_at is None) == moved.state.ended
    assert moved.next_check_at is None or moved.next_check_at >= LATER
    assert moved.appointment_at is None or moved.state is State.SCHEDULED
    assert moved.expected_on is None or moved.state is State.WAITLISTED
    assert moved.moved_at == (LATER if moved.state is not was.state else was.moved_at)
    assert (moved.id, moved.client_id, moved.version) == (was.id, was.client_id, was.version)
