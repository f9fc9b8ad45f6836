"""When a case has stalled, each pattern at its border; and which case supervision takes up first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.client import Client, Closing, Hospital
from referrals.days_off import Away, DaysOff
from referrals.framing import heard_as
from referrals.lifecycle import Report, after, hold, release, reopen
from referrals.model import ENDINGS, Barrier, Heard, Hold, Purpose, Reading, Referral, State, Step
from referrals.order import reduces_danger
from referrals.risk import Risk, RiskKind, Safety
from referrals.sessions import Cadence, SessionRule, Slot, local_instant, move_session, pause
from referrals.stalled import USUAL, Case, Known, Limits, Pattern, Stall, in_need, rests_until, stalled
from tests.unit.moments import (
    CRISIS_LINE,
    NEW_YORK,
    NOW,
    any_referral,
    at,
    client,
    clients,
    dates,
    durations,
    instants,
    referral,
    weekly,
    zones,
)

DAY, WEEK, MOMENT = timedelta(days=1), timedelta(weeks=1), timedelta(microseconds=1)
TUESDAYS = weekly(1, 14)  # the session of NOW's day began an hour before NOW
WITH_SESSIONS, WITHOUT = client(TUESDAYS), client()
ONE = referral(state=State.CONTACTED)
THIRD = at(NEW_YORK, 2026, 12, 15, 14)  # the third session after NOW
IN_UTC = ZoneInfo("UTC")
NOBODY_SAID: Mapping[int, Sequence[Barrier]] = {}
CRISIS = referral(purposes=frozenset({Purpose.CRISIS}))
barriers_of_some = st.dictionaries(st.integers(1, 4), st.lists(st.sampled_from(Barrier), max_size=4))


moved_ones = st.builds(
    lambda one, moved, heard, numbers, expected: replace(
        one,
        created_at=moved,
        moved_at=moved,
        heard=heard,
        readings=tuple(Reading(value, False, moved) for value in numbers),
        expected_on=expected if one.state is State.WAITLISTED else None,
    ),
    any_referral,
    instants,
    st.none() | st.sampled_from(Heard),
    st.lists(st.integers(0, 10), max_size=3),
    st.none() | dates,
)
cases_of_one = st.lists(moved_ones, max_size=5).map(
    lambda several: [replace(one, id=number) for number, one in enumerate(several, 1)]
)


def patterns(
    who: Client,
    referrals: Sequence[Referral],
    now: datetime,
    barriers: Mapping[int, Sequence[Barrier]] = NOBODY_SAID,
    limits: Limits = USUAL,
) -> list[Pattern]:
    return [stall.pattern for stall in stalls_of(who, referrals, barriers, now, limits)]


def stalls_of(
    who: Client,
    referrals: Sequence[Referral],
    barriers: Mapping[int, Sequence[Barrier]],
    now: datetime,
    limits: Limits = USUAL,
    zone: ZoneInfo = IN_UTC,
) -> list[Stall]:
    return stalled(who, referrals, Known(barriers=barriers, limits=limits), now, zone)


def moves(who: Client, one: Referral, now: datetime) -> bool:
    return Pattern.NO_MOVEMENT not in patterns(who, [one], now)


def told(*numbers: int | str, **values: Any) -> Referral:
    """One number a day; "~3" is a guess."""
    readings = [
        Reading(int(str(number).removeprefix("~")), str(number).startswith("~"), NOW + day * DAY)
        for day, number in enumerate(numbers)
    ]
    return replace(ONE, readings=tuple(readings), **values)


# No movement


def test_at_the_third_session_nothing_moved() -> None:
    assert moves(WITH_SESSIONS, ONE, THIRD - MOMENT)
    assert stalls_of(WITH_SESSIONS, [ONE], NOBODY_SAID, THIRD) == [
        Stall(Pattern.NO_MOVEMENT, (1,), days=20, sessions=3)
    ]
    assert stalls_of(WITH_SESSIONS, [ONE], NOBODY_SAID, THIRD + WEEK)[0].sessions == 4


def test_three_sessions_in_less_than_two_weeks_are_not_enough() -> None:
    thrice = replace(TUESDAYS, slots=tuple(Slot(weekday, time(14)) for weekday in (0, 1, 3)))
    who = client(thrice)
    assert moves(who, ONE, NOW + 14 * DAY - MOMENT)
    assert stalls_of(who, [ONE], NOBODY_SAID, NOW + 14 * DAY) == [Stall(Pattern.NO_MOVEMENT, (1,), days=14, sessions=6)]


def test_the_session_in_which_it_moved_is_not_one_without_movement() -> None:
    in_session = replace(ONE, moved_at=at(NEW_YORK, 2026, 11, 24, 14))
    assert moves(WITH_SESSIONS, in_session, THIRD - MOMENT)
    assert not moves(WITH_SESSIONS, replace(in_session, moved_at=in_session.moved_at - MOMENT), THIRD - WEEK)


@pytest.mark.parametrize(
    ("every", "third"), [(Cadence.FORTNIGHTLY, (2026, 12, 31, 14)), (Cadence.MONTHLY, (2027, 2, 4, 14))]
)
def test_sessions_count_and_not_weeks(every: Cadence, third: tuple[int, ...]) -> None:
    rule = SessionRule((Slot(3, time(14)),), every, date(2026, 1, 1), NEW_YORK)
    assert moves(client(rule), ONE, at(NEW_YORK, *third) - MOMENT)
    assert not moves(client(rule), ONE, at(NEW_YORK, *third))


@pytest.mark.parametrize(
    "rule",
    [
        move_session(TUESDAYS, THIRD - WEEK, None, NOW),
        pause(TUESDAYS, date(2026, 12, 8), date(2026, 12, 15)),
        replace(TUESDAYS, off=DaysOff(away=Away(date(2026, 12, 8), date(2026, 12, 15)))),
        replace(TUESDAYS, off=DaysOff("US"), slots=(Slot(3, time(14)),)),  # Thanksgiving is the 26th
    ],
    ids=["left out", "pause", "away", "holiday"],
)
def test_a_session_that_was_not_held_does_not_count(rule: SessionRule) -> None:
    last = THIRD + WEEK if rule.slots == TUESDAYS.slots else at(NEW_YORK, 2026, 12, 17, 14)
    assert moves(client(rule), ONE, last - MOMENT)
    assert not moves(client(rule), ONE, last)


def test_a_session_moved_counts_when_it_is_held() -> None:
    later = move_session(TUESDAYS, THIRD, THIRD + 2 * DAY, NOW)
    assert moves(client(later), ONE, THIRD + 2 * DAY - MOMENT)
    assert not moves(client(later), ONE, THIRD + 2 * DAY)


def test_a_long_pause_is_no_standstill_and_the_sessions_go_on_counting_after_it() -> None:
    """Two sessions before the pause, the third on the first day back."""
    away = client(pause(TUESDAYS, THIRD.date(), THIRD.date() + 20 * WEEK))
    assert moves(away, ONE, THIRD + 20 * WEEK - DAY)
    assert not moves(away, ONE, at(NEW_YORK, 2027, 5, 4, 14))


@pytest.mark.parametrize("rule", [None, pause(TUESDAYS, NOW.date(), None)], ids=["no rule", "paused without an end"])
def test_without_session_times_three_weeks_are_too_long(rule: SessionRule | None) -> None:
    assert moves(client(rule), ONE, NOW + 21 * DAY - MOMENT)
    assert stalls_of(client(rule), [ONE], NOBODY_SAID, NOW + 21 * DAY) == [
        Stall(Pattern.NO_MOVEMENT, (1,), days=21, sessions=0 if rule else None)
    ]


def test_three_weeks_with_session_times_but_fewer_sessions_are_not_too_long() -> None:
    once = replace(TUESDAYS, every=Cadence.FORTNIGHTLY, starts_on=date(2026, 11, 24))
    assert moves(client(once), ONE, NOW + 30 * DAY)


@pytest.mark.parametrize(("weeks_before", "still"), [(2, False), (3, True)])
def test_session_times_told_today_do_not_take_back_what_stood_still_without_them(
    weeks_before: int, still: bool
) -> None:
    today = at(NEW_YORK, 2026, 11, 24, 0)
    new = client(replace(TUESDAYS, starts_on=date(2026, 11, 24)))
    one = replace(ONE, moved_at=today - weeks_before * WEEK)
    assert moves(new, one, NOW) is not still
    assert moves(new, replace(one, moved_at=one.moved_at + MOMENT), NOW)


def test_session_times_that_begin_later_are_none_yet() -> None:
    new = client(replace(TUESDAYS, starts_on=date(2027, 11, 24)))
    assert moves(new, ONE, NOW + 21 * DAY - MOMENT)
    assert not moves(new, ONE, NOW + 21 * DAY)


def test_an_appointment_to_come_is_no_standstill_and_one_gone_by_begins_one() -> None:
    booked = replace(ONE, state=State.SCHEDULED, appointment_at=NOW + 90 * DAY)
    assert moves(WITHOUT, booked, NOW + 90 * DAY)
    assert moves(WITHOUT, booked, NOW + 111 * DAY - MOMENT)
    assert stalls_of(WITHOUT, [booked], NOBODY_SAID, NOW + 111 * DAY)[0].days == 21


def test_a_booking_whose_day_nobody_knows_can_stand_still() -> None:
    assert not moves(WITHOUT, replace(ONE, state=State.SCHEDULED), NOW + 21 * DAY)


def test_an_expected_day_to_come_is_no_standstill_and_no_day_known_can_be() -> None:
    expected = replace(ONE, state=State.WAITLISTED, expected_on=date(2027, 3, 1))
    day = datetime(2027, 3, 1, tzinfo=UTC)
    assert moves(WITHOUT, expected, day)
    assert moves(WITHOUT, expected, day + 21 * DAY - MOMENT)
    assert not moves(WITHOUT, expected, day + 21 * DAY)
    assert not moves(WITHOUT, replace(expected, expected_on=None), NOW + 21 * DAY)


def test_an_expected_day_is_the_therapists() -> None:
    expected = replace(ONE, state=State.WAITLISTED, expected_on=date(2027, 3, 1))
    over = local_instant(date(2027, 3, 1), time(), NEW_YORK) + 21 * DAY
    assert stalls_of(WITHOUT, [expected], NOBODY_SAID, over - MOMENT, zone=NEW_YORK) == []
    assert stalls_of(WITHOUT, [expected], NOBODY_SAID, over, zone=NEW_YORK) != []


def test_a_step_begins_anew_and_one_that_changes_nothing_does_not() -> None:
    asked = NOW + 20 * DAY
    contacted = replace(ONE, state=State.AGREED)
    assert moves(WITHOUT, after(Report(Step.CONTACTED), contacted, asked), NOW + 30 * DAY)
    assert not moves(WITHOUT, after(Report(Step.AGREED), contacted, asked), NOW + 30 * DAY)
    assert moves(WITHOUT, reopen(replace(ONE, state=State.DECLINED), asked), NOW + 30 * DAY)


# A rest, a parting, a stay


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


def everything_wrong(state: State = State.SUGGESTED) -> Referral:
    return told(8, 5, state=state, heard=Heard.REJECTION, reduces=RiskKind.SELF)


COST_TWICE = {1: [Barrier.COST, Barrier.COST]}
LATER = NOW + 60 * DAY


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


# Barriers, readiness, rejection


@pytest.mark.parametrize(
    ("reported", "barrier"),
    [
        ((), None),
        ((Barrier.COST,), None),
        ((Barrier.COST, Barrier.WAIT, Barrier.FEAR), None),
        ((Barrier.COST, Barrier.COST), Barrier.COST),
        ((Barrier.COST, Barrier.WAIT, Barrier.COST), Barrier.COST),
        ((Barrier.COST, Barrier.COST, Barrier.WAIT), Barrier.COST),
        ((Barrier.COST, Barrier.WAIT, Barrier.COST, Barrier.WAIT), Barrier.WAIT),
        ((Barrier.WAIT, Barrier.COST, Barrier.COST, Barrier.WAIT, Barrier.FEAR), Barrier.WAIT),
    ],
)
def test_the_same_barrier_twice(reported: tuple[Barrier, ...], barrier: Barrier | None) -> None:
    found = stalls_of(WITH_SESSIONS, [ONE], {1: reported}, NOW)
    assert found == ([Stall(Pattern.SAME_BARRIER, (1,), 0, 0, barrier=barrier)] if barrier else [])


def test_a_barrier_belongs_to_its_referral() -> None:
    both = [ONE, replace(ONE, id=2)]
    assert stalls_of(WITH_SESSIONS, both, {1: [Barrier.COST], 2: [Barrier.COST]}, NOW) == []
    found = stalls_of(WITH_SESSIONS, both, {2: [Barrier.COST] * 2, 3: [Barrier.WAIT] * 2}, NOW)
    assert [(stall.referral_ids, stall.barrier) for stall in found] == [((2,), Barrier.COST)]


@pytest.mark.parametrize(
    ("numbers", "fall"),
    [
        ((), None),
        ((8,), None),
        ((8, 7), None),
        ((8, 6), (8, 6)),
        ((8, 7, 6), (8, 6)),
        ((4, 7, 5), (7, 5)),
        ((9, 7, 5), (9, 5)),
        ((10, 8, 7, 5), (8, 5)),
        ((9, 9, 3, 3, 3), None),
        ((8, 5, 7), None),
        ((8, "~2"), None),
        ((8, "~9", 5, "~8"), (8, 5)),
    ],
)
def test_readiness_falling(numbers: tuple[int | str, ...], fall: tuple[int, int] | None) -> None:
    found = stalls_of(WITH_SESSIONS, [told(*numbers)], NOBODY_SAID, NOW)
    assert [(stall.pattern, stall.readiness_from, stall.readiness_to) for stall in found] == (
        [(Pattern.READINESS_FALLING, *fall)] if fall else []
    )


@given(st.lists(st.integers(0, 10) | st.integers(0, 10).map("~{}".format), max_size=6))
def test_the_fall_told_is_two_points_at_least_and_ends_at_her_last_number(numbers: list[int | str]) -> None:
    one = told(*numbers)
    for stall in stalls_of(WITH_SESSIONS, [one], NOBODY_SAID, NOW):
        assert stall.readiness_from is not None
        assert stall.readiness_to is not None
        assert stall.readiness_to == one.own_readiness
        assert stall.readiness_from - stall.readiness_to >= 2


def test_a_rejection_until_it_was_repaired() -> None:
    rejected = heard_as(ONE, Heard.REJECTION, WITH_SESSIONS, NOW)
    assert patterns(WITH_SESSIONS, [rejected], NOW) == [Pattern.REJECTION]
    for how in (Heard.UNSURE, Heard.SUPPORT):
        assert patterns(WITH_SESSIONS, [heard_as(rejected, how, WITH_SESSIONS, NOW + WEEK)], NOW + WEEK) == []


# A pile


def pile(*states: State, moved_at: datetime = NOW) -> list[Referral]:
    return [referral(id=number, state=state, moved_at=moved_at) for number, state in enumerate(states, 1)]


def test_three_open_of_which_none_moved() -> None:
    three = pile(State.CONTACTED, State.SUGGESTED, State.AGREED)
    three[1] = replace(three[1], moved_at=NOW - 10 * DAY)
    assert patterns(WITH_SESSIONS, three, THIRD - MOMENT) == [Pattern.NO_MOVEMENT]  # the one that is older
    first, *each = stalls_of(WITH_SESSIONS, three, NOBODY_SAID, THIRD)
    assert first == Stall(Pattern.NONE_MOVED, (1, 2, 3), days=20, sessions=3)
    assert [(stall.pattern, stall.referral_ids) for stall in each] == [
        (Pattern.NO_MOVEMENT, (number,)) for number in (1, 2, 3)
    ]


def test_two_are_no_pile_and_without_session_times_days_alone_are_told() -> None:
    assert Pattern.NONE_MOVED not in patterns(WITHOUT, pile(State.AGREED, State.AGREED), LATER)
    first = stalls_of(WITHOUT, pile(*[State.AGREED] * 3), NOBODY_SAID, NOW + 21 * DAY)[0]
    assert first == Stall(Pattern.NONE_MOVED, (1, 2, 3), days=21, sessions=None)


@pytest.mark.parametrize(
    "other",
    [
        {"state": State.AGREED, "moved_at": LATER},
        {"state": State.SCHEDULED, "appointment_at": LATER + DAY},
        {"state": State.WAITLISTED, "expected_on": (LATER + DAY).date()},
    ],
    ids=["moved", "booked", "expected"],
)
def test_one_that_moves_makes_it_no_pile(other: dict[str, Any]) -> None:
    three = pile(*[State.CONTACTED] * 3)
    fourth = referral(id=4, **other)
    assert Pattern.NONE_MOVED in patterns(WITHOUT, three, LATER)
    assert Pattern.NONE_MOVED not in patterns(WITHOUT, [*three, fourth], LATER)
    assert Pattern.NONE_MOVED not in patterns(WITHOUT, [*three[1:], fourth], LATER)


def test_one_more_on_the_pile_does_not_make_it_move_nor_count() -> None:
    three, new = pile(*[State.CONTACTED] * 3), referral(id=4, moved_at=LATER)
    assert stalls_of(WITHOUT, [*three, new], NOBODY_SAID, LATER)[0].referral_ids == (1, 2, 3)
    assert Pattern.NONE_MOVED not in patterns(WITHOUT, [*three[1:], new], LATER)


def test_what_rests_or_has_ended_is_not_of_the_pile() -> None:
    three = pile(*[State.CONTACTED] * 3)
    for other in (hold(three[2], Hold.CHOICE, NOW), replace(three[2], state=State.DECLINED)):
        assert Pattern.NONE_MOVED not in patterns(WITHOUT, [*three[:2], other], LATER)
        assert Pattern.NONE_MOVED in patterns(WITHOUT, [*three, replace(other, id=4)], LATER)


# What danger makes pressing


@pytest.mark.parametrize(
    "values",
    [
        {"purposes": frozenset({Purpose.CRISIS})},
        {"reduces": RiskKind.VIOLENCE},
        {"service": CRISIS_LINE},
        {"sufficient": True},
    ],
    ids=str,
)
@pytest.mark.parametrize("state", [State.SUGGESTED, State.AGREED])
def test_what_reduces_danger_or_is_enough_for_now_is_pressing_after_a_week(
    values: dict[str, Any], state: State
) -> None:
    one = referral(state=state, **values)
    assert patterns(WITHOUT, [one], NOW + WEEK - MOMENT) == []
    assert stalls_of(WITHOUT, [one], NOBODY_SAID, NOW + WEEK) == [
        Stall(Pattern.SAFETY_WITHOUT_CONTACT, (1,), days=7, sessions=None)
    ]


def test_the_others_are_not() -> None:
    other = referral(purposes=frozenset(Purpose) - {Purpose.CRISIS})
    assert patterns(client(risk=Risk.ACUTE), [other], NOW + WEEK) == []


@pytest.mark.parametrize("state", [State.CONTACTED, State.WAITLISTED, State.SCHEDULED])
def test_once_somebody_was_in_touch_it_is_not_without_contact(state: State) -> None:
    for risk in Risk:
        assert patterns(client(risk=risk), [replace(CRISIS, state=state)], NOW + 2 * WEEK) == []


def acute_since(since: datetime | None) -> Client:
    return Client(id=1, code="C7", safety=Safety(Risk.ACUTE, since=since))


@pytest.mark.parametrize(
    ("logged", "acute", "pressing"),
    [
        ((2026, 11, 24, 9), (2026, 11, 24, 15), (2026, 11, 25, 0)),
        ((2026, 11, 24, 23, 59), (2026, 11, 23, 15), (2026, 11, 25, 0)),
        ((2026, 11, 20, 9), (2026, 11, 24, 15), (2026, 11, 25, 0)),  # recommended before the risk became acute
        ((2026, 11, 17, 9), (2026, 11, 24, 9), (2026, 11, 24, 9)),  # a week had passed anyway
        ((2026, 11, 24, 9), None, (2026, 11, 25, 0)),
    ],
)
def test_at_acute_risk_it_is_pressing_the_next_day_by_the_therapists_dates(
    logged: tuple[int, ...], acute: tuple[int, ...] | None, pressing: tuple[int, ...]
) -> None:
    one = replace(CRISIS, moved_at=at(NEW_YORK, *logged))
    who, now = acute_since(at(NEW_YORK, *acute) if acute else None), at(NEW_YORK, *pressing)
    assert stalls_of(who, [one], NOBODY_SAID, now - MOMENT, zone=NEW_YORK) == []
    found = stalls_of(who, [one], NOBODY_SAID, now, zone=NEW_YORK)
    assert [stall.pattern for stall in found] == [Pattern.SAFETY_WITHOUT_CONTACT]


@pytest.mark.parametrize("risk", [Risk.ELEVATED, Risk.NONE_LOGGED])
def test_short_of_acute_risk_it_is_a_week(risk: Risk) -> None:
    assert patterns(client(risk=risk), [CRISIS], NOW + WEEK - MOMENT) == []


# The numbers can be set


@pytest.mark.parametrize(
    ("limits", "who", "referrals", "from_when", "pattern"),
    [
        (Limits(sessions=2), WITH_SESSIONS, [ONE], NOW + 14 * DAY, Pattern.NO_MOVEMENT),
        (Limits(days=28), WITH_SESSIONS, [ONE], NOW + 28 * DAY, Pattern.NO_MOVEMENT),
        (Limits(days_without_schedule=30), WITHOUT, [ONE], NOW + 30 * DAY, Pattern.NO_MOVEMENT),
        (Limits(open=2), WITHOUT, pile(*[State.AGREED] * 2), NOW + 21 * DAY, Pattern.NONE_MOVED),
        (Limits(safety_days=3), WITHOUT, [CRISIS], NOW + 3 * DAY, Pattern.SAFETY_WITHOUT_CONTACT),
    ],
    ids=lambda value: str(value) if isinstance(value, Limits) else "",
)
def test_each_limit_moves_its_own_border(
    limits: Limits, who: Client, referrals: list[Referral], from_when: datetime, pattern: Pattern
) -> None:
    assert pattern not in patterns(who, referrals, from_when - MOMENT, limits=limits)
    assert pattern in patterns(who, referrals, from_when, limits=limits)


def test_the_limits_unless_set() -> None:
    assert Limits(sessions=3, days=14, days_without_schedule=21, open=3, safety_days=7) == USUAL


# Whatever the case


@given(clients, cases_of_one, barriers_of_some, instants, durations, zones)
def test_more_time_alone_never_takes_a_pattern_back(
    who: Client,
    referrals: list[Referral],
    barriers: Mapping[int, Sequence[Barrier]],
    now: datetime,
    later: timedelta,
    zone: ZoneInfo,
) -> None:
    then = stalls_of(who, referrals, barriers, now + later, zone=zone)
    for stall in stalls_of(who, referrals, barriers, now, zone=zone):
        assert any(one.pattern is stall.pattern and {*stall.referral_ids} <= {*one.referral_ids} for one in then)


@given(clients, cases_of_one, instants, durations, zones)
def test_on_the_day_it_was_logged_only_what_was_said_of_it_shows(
    who: Client, referrals: list[Referral], now: datetime, ago: timedelta, zone: ZoneInfo
) -> None:
    midnight = local_instant(now.astimezone(zone).date(), time(), zone)
    today = min(max(now - ago, midnight), now)
    new = [replace(one, created_at=today, moved_at=today) for one in referrals]
    shown = {stall.pattern for stall in stalls_of(who, new, NOBODY_SAID, now, zone=zone)}
    assert shown <= {Pattern.REJECTION, Pattern.READINESS_FALLING}


@given(clients, cases_of_one, barriers_of_some, instants)
def test_the_order_in_which_it_is_given_does_not_matter_and_need_orders_the_rest(
    who: Client, referrals: list[Referral], barriers: Mapping[int, Sequence[Barrier]], now: datetime
) -> None:
    found = stalls_of(who, referrals, barriers, now)
    assert stalls_of(who, referrals[::-1], barriers, now) == found
    places = [list(Pattern).index(stall.pattern) for stall in found]
    assert places == sorted(places)
    assert len({(stall.pattern, stall.referral_ids) for stall in found}) == len(found)
    for pattern in {stall.pattern for stall in found}:
        of_danger = [
            any(reduces_danger(one) for one in referrals if one.id == stall.referral_ids[0])
            for stall in found
            if stall.pattern is pattern
        ]
        assert of_danger == sorted(of_danger, reverse=True)


@given(clients, cases_of_one, barriers_of_some, instants)
def test_the_facts_are_whole_and_of_the_referrals(
    who: Client, referrals: list[Referral], barriers: Mapping[int, Sequence[Barrier]], now: datetime
) -> None:
    by_id = {one.id: one for one in referrals}
    for stall in stalls_of(who, referrals, barriers, now):
        assert stall.days >= 0
        assert (stall.sessions is None) is (who.sessions is None)
        assert all(stall.days <= max((now - by_id[number].moved_at).days, 0) for number in stall.referral_ids)
        assert (stall.barrier is not None) is (stall.pattern is Pattern.SAME_BARRIER)
        assert (stall.readiness_from is not None) is (stall.pattern is Pattern.READINESS_FALLING)


# Across clients


def case(number: int, risk: Risk = Risk.NONE_LOGGED, *found: Pattern, days: int = 0) -> Case:
    who = replace(client(risk=risk), id=number, code=f"C{number}")
    return Case(who, tuple(Stall(pattern, (1,), days, None) for pattern in found))


BY_NEED = [
    case(9, Risk.ACUTE),
    case(8, Risk.ELEVATED, Pattern.SAFETY_WITHOUT_CONTACT),
    case(7, Risk.ELEVATED, Pattern.NO_MOVEMENT, days=90),
    case(6, Risk.NONE_LOGGED, Pattern.SAFETY_WITHOUT_CONTACT, days=7),
    case(5, Risk.NONE_LOGGED, Pattern.REJECTION),
    case(4, Risk.NONE_LOGGED, Pattern.SAME_BARRIER, Pattern.READINESS_FALLING),
    case(3, Risk.NONE_LOGGED, Pattern.NO_MOVEMENT, days=40),
    case(1, Risk.NONE_LOGGED, Pattern.NO_MOVEMENT, Pattern.NO_MOVEMENT, days=39),  # one pattern in two referrals
    case(2, Risk.NONE_LOGGED, Pattern.SAME_BARRIER, days=39),
    case(10),
]


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(BY_NEED)))
def test_supervision_takes_up_one_before_the_other(earlier: Case, later: Case) -> None:
    assert in_need([later, earlier]) == in_need([earlier, later]) == [earlier, later]


@given(st.permutations(BY_NEED))
def test_the_order_is_the_same_however_they_are_given(cases: list[Case]) -> None:
    assert in_need(cases) == BY_NEED


def test_the_longest_of_several_counts() -> None:
    short = case(1, Risk.NONE_LOGGED, Pattern.SAME_BARRIER, days=30)
    mixed = Case(
        replace(client(), id=2), (Stall(Pattern.NO_MOVEMENT, (1,), 20, 3), Stall(Pattern.NO_MOVEMENT, (2,), 50, 7))
    )
    assert in_need([short, mixed]) == [mixed, short]


@pytest.mark.parametrize(("days", "shows"), [(6, False), (7, True)])
def test_agreeing_is_no_contact_and_begins_no_new_week(days: int, shows: bool) -> None:
    agreed = referral(
        state=State.AGREED, purposes=frozenset({Purpose.CRISIS}), created_at=NOW - days * DAY, moved_at=NOW - DAY
    )
    found = {stall.pattern for stall in stalls_of(client(), [agreed], NOBODY_SAID, NOW)}
    assert (Pattern.SAFETY_WITHOUT_CONTACT in found) is shows


# Conditions of therapy, and what was answered

CONDITION = Known(conditions={1: NOW.date() + 14 * DAY})


def found(one: Referral, known: Known, now: datetime, who: Client = WITHOUT) -> list[Stall]:
    return stalled(who, [one], known, now)


def test_a_condition_declined_goes_back_to_supervision() -> None:
    declined = after(Report(Step.DECLINED), ONE, NOW)
    assert [stall.pattern for stall in found(declined, CONDITION, NOW)] == [Pattern.CONDITION_DECLINED]
    assert found(declined, Known(), NOW) == []


def test_a_review_comes_back_on_its_day_whatever_became_of_it() -> None:
    went = after(Report(Step.WENT), ONE, NOW)
    for one in (ONE, went):
        assert found(one, CONDITION, NOW + 13 * DAY) == []
        assert [stall.pattern for stall in found(one, CONDITION, NOW + 14 * DAY)] == [Pattern.REVIEW_DUE]


def test_what_was_answered_is_not_raised_until_its_facts_change() -> None:
    (stall,) = found(ONE, Known(), LATER)
    answered = Known(answered={stall.facts: None})
    assert found(ONE, answered, LATER + 100 * DAY) == []
    agreed = replace(ONE, state=State.AGREED, moved_at=LATER)
    assert found(agreed, answered, LATER + 100 * DAY) != []
    acute = replace(WITHOUT, safety=Safety(Risk.ACUTE, since=LATER))
    assert found(ONE, answered, LATER, acute) != []
    assert found(ONE, replace(answered, barriers={1: [Barrier.WAIT]}), LATER) != []


def test_a_decision_counts_until_its_day() -> None:
    (stall,) = found(ONE, Known(), LATER)
    decided = Known(answered={stall.facts: LATER + 21 * DAY})
    assert found(ONE, decided, LATER + 21 * DAY - MOMENT) == []
    assert [one.facts for one in found(ONE, decided, LATER + 21 * DAY)] == [stall.facts]


def test_what_danger_makes_pressing_is_soon_back_after_it_was_talked_over() -> None:
    (pressing,) = (s for s in found(CRISIS, Known(), NOW + WEEK) if s.pattern is Pattern.SAFETY_WITHOUT_CONTACT)
    acute = replace(WITHOUT, safety=Safety(Risk.ACUTE, since=NOW))
    assert rests_until(pressing, acute, USUAL, LATER) == LATER + DAY
    assert rests_until(pressing, WITHOUT, USUAL, LATER) == LATER + WEEK
    (still,) = found(ONE, Known(), LATER)
    assert rests_until(still, acute, USUAL, LATER) == LATER + 21 * DAY


@pytest.mark.parametrize("wrong", [0, 100, -1])
def test_a_limit_is_a_number_of_days_or_sessions_that_makes_sense(wrong: int) -> None:
    with pytest.raises(ValueError, match="1 to 99"):
        Limits(days=wrong)
