"""Risk: looks the same day and each day after, what rests, and a way down that is never straight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from referrals.client import Client, Hospital
from referrals.hours import WorkingHours
from referrals.lifecycle import hold, with_reading
from referrals.model import Hold, Purpose, Readiness, Referral, State
from referrals.order import reduces_danger
from referrals.risk import CareStep, Risk, RiskKind, Safety, TalkedOver
from referrals.safety import (
    LATEST_CONTACT,
    SAME_DAY,
    admit,
    asked,
    can_suffice,
    contacted,
    discharge,
    latest_contact,
    log_risk,
    name_kind,
    next_check,
    next_return,
    options,
    rest_of,
    resting,
    same_day,
    stand_down,
    toggle_step,
)
from referrals.sessions import local_instant
from tests.unit.moments import (
    CRISIS_LINE,
    HAVANA,
    NEW_YORK,
    NOW,
    OFFICE,
    at,
    caseloads,
    client,
    clients,
    dates,
    durations,
    hours,
    instants,
    referral,
    weekly,
)

DAY, HOUR, MINUTE, MOMENT = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(microseconds=1)
WEEK = 7 * DAY
FIRST_CONTACT = timedelta(hours=24)
ACUTE, ELEVATED = client(risk=Risk.ACUTE), client(risk=Risk.ELEVATED)
CRISIS = frozenset({Purpose.CRISIS})
talked = st.sampled_from(TalkedOver)


def midnight(hours: WorkingHours, now: datetime, days: int = 1) -> datetime:
    return local_instant(hours.local_date(now) + days * DAY, time(), hours.zone)


def at_level(who: Client, level: Risk) -> Client:
    return replace(who, safety=replace(who.safety, level=level))


@pytest.mark.parametrize(
    ("logged", "look"),
    [
        ((2026, 11, 24, 10, 0), (2026, 11, 24, 13, 0)),
        ((2026, 11, 24, 16, 30), (2026, 11, 24, 18, 0)),  # earlier, to fit the hours
        ((2026, 11, 24, 17, 55), (2026, 11, 24, 18, 10)),  # not at once again
        ((2026, 11, 24, 19, 0), (2026, 11, 24, 22, 0)),  # no hours are left
        ((2026, 11, 28, 12, 0), (2026, 11, 28, 15, 0)),  # a Saturday
        ((2026, 11, 24, 23, 30), (2026, 11, 24, 23, 59, 59)),
    ],
)
def test_the_first_look_comes_the_same_day(logged: tuple[int, ...], look: tuple[int, ...]) -> None:
    assert same_day(OFFICE, at(NEW_YORK, *logged)) == at(NEW_YORK, *look)


@given(hours, instants)
def test_the_first_look_is_never_later_than_the_day_or_three_hours_and_within_what_is_left_of_the_hours(
    hours: WorkingHours, now: datetime
) -> None:
    look = same_day(hours, now)
    assert now <= look <= now + SAME_DAY
    assert look < midnight(hours, now)
    assert hours.local_date(look) == hours.local_date(now)
    closes = local_instant(hours.local_date(now), hours.end, hours.zone)
    if hours.local_date(now).weekday() in hours.days and now + 15 * MINUTE <= closes:
        assert look <= closes


@given(hours, dates, st.timedeltas(timedelta(), timedelta(hours=2)))
def test_it_is_so_around_every_midnight(hours: WorkingHours, day: date, before: timedelta) -> None:
    now = local_instant(day, time(), hours.zone) - before - MOMENT
    look = same_day(hours, now)
    assert now <= look
    assert hours.local_date(look) == hours.local_date(now)


def test_where_the_clocks_change_at_midnight_the_day_still_has_its_look() -> None:
    """On 8 March 2026 Havana has no midnight: after 23:59 comes 1:00."""
    office = replace(OFFICE, zone=HAVANA)
    late = at(HAVANA, 2026, 3, 7, 23, 30)
    assert same_day(office, late) == at(HAVANA, 2026, 3, 7, 23, 59, 59)


@given(hours, instants, st.integers(1, 20))
def test_while_acute_each_calendar_day_has_one_look(hours: WorkingHours, now: datetime, days: int) -> None:
    """Days off included. Each look goes out some seconds after it was due, and nobody answers."""
    who = log_risk(client(), Risk.ACUTE, hours, now)
    looks = []
    for _ in range(days):
        assert who.check_at is not None
        looks.append(hours.local_date(who.check_at))
        who = replace(who, check_at=next_check(who, hours, who.check_at + timedelta(seconds=7)))
    assert looks == [hours.local_date(now) + number * DAY for number in range(days)]


def test_a_look_that_was_due_just_before_midnight_does_not_take_the_next_mornings() -> None:
    who = log_risk(client(), Risk.ACUTE, OFFICE, at(NEW_YORK, 2026, 11, 24, 23, 50))
    assert who.check_at == at(NEW_YORK, 2026, 11, 24, 23, 59, 59)
    assert next_check(who, OFFICE, who.check_at + timedelta(seconds=4)) == at(NEW_YORK, 2026, 11, 25, 9, 0)


def test_a_look_after_a_downtime_counts_for_the_day_it_came() -> None:
    who = replace(ACUTE, check_at=at(NEW_YORK, 2026, 11, 24, 9, 0))
    assert next_check(who, OFFICE, at(NEW_YORK, 2026, 11, 27, 8, 0)) == at(NEW_YORK, 2026, 11, 28, 9, 0)


@given(clients, hours, instants)
def test_the_next_look_is_later_and_comes_at_all_while_anything_calls_for_it(
    who: Client, hours: WorkingHours, now: datetime
) -> None:
    look = next_check(who, hours, now)
    assert (look is None) == (who.hospital is None and not who.safety.at_risk)
    assert look is None or now < look <= now + 15 * DAY
    if who.safety.acute and who.hospital is not Hospital.ADMITTED:
        assert look is not None
        assert look < midnight(hours, now, 2)
    elif look is not None:
        assert hours.next_open(look) == look


def test_what_is_elevated_is_looked_after_weekly_in_hours() -> None:
    logged = log_risk(client(), Risk.ELEVATED, OFFICE, at(NEW_YORK, 2026, 11, 27, 20, 0))
    assert logged.check_at == at(NEW_YORK, 2026, 12, 7, 9, 0)


def test_logging_keeps_what_goes_on_and_begins_anew_where_it_changes() -> None:
    first = name_kind(log_risk(client(), Risk.ACUTE, OFFICE, NOW), RiskKind.SELF)
    stepped = toggle_step(first, CareStep.SAFETY_PLAN)
    again = log_risk(stepped, Risk.ACUTE, OFFICE, NOW + HOUR)
    assert (again.safety.since, again.safety.asked_at) == (NOW, NOW + HOUR)
    assert (again.safety.kind, again.safety.steps) == (RiskKind.SELF, frozenset({CareStep.SAFETY_PLAN}))
    worse = log_risk(replace(at_level(stepped, Risk.ELEVATED)), Risk.ACUTE, OFFICE, NOW + DAY)
    assert (worse.safety.since, worse.safety.kind, worse.safety.steps) == (NOW + DAY, RiskKind.SELF, frozenset())
    assert log_risk(at_level(stepped, Risk.NONE_LOGGED), Risk.ELEVATED, OFFICE, NOW).safety.kind is None


def test_a_risk_that_turns_acute_stops_what_was_coming_back() -> None:
    down = replace(ELEVATED, safety=replace(ELEVATED.safety, return_at=NOW))
    assert log_risk(down, Risk.ACUTE, OFFICE, NOW).safety.return_at is None
    assert log_risk(down, Risk.ELEVATED, OFFICE, NOW).safety.return_at == NOW


def test_a_step_is_taken_and_taken_back() -> None:
    once = toggle_step(toggle_step(ACUTE, CareStep.SAFETY_PLAN), CareStep.MEANS_SAFETY)
    assert once.safety.steps == {CareStep.SAFETY_PLAN, CareStep.MEANS_SAFETY}
    assert toggle_step(once, CareStep.SAFETY_PLAN).safety.steps == {CareStep.MEANS_SAFETY}


@given(clients, hours, instants)
def test_logging_never_lowers_an_acute_risk(who: Client, hours: WorkingHours, now: datetime) -> None:
    acute = at_level(who, Risk.ACUTE)
    assert log_risk(acute, Risk.ELEVATED, hours, now) == asked(acute, hours, now)
    assert log_risk(acute, Risk.ELEVATED, hours, now).safety.acute


@given(clients, talked, st.booleans(), hours, instants)
def test_the_way_down_goes_one_step_at_a_time(
    who: Client, whom: TalkedOver, licensed: bool, hours: WorkingHours, now: datetime
) -> None:
    down = stand_down(who, whom, licensed, hours, now)
    one_lower = {Risk.ACUTE: Risk.ELEVATED, Risk.ELEVATED: Risk.NONE_LOGGED, Risk.NONE_LOGGED: Risk.NONE_LOGGED}
    if not who.safety.at_risk or (whom is TalkedOver.NOT_YET and not licensed):
        assert down == who
        return
    assert down.safety.level is one_lower[who.safety.level]
    assert down.safety.asked_at == now
    assert down.check_at == next_check(replace(down, check_at=who.check_at), hours, now)


@given(clients, hours, instants)
def test_a_trainees_not_yet_changes_nothing_the_next_check_included(
    who: Client, hours: WorkingHours, now: datetime
) -> None:
    assert stand_down(who, TalkedOver.NOT_YET, False, hours, now) == who


def test_once_stood_down_what_rests_begins_to_come_back() -> None:
    down = stand_down(ACUTE, TalkedOver.SUPERVISOR, False, OFFICE, NOW)
    assert (down.safety.level, down.safety.since, down.safety.return_at) == (Risk.ELEVATED, NOW, NOW + WEEK)
    assert down.check_at == NOW + WEEK
    later = stand_down(down, TalkedOver.ON_CALL, False, OFFICE, NOW + DAY)
    assert (later.safety.level, later.safety.kind, later.check_at) == (Risk.NONE_LOGGED, None, None)
    assert later.safety.return_at == NOW + WEEK, "the second step down puts nothing off"


def test_the_kind_of_danger_is_known_until_nothing_is_logged() -> None:
    down = stand_down(name_kind(ACUTE, RiskKind.SELF), TalkedOver.SUPERVISOR, False, OFFICE, NOW)
    assert down.safety.kind is RiskKind.SELF
    assert stand_down(down, TalkedOver.SUPERVISOR, False, OFFICE, NOW).safety.kind is None


@given(clients, hours, instants)
def test_what_comes_back_comes_on_a_later_day_a_session_or_a_week_on(
    who: Client, hours: WorkingHours, now: datetime
) -> None:
    back = next_return(who, hours, now)
    assert back >= midnight(hours, now) - 2 * HOUR
    if who.sessions is None:
        assert back == hours.next_open(now + WEEK)


def test_what_comes_back_is_there_before_the_next_session_of_another_day() -> None:
    tuesdays = client(weekly(1, 18))
    assert next_return(tuesdays, OFFICE, NOW) == at(NEW_YORK, 2026, 12, 1, 16, 0), "not the session of this evening"


@given(caseloads, clients)
def test_acute_risk_puts_to_rest_all_that_neither_reduces_it_nor_is_enough(
    referrals: list[Referral], who: Client
) -> None:
    rests = rest_of(at_level(who, Risk.ACUTE), referrals)
    assert not any(reduces_danger(one) or one.sufficient or one.held or not one.open for one in rests)
    assert {one.id for one in rests} == {
        one.id for one in referrals if one.open and not one.held and not one.sufficient and not reduces_danger(one)
    }
    for level in (Risk.ELEVATED, Risk.NONE_LOGGED):
        assert rest_of(at_level(who, level), referrals) == []


@pytest.mark.parametrize(
    "values", [{"reduces": RiskKind.MEDICAL}, {"purposes": CRISIS}, {"service": CRISIS_LINE}], ids=str
)
def test_what_reduces_danger_is_never_put_to_rest(values: dict[str, object]) -> None:
    assert rest_of(ACUTE, [replace(referral(), **values)]) == []  # type: ignore[arg-type] # the fields' own values


def test_only_what_rests_because_of_risk_comes_back_with_it_the_first_in_order_at_the_head() -> None:
    for_risk = [hold(referral(id=number, created_at=NOW - number * DAY), Hold.RISK, NOW) for number in (1, 2)]
    others = [hold(referral(id=3), Hold.CHOICE, NOW), hold(referral(id=4), Hold.STAY, NOW), referral(id=5)]
    assert [one.id for one in resting([*for_risk, *others])] == [2, 1]


def test_the_options_stand_by_the_clients_own_number_and_a_guess_is_none() -> None:
    enough = [replace(referral(id=number, readiness=Readiness(number)), sufficient=True) for number in (2, 7, 4)]
    guessed = replace(with_reading(referral(id=9), Readiness(10, guess=True), NOW), sufficient=True)
    over = replace(referral(id=10, state=State.DECLINED, readiness=Readiness(10)), sufficient=True)
    assert [one.id for one in options([*enough, guessed, over, referral(id=11)])] == [7, 4, 2, 9]


def test_an_option_nobody_would_take_is_told_apart_from_one_not_asked_about() -> None:
    asked_about = replace(referral(id=1, readiness=Readiness(0)), sufficient=True)
    assert [one.id for one in options([replace(referral(id=2), sufficient=True), asked_about])] == [1, 2]


def test_a_crisis_line_is_never_enough() -> None:
    line = referral(service=CRISIS_LINE, sufficient=True)
    assert not can_suffice(line)
    assert options([line]) == []


def test_in_hospital_it_is_asked_weekly_whether_she_still_is() -> None:
    away = admit(ACUTE, OFFICE, NOW)
    assert (away.hospital, away.check_at) == (Hospital.ADMITTED, NOW + WEEK)


@pytest.mark.parametrize(
    ("discharged", "told", "first"),
    [
        ((2026, 11, 24, 15, 0), (2026, 11, 24, 15, 0), (2026, 11, 25, 9, 0)),  # the next morning
        ((2026, 11, 24, 8, 0), (2026, 11, 24, 15, 0), (2026, 11, 24, 18, 0)),  # which would be too late
        ((2026, 11, 27, 15, 0), (2026, 11, 27, 15, 0), (2026, 11, 27, 18, 0)),  # a Friday: before the week-end
        ((2026, 11, 27, 19, 0), (2026, 11, 27, 19, 0), (2026, 11, 28, 9, 0)),  # too late for that: on the day off
        ((2026, 11, 23, 12, 0), (2026, 11, 24, 8, 0), (2026, 11, 24, 9, 0)),  # as soon as the hours begin
        ((2026, 11, 27, 5, 0), (2026, 11, 27, 23, 0), (2026, 11, 28, 5, 0)),  # nothing fits
        ((2026, 11, 20, 12, 0), (2026, 11, 24, 15, 0), (2026, 11, 24, 15, 0)),  # 24 hours have passed: at once
        ((2026, 11, 20, 12, 0), (2026, 11, 28, 15, 0), (2026, 11, 28, 15, 0)),
    ],
)
def test_the_first_question_after_a_discharge(
    discharged: tuple[int, ...], told: tuple[int, ...], first: tuple[int, ...]
) -> None:
    back = discharge(client(), OFFICE, at(NEW_YORK, *discharged), at(NEW_YORK, *told))
    assert (back.hospital, back.check_at) == (Hospital.DISCHARGED, at(NEW_YORK, *first))


@given(clients, hours, instants, durations)
def test_after_a_discharge_the_first_question_comes_within_24_hours_or_at_once(
    who: Client, hours: WorkingHours, discharged: datetime, until_told: timedelta
) -> None:
    now = discharged + until_told
    back = discharge(who, hours, discharged, now)
    assert back.check_at is not None
    assert now <= back.check_at <= max(discharged + FIRST_CONTACT, now)
    if who.safety.acute:
        assert back.check_at <= same_day(hours, now)
    elif hours.next_open(now) < discharged + FIRST_CONTACT:
        assert hours.next_open(back.check_at - MOMENT) < back.check_at + MOMENT, "within the hours or at their end"


@given(hours, dates, durations)
def test_after_a_discharge_it_is_asked_each_working_day_for_72_hours_and_weekly_from_then_on(
    hours: WorkingHours, day: date, later: timedelta
) -> None:
    now = local_instant(day, hours.start, hours.zone) + later
    back = client(hospital=Hospital.DISCHARGED, hospital_on=day)
    look = next_check(back, hours, now)
    assert look is not None
    in_time = latest_contact(day, hours)
    assert in_time == midnight(hours, local_instant(day, time(12), hours.zone)) + LATEST_CONTACT
    tomorrow = hours.next_morning(now)
    assume(hours.next_open(midnight(hours, now)) == tomorrow)
    assert look == (tomorrow if tomorrow <= in_time else hours.next_open(now + WEEK))


def test_once_she_was_reached_the_stay_is_over_and_what_is_logged_goes_on() -> None:
    back = replace(ELEVATED, hospital=Hospital.DISCHARGED, hospital_on=NOW.date())
    reached = contacted(back, OFFICE, NOW)
    assert (reached.hospital, reached.hospital_on, reached.check_at) == (None, None, NOW + WEEK)
    assert contacted(replace(back, safety=Safety()), OFFICE, NOW).check_at is None
