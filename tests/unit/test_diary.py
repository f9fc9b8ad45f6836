"""Blocks of sessions, and which instants are free around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referrals.days_off import Away, DaysOff
from referrals.diary import FOLLOW_UP, Diary, sessions_between
from referrals.habits import CEILING, Habits
from referrals.sessions import SessionRule
from tests.unit.days import DAY, HOUR, MINUTE, MOMENT, Days, some_days
from tests.unit.moments import HABITS, NEW_YORK, NOW, OFFICE, at, instants, rules_with_exceptions, weekly


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026; the 24th is a Tuesday."""
    return at(NEW_YORK, 2026, 11, day, hour, minute)


def tuesday(*starts: tuple[int, int]) -> Diary:
    return Diary([on(24, *start) for start in starts], HABITS)


MORNING = tuesday((10, 0), (11, 0), (12, 0), (14, 0))


@pytest.mark.parametrize(
    ("starts", "blocks"),
    [
        ([(10, 0), (11, 0)], [2]),
        ([(11, 0), (10, 0), (10, 0)], [2]),  # in no order; two clients at one instant
        ([(10, 0), (10, 20)], [2]),  # one in the other
        ([(10, 0), (11, 19)], [2]),
        ([(10, 0), (11, 20)], [1, 1]),  # half an hour is what a brief needs
    ],
)
def test_sessions_without_time_for_a_brief_make_one_block(starts: list[tuple[int, int]], blocks: list[int]) -> None:
    diary = tuesday(*starts)
    found = {diary.block_at(on(24, *start)) for start in starts}
    assert sorted(len(block.starts) for block in found if block) == blocks


def test_a_block_is_under_way_from_its_first_start_until_its_last_session_is_over() -> None:
    block = MORNING.block_at(on(24, 10))
    assert block is not None
    assert (block.begins, block.ends) == (on(24, 10), on(24, 12, 50))
    assert MORNING.block_at(on(24, 10, 55)) == MORNING.block_at(on(24, 12, 49)) == block
    assert MORNING.block_at(on(24, 9, 59)) is MORNING.block_at(on(24, 12, 50)) is None


@pytest.mark.parametrize(
    ("wanted", "free"),
    [
        ((24, 9, 30), (24, 9, 30)),
        ((24, 10, 0), (24, 12, 50)),  # in a session
        ((24, 10, 55), (24, 12, 50)),  # between two of a block
        ((24, 14, 10), (24, 14, 50)),
        ((24, 18, 0), (25, 9, 0)),
        ((24, 7, 0), (24, 9, 0)),
        ((27, 18, 0), (28, 10, 30)),  # on Friday evening: before Saturday's session
        ((28, 10, 40), (28, 10, 40)),
        ((28, 11, 10), (28, 11, 50)),
        ((28, 12, 50), (28, 12, 50)),  # the hour after it
        ((28, 12, 51), (30, 9, 0)),
    ],
)
def test_the_first_free_instant(wanted: tuple[int, int, int], free: tuple[int, int, int]) -> None:
    diary = Diary([*(on(24, hour) for hour in (10, 11, 12, 14)), on(28, 11)], HABITS)
    assert diary.first_free(on(*wanted)) == on(*free)


@pytest.mark.parametrize(
    ("due", "now", "said"),
    [
        ((13, 30), (8, 0), (13, 30)),  # nothing is in the way
        ((14, 20), (8, 0), (13, 55)),
        ((12, 20), (8, 0), (11, 55)),  # between two of a block
        ((14, 0), (8, 0), (13, 55)),
        ((14, 50), (8, 0), (14, 50)),  # over
        ((14, 20), (13, 57), (13, 57)),  # the session begins in a moment
        ((12, 20), (11, 57), (11, 57)),
        ((14, 20), (14, 10), (14, 20)),  # nowhere to go
    ],
)
def test_the_last_free_instant(due: tuple[int, int], now: tuple[int, int], said: tuple[int, int]) -> None:
    assert MORNING.last_free(on(24, *due), on(24, *now)) == on(24, *said)


def test_sessions_on_end_leave_nothing_between_them() -> None:
    on_end = tuesday((10, 0), (10, 50), (11, 40))
    assert on_end.last_free(on(24, 12), on(24, 8)) == on(24, 9, 55)
    assert on_end.last_free(on(24, 12), on(24, 10, 5)) == on(24, 12)
    short = tuesday((10, 0), (10, 53))
    assert short.last_free(on(24, 11), on(24, 8)) == on(24, 10, 50), "as the one before it ends"


@given(some_days, st.timedeltas(-DAY, 5 * DAY), st.timedeltas(timedelta(), DAY))
@settings(max_examples=100)
def test_what_is_free_is_the_first_that_is_open_and_in_no_block(days: Days, ahead: timedelta, later: timedelta) -> None:
    wanted = days.now + ahead
    free = days.diary.first_free(wanted)
    assert free >= wanted
    assert days.open(free)
    assert not days.block(free)
    assert days.diary.first_free(free) == free
    assert days.diary.first_free(wanted + later) >= free
    edges = [days.habits.hours.next_open(wanted), wanted]
    for block in days.blocks:
        edges += [block[0] - days.habits.lead, days.over(block[-1])]
    assert not any(wanted <= edge < free and days.open(edge) and not days.block(edge) for edge in edges)


@given(some_days, st.timedeltas(-DAY, 3 * DAY))
@settings(max_examples=100)
def test_the_diary_knows_blocks_sessions_and_what_they_open(days: Days, ahead: timedelta) -> None:
    instant = days.now + ahead
    edges = [instant, *days.starts[:6], *(days.over(start) + after for start in days.starts[:6] for after in _AFTER)]
    for edge in edges:
        block = days.diary.block_at(edge)
        assert (list(block.starts) if block else []) == days.block(edge)
        assert days.diary.open_at(edge) == days.open(edge)
        quiet = days.diary.out_of_session(edge)
        assert edge <= quiet
        assert not days.in_session(quiet)
        assert days.in_session(edge) or quiet == edge


_AFTER: Sequence[timedelta] = (-MOMENT, timedelta(), MINUTE, FOLLOW_UP, FOLLOW_UP + MOMENT)


@given(st.lists(rules_with_exceptions, max_size=3), instants, st.timedeltas(timedelta(), 20 * DAY))
@settings(max_examples=50)
def test_the_sessions_of_a_stretch_of_days(rules: list[SessionRule], since: datetime, long: timedelta) -> None:
    found = sorted(sessions_between(rules, since, since + long))
    assert all(since <= start <= since + long for start in found)
    first, rest = found[: len(found) // 2], found[len(found) // 2 :]
    if rest:
        assert sorted(set(sessions_between(rules, since, rest[0]))) == sorted({*first, rest[0]})
        assert sorted(sessions_between(rules, rest[0], since + long))[0] == rest[0], "the one that begins just then too"


def test_her_days_off_have_no_sessions() -> None:
    thanksgiving = replace(weekly(3, 14), off=DaysOff("US"))
    assert list(sessions_between([thanksgiving], on(24, 0), on(24, 0) + 10 * DAY)) == [at(NEW_YORK, 2026, 12, 3, 14, 0)]


@pytest.mark.parametrize(
    "values", [{"ceiling": 0}, {"ceiling": CEILING + 1}, {"lead": 0 * HOUR}, {"session_length": -HOUR}]
)
def test_habits_that_cannot_be_kept_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"messages a day|take time"):
        Habits(OFFICE, **values)  # type: ignore[arg-type] # the fields' own values


def test_an_absence_ends_after_it_began() -> None:
    with pytest.raises(ValueError, match="first day back"):
        Away(NOW.date(), NOW.date())
