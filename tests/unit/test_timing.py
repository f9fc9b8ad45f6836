"""When to ask again: around sessions, after appointments, by stage; in her hours, never twice on a date."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.asking import LONGEST_WAIT, may_be_asked, to_raise
from referrals.client import Client
from referrals.habits import LEAD
from referrals.model import Purpose, Readiness, Referral, State
from referrals.order import reduces_danger, urgency
from referrals.planning import plan
from referrals.sessions import SESSION_LENGTH, pause
from referrals.timing import FIRST_ASK, NudgeKind, Planned, ask_after, ask_after_silence, stands_still
from tests.unit.moments import (
    HABITS,
    NEW_YORK,
    NOW,
    OFFICE,
    SUGGESTED,
    any_referral,
    at,
    caseloads,
    client,
    clients,
    dates,
    instants,
    referral,
    weekly,
)

DAY = timedelta(days=1)
CRISIS = frozenset({Purpose.CRISIS})
THURSDAYS = weekly(3, 14)
CLIENT, WEEKLY = client(), client(THURSDAYS)
THURSDAY = at(NEW_YORK, 2026, 11, 26, 14, 0)
BEFORE, AFTER, APPOINTMENT, BY_STAGE = (
    NudgeKind.BEFORE_SESSION,
    NudgeKind.AFTER_SESSION,
    NudgeKind.AFTER_APPOINTMENT,
    NudgeKind.BY_STAGE,
)


def dues(planned: list[Planned]) -> list[tuple[NudgeKind, datetime]]:
    return [(item.kind, item.due_at) for item in planned]


def test_a_client_with_sessions_is_spoken_of_before_and_after_the_next() -> None:
    planned = plan(WEEKLY, [SUGGESTED], HABITS, NOW)
    assert dues(planned) == [(BEFORE, THURSDAY - LEAD), (AFTER, THURSDAY + SESSION_LENGTH)]
    assert {(item.session_at, item.local_date) for item in planned} == {(THURSDAY, date(2026, 11, 26))}


def test_during_a_session_only_its_question_is_still_to_come() -> None:
    planned = plan(WEEKLY, [SUGGESTED], HABITS, THURSDAY + timedelta(minutes=10))
    assert dues(planned) == [(AFTER, THURSDAY + SESSION_LENGTH), (BEFORE, THURSDAY + 7 * DAY - LEAD)]


def test_a_referral_that_rests_skips_the_sessions_until_then() -> None:
    resting = referral(next_check_at=THURSDAY + DAY)
    assert {item.session_at for item in plan(WEEKLY, [resting], HABITS, NOW)} == {THURSDAY + 7 * DAY}
    assert to_raise(WEEKLY, [resting], THURSDAY) == []
    assert to_raise(WEEKLY, [resting], THURSDAY + DAY) == [resting]


def test_the_session_brings_up_the_next_referral_of_those_that_may_come_up() -> None:
    resting = referral(id=1, purposes=CRISIS, next_check_at=THURSDAY + DAY)
    likely, unlikely = referral(id=2, readiness=Readiness(8)), referral(id=3, readiness=Readiness(2))
    around = [item for item in plan(WEEKLY, [resting, unlikely, likely], HABITS, NOW) if item.session_at]
    assert {item.referral_id for item in around} == {2}


def test_the_morning_after_an_appointment_asks_about_it() -> None:
    appointment = at(NEW_YORK, 2026, 11, 27, 15, 0)  # a Friday
    booked = referral(state=State.SCHEDULED, appointment_at=appointment, next_check_at=appointment)
    monday = at(NEW_YORK, 2026, 11, 30, 9, 0)
    assert dues(plan(WEEKLY, [booked], HABITS, NOW)) == [(APPOINTMENT, monday)]
    assert to_raise(WEEKLY, [booked], THURSDAY + 7 * DAY) == []


def test_without_sessions_the_one_that_rested_longest_is_asked_about_in_hours() -> None:
    older = referral(id=2, created_at=NOW - 2 * DAY)
    asked, *_ = plan(CLIENT, [SUGGESTED, older], HABITS, NOW)
    assert (asked.kind, asked.referral_id) == (BY_STAGE, 2)
    assert asked.due_at == OFFICE.next_open(NOW + FIRST_ASK - 2 * DAY)


def test_without_sessions_a_date_that_had_its_question_gives_the_next_morning() -> None:
    rested = referral(created_at=NOW - 9 * DAY)
    tuesday, wednesday = date(2026, 11, 24), date(2026, 11, 25)
    assert dues(plan(CLIENT, [rested], HABITS, NOW)) == [(BY_STAGE, NOW)]
    taken = {(BY_STAGE, None, tuesday), (BY_STAGE, None, wednesday)}
    assert dues(plan(CLIENT, [rested], HABITS, NOW, taken)) == [(BY_STAGE, at(NEW_YORK, 2026, 11, 26, 9, 0))]


def test_of_two_sessions_on_one_date_one_is_spoken_of() -> None:
    twice = replace(
        THURSDAYS, slots=(*THURSDAYS.slots, replace(THURSDAYS.slots[0], at=THURSDAYS.slots[0].at.replace(16)))
    )
    taken = {(BEFORE, None, date(2026, 11, 26))}
    brief = next(item for item in plan(client(twice), [SUGGESTED], HABITS, NOW, taken) if item.kind is BEFORE)
    assert brief.session_at == THURSDAY + 7 * DAY


def test_nothing_is_asked_about_what_ended_or_is_on_hold() -> None:
    quiet = [
        referral(id=1, state=State.DECLINED, next_check_at=None),
        referral(id=2, state=State.FULFILLED),
        referral(id=3, state=State.ON_HOLD),
        referral(id=4, next_check_at=None),
    ]
    assert plan(WEEKLY, quiet, HABITS, NOW) == plan(CLIENT, quiet, HABITS, NOW) == plan(CLIENT, [], HABITS, NOW) == []


@pytest.mark.parametrize(
    ("stood", "state", "rest"),
    [
        (0, State.SUGGESTED, 5),
        (0, State.AGREED, 3),
        (13, State.AGREED, 3),  # the first days matter most
        (14, State.AGREED, 12),  # every other weekly session
        (27, State.CONTACTED, 12),
        (28, State.AGREED, 26),
        (6, State.WAITLISTED, 27),  # a wait is long by itself
        (90, State.WAITLISTED, 27),
    ],
)
def test_what_stands_still_rests_longer_the_longer_it_stands(stood: int, state: State, rest: int) -> None:
    one = referral(state=state, moved_at=NOW - stood * DAY)
    assert ask_after_silence(one, NOW) == ask_after(one, NOW) == NOW + rest * DAY
    assert ask_after_silence(replace(one, purposes=CRISIS), NOW) == ask_after_silence(replace(one, moved_at=NOW), NOW)


def test_what_has_not_moved_for_four_weeks_stands_still_save_what_reduces_danger_or_is_booked() -> None:
    still = referral(moved_at=NOW - 28 * DAY)
    assert stands_still(still)
    others: list[dict[str, Any]] = [
        {"moved_at": NOW - 27 * DAY},
        {"next_check_at": None},
        {"appointment_at": NOW},
        {"purposes": CRISIS},
    ]
    assert not any(stands_still(replace(still, **values)) for values in others)
    assert stands_still(replace(still, moved_at=NOW - 27 * DAY, next_check_at=NOW + DAY)), (
        "by the time it is asked about"
    )


def test_an_appointments_question_that_went_out_comes_back_another_morning() -> None:
    """However the clock was set meanwhile, what is planned can be kept: no rule speaks twice on one date."""
    booked = referral(state=State.SCHEDULED, appointment_at=NOW - 2 * DAY, next_check_at=NOW - 2 * DAY)
    (first,) = plan(CLIENT, [booked], HABITS, NOW - DAY)
    (again,) = plan(CLIENT, [booked], HABITS, NOW - DAY, {(APPOINTMENT, booked.id, first.local_date)})
    assert again.local_date > first.local_date


def test_no_referral_waits_for_ever_behind_one_that_is_asked_about_each_week() -> None:
    waiting = [referral(id=number, readiness=Readiness(9 - number)) for number in range(3)]
    raised = []
    for week in range(6):
        session_at = THURSDAY + week * 7 * DAY
        first = to_raise(WEEKLY, waiting, session_at)[0]
        raised.append(first.id)
        waiting = [replace(r, next_check_at=session_at + 5 * DAY) if r.id == first.id else r for r in waiting]
    assert raised == [0, 1, 2, 0, 1, 2]


def test_what_reduces_danger_is_raised_first_however_lately_it_was_asked() -> None:
    crisis = referral(id=2, purposes=CRISIS, next_check_at=NOW)
    assert [r.id for r in to_raise(WEEKLY, [referral(id=1, next_check_at=NOW - 9 * DAY), crisis], THURSDAY)] == [2, 1]


def test_a_referral_named_to_rest_longer_than_its_deadline_is_asked_about_a_week_before_it() -> None:
    """In whatever way it would have waited longer: after an answer, after silence, or since it was logged."""
    month = (NOW + 30 * DAY).date()
    soon, late = (NOW + 10 * DAY).date(), (NOW + 60 * DAY).date()
    listed = referral(state=State.WAITLISTED)
    midnight = datetime(2026, 11, 27, tzinfo=UTC)
    assert ask_after(listed, NOW) == NOW + 27 * DAY
    for ask in (ask_after, ask_after_silence):
        assert ask(replace(listed, wanted_by=soon), NOW) == midnight
        assert ask(replace(listed, expected_on=midnight.date()), NOW) == midnight
        assert ask(replace(listed, wanted_by=late, expected_on=late), NOW) == NOW + 27 * DAY
        assert ask(replace(listed, wanted_by=month, expected_on=midnight.date()), NOW) == midnight
        # A week before it has passed already: what is past brings nothing earlier.
        assert ask(replace(listed, wanted_by=(NOW + 2 * DAY).date()), NOW) == NOW + 27 * DAY


def test_what_is_wanted_soon_does_not_rest_as_long_at_first() -> None:
    """Without sessions a new one rests five days, longer than some have."""
    by_friday = referral(wanted_by=date(2026, 11, 27))
    (asked,) = plan(CLIENT, [by_friday], HABITS, NOW)
    assert asked.due_at == NOW + DAY
    (asked,) = plan(CLIENT, [referral(wanted_by=date(2026, 12, 4))], HABITS, NOW)
    assert asked.due_at == OFFICE.next_open(datetime(2026, 11, 27, tzinfo=UTC)) < NOW + FIRST_ASK
    (asked,) = plan(CLIENT, [referral(wanted_by=date(2027, 3, 1))], HABITS, NOW)
    assert asked.due_at == OFFICE.next_open(NOW + FIRST_ASK)


@given(any_referral, instants, st.none() | dates, st.none() | dates)
def test_a_day_of_the_clients_own_brings_the_question_earlier_and_never_into_the_past(
    one: Referral, now: datetime, wanted_by: date | None, expected_on: date | None
) -> None:
    dated = replace(one, wanted_by=wanted_by, expected_on=expected_on)
    for ask in (ask_after, ask_after_silence):
        plain, sooner = ask(replace(one, wanted_by=None, expected_on=None), now), ask(dated, now)
        assert (sooner is None) == (plain is None)
        assert sooner is None or plain is None or now <= sooner <= plain


def test_sessions_that_pause_without_an_end_are_not_waited_for() -> None:
    paused = client(pause(THURSDAYS, date(2026, 11, 1), None))
    assert [item.kind for item in plan(paused, [SUGGESTED], HABITS, NOW)] == [BY_STAGE]
    back = client(pause(THURSDAYS, date(2026, 11, 1), date(2026, 12, 1)))
    assert {item.session_at for item in plan(back, [SUGGESTED], HABITS, NOW)} == {THURSDAY + 7 * DAY}


@pytest.mark.parametrize(
    "mark", [{"first_at": NOW}, {"purposes": frozenset({Purpose.LIVING})}, {"wished_at": NOW}], ids=str
)
def test_what_was_put_first_steadies_or_is_wished_is_raised_before_what_waited_longer(mark: dict[str, Any]) -> None:
    longer = referral(id=1, next_check_at=NOW - 9 * DAY, readiness=Readiness(10))
    assert [r.id for r in to_raise(WEEKLY, [longer, referral(id=2, **mark)], THURSDAY)] == [2, 1]


def test_what_has_waited_three_weeks_has_its_turn_before_every_wish_but_not_before_danger() -> None:
    waited = referral(id=1, next_check_at=THURSDAY - LONGEST_WAIT)
    wished = referral(id=2, wished_at=NOW, first_at=NOW)
    danger = referral(id=3, purposes=CRISIS)
    assert [r.id for r in to_raise(WEEKLY, [wished, waited, danger], THURSDAY)] == [3, 1, 2]
    nearly = replace(waited, next_check_at=THURSDAY - LONGEST_WAIT + DAY)
    assert [r.id for r in to_raise(WEEKLY, [wished, nearly, danger], THURSDAY)] == [3, 2, 1]


def _rested_less(one: Referral, session_at: datetime) -> bool:
    assert one.next_check_at is not None
    return session_at - one.next_check_at < LONGEST_WAIT


@given(caseloads, clients, instants)
def test_a_session_raises_what_may_be_asked_about_by_then_the_most_urgent_first(
    referrals: list[Referral], who: Client, session_at: datetime
) -> None:
    raised = to_raise(who, referrals, session_at)
    turns = [(not reduces_danger(one), _rested_less(one, session_at), urgency(one)) for one in raised]
    assert turns == sorted(turns)
    assert {one.id for one in raised} == {
        one.id
        for one in referrals
        if may_be_asked(who, one)
        and one.appointment_at is None
        and one.remind_at is None
        and (who.safety.acute or not stands_still(one))
        and one.next_check_at is not None
        and one.next_check_at <= session_at
    }
    assert not any(one.held or not one.open for one in raised)
