"""When to ask again: around sessions, after appointments, by stage; in her hours, never twice on a date."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from referrals.hours import WorkingHours
from referrals.model import Purpose, Readiness, Referral, State
from referrals.sessions import SESSION_LENGTH, SessionRule
from referrals.timing import BRIEF_LEAD, FIRST_ASK, NudgeKind, Planned, Taken, ask_after_silence, plan, to_raise
from tests.unit.moments import (
    NEW_YORK,
    NOW,
    OFFICE,
    SUGGESTED,
    at,
    caseloads,
    durations,
    hours,
    instants,
    referral,
    rules,
    weekly,
)

DAY = timedelta(days=1)
THURSDAYS = weekly(3, 14)
THURSDAY = at(NEW_YORK, 2026, 11, 26, 14, 0)
IN_HOURS = {NudgeKind.BY_STAGE, NudgeKind.AFTER_APPOINTMENT}
BEFORE, AFTER, APPOINTMENT, BY_STAGE = (
    NudgeKind.BEFORE_SESSION,
    NudgeKind.AFTER_SESSION,
    NudgeKind.AFTER_APPOINTMENT,
    NudgeKind.BY_STAGE,
)


def dues(planned: list[Planned]) -> list[tuple[NudgeKind, datetime]]:
    return [(item.kind, item.due_at) for item in planned]


def test_a_client_with_sessions_is_spoken_of_before_and_after_the_next() -> None:
    planned = plan([SUGGESTED], THURSDAYS, OFFICE, NOW)
    assert dues(planned) == [(BEFORE, THURSDAY - BRIEF_LEAD), (AFTER, THURSDAY + SESSION_LENGTH)]
    assert {(item.session_at, item.local_date) for item in planned} == {(THURSDAY, date(2026, 11, 26))}


def test_during_a_session_only_its_question_is_still_to_come() -> None:
    planned = plan([SUGGESTED], THURSDAYS, OFFICE, THURSDAY + timedelta(minutes=10))
    assert dues(planned) == [(AFTER, THURSDAY + SESSION_LENGTH), (BEFORE, THURSDAY + 7 * DAY - BRIEF_LEAD)]


def test_a_referral_that_rests_skips_the_sessions_until_then() -> None:
    resting = referral(next_check_at=THURSDAY + DAY)
    assert {item.session_at for item in plan([resting], THURSDAYS, OFFICE, NOW)} == {THURSDAY + 7 * DAY}
    assert to_raise([resting], THURSDAY) == []
    assert to_raise([resting], THURSDAY + DAY) == [resting]


def test_the_session_brings_up_the_next_referral_of_those_that_may_come_up() -> None:
    resting = referral(id=1, purposes=frozenset({Purpose.CRISIS}), next_check_at=THURSDAY + DAY)
    likely, unlikely = referral(id=2, readiness=Readiness(8)), referral(id=3, readiness=Readiness(2))
    assert {item.referral_id for item in plan([resting, unlikely, likely], THURSDAYS, OFFICE, NOW)} == {2}


def test_the_morning_after_an_appointment_asks_about_it() -> None:
    appointment = at(NEW_YORK, 2026, 11, 27, 15, 0)  # a Friday
    booked = referral(state=State.SCHEDULED, appointment_at=appointment, next_check_at=appointment)
    monday = at(NEW_YORK, 2026, 11, 30, 9, 0)
    assert dues(plan([booked], THURSDAYS, OFFICE, NOW)) == [(APPOINTMENT, monday)]
    assert to_raise([booked], THURSDAY + 7 * DAY) == []


def test_without_sessions_the_one_that_rested_longest_is_asked_about_in_hours() -> None:
    older = referral(id=2, created_at=NOW - 2 * DAY)
    (asked,) = plan([SUGGESTED, older], None, OFFICE, NOW)
    assert (asked.kind, asked.referral_id) == (BY_STAGE, 2)
    assert asked.due_at == OFFICE.next_open(NOW + FIRST_ASK - 2 * DAY)


def test_without_sessions_a_date_that_had_its_question_gives_the_next_morning() -> None:
    rested = referral(created_at=NOW - 9 * DAY)
    tuesday, wednesday = date(2026, 11, 24), date(2026, 11, 25)
    assert dues(plan([rested], None, OFFICE, NOW)) == [(BY_STAGE, NOW)]
    taken = {(BY_STAGE, None, tuesday), (BY_STAGE, None, wednesday)}
    assert dues(plan([rested], None, OFFICE, NOW, taken)) == [(BY_STAGE, at(NEW_YORK, 2026, 11, 26, 9, 0))]


def test_of_two_sessions_on_one_date_one_is_spoken_of() -> None:
    twice = replace(
        THURSDAYS, slots=(*THURSDAYS.slots, replace(THURSDAYS.slots[0], at=THURSDAYS.slots[0].at.replace(16)))
    )
    taken = {(BEFORE, None, date(2026, 11, 26))}
    brief = next(item for item in plan([SUGGESTED], twice, OFFICE, NOW, taken) if item.kind is BEFORE)
    assert brief.session_at == THURSDAY + 7 * DAY


def test_nothing_is_asked_about_what_ended_or_is_on_hold() -> None:
    quiet = [
        referral(id=1, state=State.DECLINED, next_check_at=None),
        referral(id=2, state=State.FULFILLED),
        referral(id=3, state=State.ON_HOLD),
        referral(id=4, next_check_at=None),
    ]
    assert plan(quiet, THURSDAYS, OFFICE, NOW) == plan(quiet, None, OFFICE, NOW) == plan([], None, OFFICE, NOW) == []


def test_an_unanswered_question_waits_for_the_next_session_or_its_stage() -> None:
    agreed = referral(state=State.AGREED)
    assert ask_after_silence(AFTER, agreed, NOW) == NOW + DAY
    assert ask_after_silence(BY_STAGE, agreed, NOW) == NOW + 3 * DAY


taken_before = st.sets(
    st.tuples(st.sampled_from(NudgeKind), st.none(), st.dates(date(2026, 1, 1), date(2026, 3, 1))), max_size=20
)


@given(caseloads, st.none() | rules, hours, instants, taken_before)
def test_a_plan_keeps_the_rules(
    referrals: list[Referral],
    rule: SessionRule | None,
    hours: WorkingHours,
    now: datetime,
    taken: Collection[Taken],
) -> None:
    planned = plan(referrals, rule, hours, now, taken)
    by_id = {one.id: one for one in referrals}
    assert planned == sorted(planned, key=lambda item: item.due_at)
    keys = [key(item) for item in planned]
    assert len(keys) == len(set(keys))
    for item in planned:
        about = by_id[item.referral_id]
        assert about.open
        assert about.next_check_at is not None
        assert about.next_check_at <= (item.session_at or item.due_at)
        assert item.local_date == hours.local_date(item.due_at)
        assert item.kind is APPOINTMENT or (item.due_at >= now and (item.kind, None, item.local_date) not in taken)
        assert item.kind not in IN_HOURS or hours.next_open(item.due_at) == item.due_at


@given(caseloads, st.none() | rules, hours, instants, durations)
def test_planned_later_nothing_comes_earlier(
    referrals: list[Referral], rule: SessionRule | None, hours: WorkingHours, now: datetime, later: timedelta
) -> None:
    early, late = ({key(item): item for item in plan(referrals, rule, hours, then, ())} for then in (now, now + later))
    assert early.keys() == late.keys()
    assert all(early[which].due_at <= late[which].due_at for which in early)


@given(caseloads, st.none() | rules, hours, instants)
@settings(max_examples=40)
def test_a_silent_therapist_is_never_asked_twice_on_a_date(
    referrals: list[Referral], rule: SessionRule | None, hours: WorkingHours, now: datetime
) -> None:
    """Every message goes out when it is due and none is answered, fifteen times over."""
    spoken: list[tuple[NudgeKind, date, int]] = []
    for _ in range(15):
        planned = plan(
            referrals,
            rule,
            hours,
            now,
            {(kind, about if kind is APPOINTMENT else None, day) for kind, day, about in spoken},
        )
        if not planned:
            break
        now = max(now, planned[0].due_at)
        spoken.append((*key(planned[0])[:1], planned[0].local_date, key(planned[0])[1]))
        referrals = [unanswered(one, planned[0], now) for one in referrals]
    assert len(spoken) == len(set(spoken))


def key(planned: Planned) -> tuple[NudgeKind, int]:
    """What is asked once a date: an appointment has a question of its own, the rest one of each kind for the client."""
    return planned.kind, planned.referral_id if planned.kind is APPOINTMENT else 0


def unanswered(one: Referral, planned: Planned, now: datetime) -> Referral:
    if one.id != planned.referral_id or planned.kind is BEFORE:
        return one
    return replace(one, next_check_at=ask_after_silence(planned.kind, one, now))


def test_an_appointments_question_that_went_out_comes_back_another_morning() -> None:
    """However the clock was set meanwhile, what is planned can be kept: no rule speaks twice on one date."""
    booked = referral(state=State.SCHEDULED, appointment_at=NOW - 2 * DAY, next_check_at=NOW - 2 * DAY)
    (first,) = plan([booked], None, OFFICE, NOW - DAY)
    (again,) = plan([booked], None, OFFICE, NOW - DAY, {(APPOINTMENT, booked.id, first.local_date)})
    assert again.local_date > first.local_date


def test_no_referral_waits_for_ever_behind_one_that_is_asked_about_each_week() -> None:
    waiting = [referral(id=number, readiness=Readiness(9 - number)) for number in range(3)]
    raised = []
    for week in range(6):
        session_at = THURSDAY + week * 7 * DAY
        first = to_raise(waiting, session_at)[0]
        raised.append(first.id)
        waiting = [replace(r, next_check_at=session_at + 5 * DAY) if r.id == first.id else r for r in waiting]
    assert raised == [0, 1, 2, 0, 1, 2]


def test_what_reduces_danger_is_raised_first_however_lately_it_was_asked() -> None:
    crisis = referral(id=2, purposes=frozenset({Purpose.CRISIS}), next_check_at=NOW)
    assert [r.id for r in to_raise([referral(id=1, next_check_at=NOW - 9 * DAY), crisis], THURSDAY)] == [2, 1]
