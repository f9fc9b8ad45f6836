"""The plan of one client: what it keeps, whoever she is and whatever was recommended to her."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from referrals.asking import check_kind
from referrals.client import Client, Closing, Hospital
from referrals.habits import Habits
from referrals.lifecycle import hold, release
from referrals.model import Hold, Purpose, Referral, State
from referrals.order import in_order, reduces_danger
from referrals.planning import plan
from referrals.risk import Risk, Safety
from referrals.safety import next_check, next_return
from referrals.stalled import NOTHING_KNOWN, stalled
from referrals.timing import OF_ONE_REFERRAL, OF_SUPERVISION, QUESTIONS, NudgeKind, Planned, Taken, ask_after_silence
from tests.unit.moments import (
    HABITS,
    NEW_YORK,
    NOW,
    OFFICE,
    SUGGESTED,
    at,
    caseloads,
    client,
    clients,
    durations,
    habits,
    instants,
    referral,
    regular_clients,
    weekly,
)

DAY = timedelta(days=1)
AROUND_SESSIONS = {NudgeKind.BEFORE_SESSION, NudgeKind.AFTER_SESSION}
CHECK, RETURN, REVISIT = NudgeKind.SAFETY_CHECK, NudgeKind.RETURN, NudgeKind.REVISIT
SUPERVISION = NudgeKind.SUPERVISION  # looked for some weeks ahead, so that later finds more
DIGEST = NudgeKind.DIGEST
CRISIS = frozenset({Purpose.CRISIS})
APPOINTMENT_BEFORE: dict[str, Any] = {"state": State.SCHEDULED, "appointment_at": NOW - DAY, "next_check_at": NOW - DAY}
STOOD_DOWN = replace(client(risk=Risk.ELEVATED), safety=Safety(Risk.ELEVATED, return_at=NOW + DAY))


def kinds(planned: list[Planned]) -> list[NudgeKind]:
    return [item.kind for item in planned]


@pytest.mark.parametrize("closing", list(Closing))
@given(caseloads, clients, habits, instants)
def test_nothing_is_planned_once_the_work_has_ended(
    closing: Closing, referrals: list[Referral], who: Client, her: Habits, now: datetime
) -> None:
    over = replace(who, closed_at=now, closed_because=closing)
    assert plan(over, referrals, her, now) == []


@given(caseloads, clients, habits, instants)
def test_in_hospital_only_the_question_whether_she_still_is(
    referrals: list[Referral], who: Client, her: Habits, now: datetime
) -> None:
    planned = plan(replace(who, hospital=Hospital.ADMITTED), referrals, her, now)
    assert [(item.kind, item.due_at) for item in planned] == [
        (NudgeKind.HOSPITAL, at) for at in (who.check_at,) if at is not None
    ]


@given(caseloads, clients, habits, instants)
def test_at_acute_risk_only_what_reduces_danger_or_was_marked_enough_is_asked_about(
    referrals: list[Referral], who: Client, her: Habits, now: datetime
) -> None:
    acute = replace(who, safety=replace(who.safety, level=Risk.ACUTE))
    by_id = {one.id: one for one in referrals}
    about = [by_id[item.referral_id] for item in plan(acute, referrals, her, now) if item.referral_id is not None]
    assert all(one.sufficient or reduces_danger(one) for one in about)
    assert RETURN not in kinds(plan(acute, referrals, her, now))


taken_before = st.sets(
    st.tuples(st.sampled_from(NudgeKind), st.none(), st.dates(date(2026, 1, 1), date(2026, 3, 1))), max_size=20
)


@given(caseloads, clients, habits, instants, taken_before)
def test_a_plan_keeps_the_rules(
    referrals: list[Referral],
    who: Client,
    her: Habits,
    now: datetime,
    taken: Collection[Taken],
) -> None:
    planned = plan(who, referrals, her, now, taken)
    by_id = {one.id: one for one in referrals}
    assert planned == sorted(planned, key=lambda item: item.due_at)
    keys = [key(item) for item in planned]
    assert len(keys) == len(set(keys))
    for item in planned:
        assert item.local_date == her.hours.local_date(item.due_at)
        assert item.kind in AROUND_SESSIONS or item.kind.about_client or her.hours.next_open(item.due_at) == item.due_at
        if item.kind.about_client:
            assert (item.kind, item.due_at, item.referral_id) == (check_kind(who), who.check_at, None)
            continue
        if item.kind in OF_SUPERVISION:
            assert item.due_at >= now
            assert (item.kind, None, item.local_date) not in taken
            assert who.raised_at or stalled(who, referrals, NOTHING_KNOWN, item.due_at, her.zone)
            continue
        assert item.referral_id is not None
        about = by_id[item.referral_id]
        assert item.kind is NudgeKind.AFTER_APPOINTMENT or (
            item.due_at >= now and (item.kind, None, item.local_date) not in taken
        )
        if item.kind is RETURN:
            assert (about.held, about.hold) == (True, Hold.RISK)
            assert who.safety.return_at is not None
            assert item.due_at >= who.safety.return_at
        elif item.kind is REVISIT:
            assert not about.open
            assert about.revisit_on is not None
            assert item.local_date >= about.revisit_on
        else:
            assert about.open
            assert not about.held
            assert about.next_check_at is not None
            # A digest asks about what is due that day, at whatever hour.
            that_day = timedelta(days=1) if item.kind is NudgeKind.DIGEST else timedelta()
            assert about.next_check_at <= (item.session_at or item.due_at) + that_day


@given(caseloads, regular_clients, habits, instants, durations)
def test_planned_later_nothing_comes_earlier(
    referrals: list[Referral], who: Client, her: Habits, now: datetime, later: timedelta
) -> None:
    early, late = (
        {key(item): item for item in plan(who, referrals, her, then, ()) if item.kind is not SUPERVISION}
        for then in (now, now + later)
    )
    # A digest stands in for what nothing else asks about, and whose turn it is changes with time.
    early, late = ({which: item for which, item in one.items() if which[0] is not DIGEST} for one in (early, late))
    assert early.keys() == late.keys()
    assert all(early[which].due_at <= late[which].due_at for which in early)


@given(caseloads, clients, habits, instants)
@settings(max_examples=40)
def test_a_silent_therapist_is_never_asked_twice_on_a_date(
    referrals: list[Referral], who: Client, her: Habits, now: datetime
) -> None:
    """Every message goes out when it is due and none is answered, fifteen times over."""
    spoken: list[tuple[NudgeKind, int | None, date]] = []
    came_back: list[int | None] = []
    for _ in range(15):
        planned = plan(who, referrals, her, now, spoken)
        if not planned:
            break
        said, now = planned[0], max(now, planned[0].due_at)
        spoken.append((said.kind, said.referral_id if said.kind in OF_ONE_REFERRAL else None, said.local_date))
        who, referrals = gone_out(who, referrals, her, said, now)
        came_back += [said.referral_id] if said.kind is RETURN else []
    assert len(spoken) == len(set(spoken))
    assert len(came_back) == len(set(came_back))
    revisited = [about for kind, about, _ in spoken if kind is REVISIT]
    assert len(revisited) == len(set(revisited))


def key(planned: Planned) -> tuple[NudgeKind, int | None]:
    """What is asked once a date: some have a question of their own, of the rest the client has one of each kind."""
    return planned.kind, planned.referral_id if planned.kind in OF_ONE_REFERRAL else None


def gone_out(
    who: Client, referrals: list[Referral], her: Habits, said: Planned, now: datetime
) -> tuple[Client, list[Referral]]:
    """Client and referrals after a message went out and stayed unanswered."""
    if said.kind.about_client:
        return replace(who, check_at=next_check(who, her.hours, now)), referrals
    if said.kind is RETURN:
        who = replace(who, safety=replace(who.safety, return_at=next_return(who, her.hours, now)))
        return who, [release(one, now) if one.id == said.referral_id else one for one in referrals]
    if said.kind in {NudgeKind.BEFORE_SESSION, REVISIT}:
        return who, referrals
    return who, [
        replace(one, next_check_at=ask_after_silence(one, now)) if one.id == said.referral_id else one
        for one in referrals
    ]


@pytest.mark.parametrize("why", list(Hold))
def test_what_rests_is_not_asked_about_not_even_after_its_appointment(why: Hold) -> None:
    resting = hold(referral(**APPOINTMENT_BEFORE), why, NOW)
    dated = replace(resting, next_check_at=NOW - DAY)  # as an older version may have left it
    for who in (client(), client(weekly(3, 14)), client(risk=Risk.ACUTE)):
        assert plan(who, [resting, dated], HABITS, NOW) == []


def test_at_acute_risk_what_was_not_yet_put_to_rest_is_not_asked_about_either() -> None:
    acute = client(weekly(3, 14), Risk.ACUTE)
    housing, enough = referral(id=1, **APPOINTMENT_BEFORE), referral(id=2, sufficient=True)
    crisis = referral(id=3, purposes=CRISIS)
    asked = [item for item in plan(acute, [housing, enough], HABITS, NOW) if item.kind in QUESTIONS]
    assert not [item for item in plan(acute, [housing], HABITS, NOW) if item.kind in QUESTIONS]
    assert {item.referral_id for item in asked} == {2}
    around = [item for item in plan(acute, [housing, enough, crisis], HABITS, NOW) if item.session_at]
    assert {item.referral_id for item in around} == {3}


@given(clients, habits, instants, taken_before)
def test_a_look_after_an_acute_client_is_never_later_than_it_was_to_be(
    who: Client, her: Habits, now: datetime, taken: Collection[Taken]
) -> None:
    """Whatever went out on that date before."""
    check_at = who.check_at
    assume(check_at is not None and who.hospital is not Hospital.ADMITTED)
    assert check_at is not None
    acute = replace(who, safety=replace(who.safety, level=Risk.ACUTE))
    today = {(CHECK, None, her.hours.local_date(check_at))}
    (look,) = plan(acute, [], her, now, {*taken, *today})
    assert (look.kind, look.due_at) == (CHECK, check_at)


def test_after_a_stand_down_one_comes_back_at_a_time_the_first_in_order() -> None:
    resting = [hold(referral(id=number), Hold.RISK, NOW) for number in (1, 2)]
    first_wished = replace(resting[1], wished_at=NOW)
    (back,) = plan(STOOD_DOWN, [resting[0], first_wished], HABITS, NOW)
    assert (back.kind, back.referral_id, back.due_at) == (RETURN, 2, OFFICE.next_open(NOW + DAY))
    assert in_order([resting[0], first_wished])[0].id == 2


@pytest.mark.parametrize("why", [Hold.CHOICE, Hold.STAY])
def test_what_rests_for_another_reason_does_not_come_back_by_itself(why: Hold) -> None:
    assert plan(STOOD_DOWN, [hold(SUGGESTED, why, NOW)], HABITS, NOW) == []


def test_nothing_comes_back_while_the_risk_is_acute_or_before_a_stand_down() -> None:
    resting = [hold(SUGGESTED, Hold.RISK, NOW)]
    acute = replace(STOOD_DOWN, safety=replace(STOOD_DOWN.safety, level=Risk.ACUTE))
    assert plan(acute, resting, HABITS, NOW) == []
    assert plan(client(risk=Risk.ELEVATED), resting, HABITS, NOW) == []


def test_a_return_that_went_out_today_leaves_the_next_for_another_day() -> None:
    resting = [hold(SUGGESTED, Hold.RISK, NOW)]
    (first,) = plan(STOOD_DOWN, resting, HABITS, NOW)
    (again,) = plan(STOOD_DOWN, resting, HABITS, NOW, {(RETURN, None, first.local_date)})
    assert again.local_date > first.local_date


def test_a_not_now_comes_up_once_on_the_day_it_was_left_for() -> None:
    left = referral(state=State.DECLINED, next_check_at=None, revisit_on=date(2026, 12, 5))  # a Saturday
    (revisit,) = plan(client(), [left], HABITS, NOW)
    assert (revisit.kind, revisit.referral_id) == (REVISIT, 1)
    assert revisit.due_at == at(NEW_YORK, 2026, 12, 7, 9, 0)
    assert plan(client(), [left], HABITS, NOW, {(REVISIT, 1, revisit.local_date)}) == []
    assert plan(client(), [left], HABITS, NOW + 40 * DAY, {(REVISIT, 1, revisit.local_date)}) == []
    other = (REVISIT, 2, revisit.local_date)
    assert len(plan(client(), [left], HABITS, NOW, {other})) == 1, "each has its own"
    spring = replace(left, revisit_on=date(2027, 4, 1))
    (again,) = plan(client(), [spring], HABITS, NOW, {(REVISIT, 1, revisit.local_date)})
    assert again.local_date == spring.revisit_on, "left for another day since"


def test_at_acute_risk_a_not_now_waits() -> None:
    left = referral(state=State.DECLINED, next_check_at=None, revisit_on=date(2026, 11, 24))
    assert plan(client(risk=Risk.ACUTE), [left], HABITS, NOW) == []
    assert kinds(plan(client(risk=Risk.ELEVATED), [left], HABITS, NOW)) == [REVISIT]
    assert kinds(plan(client(risk=Risk.ACUTE), [replace(left, purposes=CRISIS)], HABITS, NOW)) == [REVISIT]


@pytest.mark.parametrize(
    ("risk", "hospital", "asked"),
    [
        (Risk.ACUTE, None, CHECK),
        (Risk.ELEVATED, None, CHECK),
        (Risk.ACUTE, Hospital.DISCHARGED, CHECK),
        (Risk.ELEVATED, Hospital.DISCHARGED, NudgeKind.HOSPITAL),
        (Risk.NONE_LOGGED, Hospital.DISCHARGED, NudgeKind.HOSPITAL),
        (Risk.ACUTE, Hospital.ADMITTED, NudgeKind.HOSPITAL),
        (Risk.NONE_LOGGED, Hospital.ADMITTED, NudgeKind.HOSPITAL),
    ],
)
def test_a_look_asks_what_matters_most(risk: Risk, hospital: Hospital | None, asked: NudgeKind) -> None:
    assert kinds(plan(client(risk=risk, hospital=hospital, check_at=NOW), [], HABITS, NOW)) == [asked]
