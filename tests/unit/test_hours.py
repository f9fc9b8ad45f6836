"""Nothing unprompted comes outside a person's hours."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given

from referrals.hours import WorkingHours
from tests.unit.moments import BERLIN, NEW_YORK, NOW, OFFICE, at, durations, hours, instants

WEEK = timedelta(days=7)


def is_open(hours: WorkingHours, instant: datetime) -> bool:
    local = instant.astimezone(hours.zone)
    return local.weekday() in hours.days and hours.start <= local.time() < hours.end


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ((2026, 11, 24, 15, 0), (2026, 11, 24, 15, 0)),  # within
        ((2026, 11, 24, 7, 59), (2026, 11, 24, 9, 0)),  # before they begin
        ((2026, 11, 24, 18, 0), (2026, 11, 25, 9, 0)),  # at the end the day is over
        ((2026, 11, 27, 18, 30), (2026, 11, 30, 9, 0)),  # over the weekend
        ((2026, 3, 6, 19, 0), (2026, 3, 9, 9, 0)),  # over the weekend that loses an hour
    ],
)
def test_the_next_open_instant(asked: tuple[int, ...], answer: tuple[int, ...]) -> None:
    assert OFFICE.next_open(at(NEW_YORK, *asked)) == at(NEW_YORK, *answer)


def test_the_next_morning_is_that_of_the_next_working_day_in_her_own_zone() -> None:
    assert OFFICE.next_morning(at(NEW_YORK, 2026, 11, 24, 8, 0)) == at(NEW_YORK, 2026, 11, 25, 9, 0)
    assert OFFICE.next_morning(at(NEW_YORK, 2026, 11, 27, 12, 0)) == at(NEW_YORK, 2026, 11, 30, 9, 0)
    assert OFFICE.next_morning(at(BERLIN, 2026, 11, 26, 2, 0)) == at(NEW_YORK, 2026, 11, 26, 9, 0)


@pytest.mark.parametrize("start", [time(2, 30), time(2, 0)])
def test_hours_that_a_gap_swallows_are_passed_over(start: time) -> None:
    """On 8 March 2026 New York goes from 2:00 to 3:00."""
    night = WorkingHours(NEW_YORK, frozenset({6}), start, time(3, 0))
    assert night.next_open(at(NEW_YORK, 2026, 3, 8, 0, 0)) == at(NEW_YORK, 2026, 3, 15, start.hour, start.minute)


@pytest.mark.parametrize(
    ("days", "start", "end"),
    [
        (frozenset(), time(9), time(18)),
        (frozenset({7}), time(9), time(18)),
        (frozenset({0}), time(18), time(9)),
        (frozenset({0}), time(9), time(9)),
    ],
)
def test_hours_that_cannot_be_kept_are_refused(days: frozenset[int], start: time, end: time) -> None:
    with pytest.raises(ValueError, match="working"):
        WorkingHours(NEW_YORK, days, start, end)


@given(hours, instants)
def test_the_next_open_instant_is_open_soon_and_not_before(hours: WorkingHours, asked: datetime) -> None:
    answer = hours.next_open(asked)
    assert is_open(hours, answer)
    assert asked <= answer < asked + WEEK + timedelta(hours=1)
    assert hours.next_open(answer) == answer
    assert answer == asked or not is_open(hours, asked)


@given(hours, instants)
def test_nothing_open_lies_between(hours: WorkingHours, asked: datetime) -> None:
    answer, quarter = hours.next_open(asked), timedelta(minutes=15)
    between = (asked + quarter * number for number in range((answer - asked) // quarter))
    assert not any(is_open(hours, instant) for instant in between)


@given(hours, instants, durations)
def test_later_asked_is_never_earlier_answered(hours: WorkingHours, asked: datetime, later: timedelta) -> None:
    assert hours.next_open(asked) <= hours.next_open(asked + later)
    assert hours.next_morning(asked) <= hours.next_morning(asked + later)


@given(hours, instants)
def test_the_next_morning_is_on_a_later_date_at_the_start_of_the_hours(hours: WorkingHours, asked: datetime) -> None:
    morning = hours.next_morning(asked)
    assert hours.local_date(morning) > hours.local_date(asked)
    assert morning.astimezone(hours.zone).time() == hours.start


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ((2026, 11, 24, 7, 0), (2026, 11, 24, 18, 0)),
        ((2026, 11, 24, 17, 59), (2026, 11, 24, 18, 0)),
        ((2026, 11, 24, 18, 0), None),
        ((2026, 11, 28, 12, 0), None),  # a Saturday
    ],
)
def test_when_the_hours_of_a_day_close(asked: tuple[int, ...], answer: tuple[int, ...] | None) -> None:
    assert OFFICE.closing(at(NEW_YORK, *asked)) == (at(NEW_YORK, *answer) if answer else None)


@given(hours, instants)
def test_while_the_hours_are_open_they_close_later_and_not_before(hours: WorkingHours, asked: datetime) -> None:
    closes = hours.closing(asked)
    if is_open(hours, asked):
        assert closes is not None
        assert closes > asked
        assert is_open(hours, closes - timedelta(microseconds=1))
    if closes is not None:
        assert not is_open(hours, closes)
        assert hours.local_date(closes) == hours.local_date(asked)


def test_the_day_before_a_day_off_is_known_by_her_own_date() -> None:
    thursday, friday, sunday = (at(NEW_YORK, 2026, 11, day, 23, 0) for day in (26, 27, 29))
    assert [OFFICE.off_tomorrow(day) for day in (thursday, friday, sunday)] == [False, True, False]
    assert [OFFICE.works_on(OFFICE.local_date(day)) for day in (thursday, friday, sunday)] == [True, True, False]


def test_her_date_is_not_the_date_in_utc() -> None:
    assert OFFICE.local_date(NOW + timedelta(hours=6)) == NOW.date()
