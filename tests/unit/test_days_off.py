"""Public holidays and absences: no sessions, no hours, and what would have come then comes on the first day back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referrals.attention import Wish, arrange
from referrals.days_off import NONE_OFF, Away, DaysOff, known_region
from referrals.diary import Diary
from referrals.habits import Habits
from referrals.planning import plan
from referrals.sessions import SessionRule, local_instant, move_session, next_session
from referrals.timing import NudgeKind, Planned
from tests.unit.days import DAY, Days, some_days
from tests.unit.moments import (
    HABITS,
    NEW_YORK,
    OFFICE,
    SUGGESTED,
    at,
    client,
    dates,
    habits,
    instants,
    rules_with_exceptions,
    weekly,
)

WEDNESDAY = at(NEW_YORK, 2026, 11, 25, 12, 0)
THANKSGIVING = date(2026, 11, 26)
AMERICAN = DaysOff("US")
CHRISTMAS_LEAVE = DaysOff(None, Away(date(2026, 12, 24), date(2027, 1, 4)))


def off(days_off: DaysOff) -> Habits:
    return replace(HABITS, hours=replace(OFFICE, off=days_off))


def test_a_holiday_is_known_by_its_region_and_subdivision() -> None:
    assert DaysOff("US").holiday(THANKSGIVING) == "Thanksgiving Day"
    assert THANKSGIVING in AMERICAN
    assert THANKSGIVING not in DaysOff("DE-BE")
    womens_day = date(2027, 3, 8)
    assert womens_day in DaysOff("DE-BE")
    assert womens_day not in DaysOff("DE-BY")
    assert THANKSGIVING not in NONE_OFF


def test_the_first_day_back_is_none_of_the_days_away() -> None:
    days = [date(2026, 12, day) for day in (23, 24, 31)] + [date(2027, 1, day) for day in (3, 4)]
    assert [day in CHRISTMAS_LEAVE for day in days] == [False, True, True, True, False]


@pytest.mark.parametrize("region", ["US", "us-ny", "DE-BE", "EG"])
def test_regions_that_are_known(region: str) -> None:
    assert known_region(region)


@pytest.mark.parametrize("region", ["", "XX", "US-XX", "germany"])
def test_regions_that_are_not(region: str) -> None:
    assert not known_region(region)


@given(habits, instants)
def test_the_hours_are_never_open_on_a_day_off(her: Habits, now: datetime) -> None:
    for instant in (her.hours.next_open(now), her.hours.next_morning(now)):
        day = her.hours.local_date(instant)
        assert her.hours.works_on(day)
        assert day not in her.off
        assert instant >= now
    assert her.hours.off_tomorrow(now) == (not her.hours.works_on(her.hours.local_date(now) + DAY))
    closes = her.hours.closing(now)
    assert closes is None or her.hours.works_on(her.hours.local_date(closes))


@given(rules_with_exceptions, dates, st.integers(1, 40), instants)
def test_no_session_takes_place_on_a_day_away(rule: SessionRule, since: date, long: int, now: datetime) -> None:
    away = replace(rule, off=DaysOff("US", Away(since, since + long * DAY)))
    start = next_session(away, now)
    if start is not None:
        day = start.astimezone(rule.zone).date()
        assert not since <= day < since + long * DAY
        assert day not in away.off or start in {move.to for move in rule.moved}


def test_a_session_moved_to_a_holiday_takes_place_and_one_moved_into_an_absence_does_not() -> None:
    thursdays = replace(weekly(3, 14), off=AMERICAN)
    week_after, noon = at(NEW_YORK, 2026, 12, 3, 14, 0), at(NEW_YORK, 2026, 11, 26, 12, 0)
    assert next_session(thursdays, WEDNESDAY) == week_after
    moved = move_session(thursdays, week_after, noon, WEDNESDAY)
    assert next_session(moved, WEDNESDAY) == noon
    absent = replace(moved, off=DaysOff("US", Away(THANKSGIVING, THANKSGIVING + DAY)))
    assert next_session(absent, WEDNESDAY) == week_after + 7 * DAY


@pytest.mark.parametrize(
    ("days_off", "now", "first"),
    [
        (AMERICAN, (2026, 11, 26, 10), (2026, 11, 27, 9)),
        (CHRISTMAS_LEAVE, (2026, 12, 24, 10), (2027, 1, 4, 9)),
        (DaysOff("US", CHRISTMAS_LEAVE.away), (2026, 12, 24, 10), (2027, 1, 4, 9)),
        (DaysOff("US", Away(date(2026, 12, 24), date(2027, 1, 1))), (2026, 12, 24, 10), (2027, 1, 4, 9)),  # a holiday
        (NONE_OFF, (2026, 11, 26, 10), (2026, 11, 26, 10)),
    ],
)
def test_what_would_come_on_a_day_off_comes_on_the_first_working_day_after(
    days_off: DaysOff, now: tuple[int, ...], first: tuple[int, ...]
) -> None:
    her, then = off(days_off), at(NEW_YORK, *now, 0)
    asked = replace(SUGGESTED, created_at=then - 9 * DAY, next_check_at=then - DAY)
    by_stage = plan(client(), [asked], her, then)[0]
    assert by_stage.due_at == at(NEW_YORK, *first, 0)
    overflown = Wish(1, by_stage._replace(due_at=then))
    (message,) = arrange([overflown], Diary([], her), her, {}, then)
    assert message.at == at(NEW_YORK, *first, 0)


def test_a_look_that_danger_sets_comes_on_a_day_off_and_another_waits() -> None:
    her, then = off(AMERICAN), at(NEW_YORK, 2026, 11, 26, 9, 0)
    look = Planned(NudgeKind.SAFETY_CHECK, then, THANKSGIVING, None)
    wishes = [Wish(1, look._replace(urgent=True)), Wish(2, look)]
    messages = arrange(wishes, Diary([], her), her, {}, WEDNESDAY)
    assert [(message.at, message.wishes[0].id) for message in messages] == [(then, 1), (then + DAY, 2)]


@given(some_days)
@settings(max_examples=100)
def test_on_a_day_off_nothing_comes_that_can_wait(days: Days) -> None:
    """Nobody is met on such a day: into it reach only the hour after a late session of its eve, and the lead of one
    that begins at the next midnight.
    """
    hour, lead = timedelta(hours=1), days.habits.lead
    for message in days.arranged():
        day = days.date(message.at)
        if day in days.habits.off and not message.wishes[0].planned.urgent:
            begins, ends = (local_instant(one, time(), days.habits.zone) for one in (day, day + DAY))
            assert days.open(message.at)
            before = any(start < begins and days.over(start) + hour >= message.at for start in days.starts)
            after = any(ends <= start <= message.at + lead for start in days.starts)
            assert before or after
    assert not any(days.habits.off.away_on(days.date(start)) for start in days.starts)
