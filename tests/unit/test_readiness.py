"""The client's own number: its trend, what is worth doing with it, and how often it may be asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.client import Client
from referrals.model import Barrier, Reading, Referral
from referrals.readiness import Approach, Trend, approach, lower, may_ask, own_numbers, trend
from referrals.sessions import SessionRule, move_session, pause
from tests.unit.moments import NEW_YORK, NOW, at, referral, weekly

TUESDAYS = Client(id=1, code="C7", sessions=weekly(1, 14))


def told(*numbers: int | str, last: datetime = NOW) -> Referral:
    """One number a week, the last at `last`; "~3" is a guess."""
    first = last - timedelta(weeks=len(numbers) - 1)
    readings = [
        Reading(int(str(number).removeprefix("~")), str(number).startswith("~"), first + timedelta(weeks=week))
        for week, number in enumerate(numbers)
    ]
    return referral(readings=tuple(readings))


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((), None),
        ((7,), None),
        (("~9", 7), None),
        ((8, 6), Trend.FALLING),
        ((8, 7), Trend.STEADY),
        ((8, 7, 6), Trend.FALLING),
        ((8, "~2"), None),
        ((8, "~2", 8), Trend.STEADY),
        ((5, 7), Trend.RISING),
        ((9, 3, 6), Trend.RISING),
        ((3, 9, 8), Trend.RISING),
        ((2, 9, 9, 9), Trend.STEADY),
        ((10, 0), Trend.FALLING),
    ],
)
def test_the_trend_counts_two_points_of_the_clients_own(numbers: tuple[int | str, ...], expected: Trend | None) -> None:
    assert trend(told(*numbers)) is expected


@given(st.lists(st.integers(0, 10), max_size=6), st.lists(st.integers(0, 10), max_size=3))
def test_guesses_change_neither_trend_nor_approach(own: list[int], guesses: list[int]) -> None:
    alone, mixed = told(*own), told(*own, *(f"~{guess}" for guess in guesses))
    assert own_numbers(mixed) == own
    assert trend(mixed) is trend(alone)
    assert approach(mixed) is approach(alone)


@given(st.lists(st.integers(0, 10), min_size=2, max_size=6))
def test_falling_is_never_less_than_two_points(own: list[int]) -> None:
    if trend(told(*own)) is Trend.FALLING:
        assert max(own[-3:-1]) - own[-1] >= 2


@pytest.mark.parametrize(
    ("number", "barrier", "expected"),
    [
        (None, None, Approach.ASK),
        (0, None, Approach.EXPLORE),
        (4, Barrier.COST, Approach.EXPLORE),
        (6, Barrier.COST, Approach.EXPLORE),
        (7, None, Approach.BARRIER),
        (7, Barrier.COST, Approach.PLAN),
        (10, Barrier.WAIT, Approach.PLAN),
    ],
)
def test_what_is_worth_doing_goes_by_the_number(
    number: int | None, barrier: Barrier | None, expected: Approach
) -> None:
    one = told() if number is None else told(number)
    assert approach(replace(one, barrier=barrier)) is expected


@given(st.integers(0, 10))
def test_the_number_asked_about_is_lower_or_nothing(value: int) -> None:
    assert 0 <= lower(value) <= value
    assert lower(4) == 2


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ((2026, 12, 15, 13, 59), False),  # the third session has not begun
        ((2026, 12, 15, 14, 0), True),
        ((2026, 12, 22, 14, 0), True),
    ],
)
def test_at_most_every_third_session(now: tuple[int, ...], expected: bool) -> None:
    one = told(7, last=at(NEW_YORK, 2026, 11, 24, 14, 20))  # in the session of 24 November
    assert may_ask(one, TUESDAYS, at(NEW_YORK, *now)) is expected


def test_a_guess_does_not_count_as_asked() -> None:
    assert may_ask(told("~7"), TUESDAYS, NOW)
    assert may_ask(told(), TUESDAYS, NOW)


def test_a_session_left_out_is_none() -> None:
    rule = weekly(1, 14)
    left_out = move_session(rule, at(NEW_YORK, 2026, 12, 8, 14), None, NOW)
    one = told(7, last=at(NEW_YORK, 2026, 11, 24, 14, 20))
    third = at(NEW_YORK, 2026, 12, 15, 14)
    assert not may_ask(one, replace(TUESDAYS, sessions=left_out), third)
    assert may_ask(one, replace(TUESDAYS, sessions=left_out), third + timedelta(weeks=1))


@pytest.mark.parametrize("sessions", [None, pause(weekly(1, 14), NOW.date(), None)])
def test_without_sessions_three_weeks_pass(sessions: SessionRule | None) -> None:
    client = replace(TUESDAYS, sessions=sessions)
    assert not may_ask(told(7), client, NOW + timedelta(days=20, hours=23))
    assert may_ask(told(7), client, NOW + timedelta(days=21))
