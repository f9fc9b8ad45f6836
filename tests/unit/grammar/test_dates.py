"""Dates as people type them, said on Tuesday 24 November 2026 at 15:00 in New York."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from referrals.grammar import Trouble, When, read_when
from referrals.grammar.times import read_time
from tests.unit.grammar.lines import NEW_YORK, NOW


def nov(day: int, hour: int | None = None, minute: int = 0) -> When:
    return When(date(2026, 11, day), None if hour is None else time(hour, minute))


def dec(day: int, hour: int | None = None, minute: int = 0) -> When:
    return When(date(2026, 12, day), None if hour is None else time(hour, minute))


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("fri", nov(27)),
        ("Friday.", nov(27)),
        ("on friday at 3", nov(27, 15)),
        ("fri 3pm", nov(27, 15)),
        ("3pm on fri", nov(27, 15)),
        ("fri @3:30", nov(27, 15, 30)),
        ("fri 1530", nov(27, 15, 30)),
        ("this fri", nov(27)),
        ("next fri", When(date(2026, 12, 4))),
        ("next tuesday", dec(1)),
        ("tue", dec(1)),
        ("tue 4pm", nov(24, 16)),
        ("tue 2pm", dec(1, 14)),
        ("mon", nov(30)),
        ("today", nov(24)),
        ("today 4pm", nov(24, 16)),
        ("tomorrow", nov(25)),
        ("tmrw 9", nov(25, 9)),
        ("day after tomorrow", nov(26)),
        ("in 2 weeks", dec(8)),
        ("in two weeks", dec(8)),
        ("in a fortnight at 9am", dec(8, 9)),
        ("in 10 days", dec(4)),
        ("in a month", dec(24)),
        ("3 dec", dec(3)),
        ("dec 3", dec(3)),
        ("Dec. 3rd", dec(3)),
        ("the 3rd of December", dec(3)),
        ("December 3, 2026", dec(3)),
        ("thu 3 dec", dec(3)),
        ("Thursday, December 3 at 15:00", dec(3, 15)),
        ("3 dec at 15:00", dec(3, 15)),
        ("12/3", dec(3)),
        ("12/3/26 noon", dec(3, 12)),
        ("25/12", dec(25)),
        ("2026-12-03", dec(3)),
        ("2026-12-03 07:00", dec(3, 7)),
        ("jan 5", When(date(2027, 1, 5))),
        ("feb 29", Trouble.BAD_DATE),
        ("30 feb", Trouble.BAD_DATE),
        ("31 nov", Trouble.BAD_DATE),
        ("99 dec", Trouble.BAD_DATE),
        ("13/13", Trouble.BAD_DATE),
        ("2026-13-01", Trouble.BAD_DATE),
        ("fri 3 dec", Trouble.BAD_DATE),
        ("dec 3 2062", Trouble.BAD_DATE),
        ("next week", Trouble.BAD_DATE),
        ("soon", Trouble.BAD_DATE),
        ("3pm", Trouble.BAD_DATE),
        ("7", Trouble.BAD_DATE),
        ("housing", Trouble.BAD_DATE),
        ("", Trouble.BAD_DATE),
        ("fri 3pm with housing", Trouble.BAD_DATE),
        ("in 99999999 years", Trouble.BAD_DATE),
        ("in 99999999 weeks", Trouble.BAD_DATE),
        ("fri 25:00", Trouble.BAD_TIME),
        ("yesterday", Trouble.PAST_DATE),
        ("today 9am", Trouble.PAST_DATE),
        ("nov 20", Trouble.PAST_DATE),
        ("3 days ago", Trouble.PAST_DATE),
        ("12/3/1990", Trouble.PAST_DATE),
    ],
)
def test_a_date_alone(text: str, when: When | Trouble) -> None:
    assert read_when(text, NOW, NEW_YORK) == when


def test_a_weekday_said_on_its_own_day_is_a_week_away_unless_a_later_time_stands_beside_it() -> None:
    friday_noon = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
    assert read_when("fri", friday_noon, NEW_YORK) == dec(4)
    assert read_when("fri 1pm", friday_noon, NEW_YORK) == nov(27, 13)
    assert read_when("fri 11am", friday_noon, NEW_YORK) == dec(4, 11)


def test_today_is_the_day_where_the_person_is() -> None:
    late = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # still Tuesday evening in New York, Wednesday noon in Tokyo
    assert read_when("tomorrow", late, NEW_YORK) == nov(25)
    assert read_when("tomorrow", late, ZoneInfo("Asia/Tokyo")) == nov(26)
    assert read_when("in 2 days", late, NEW_YORK) == nov(26)


def test_a_leap_day_exists_when_the_next_one_is_near() -> None:
    assert read_when("feb 29", datetime(2027, 11, 24, tzinfo=UTC), NEW_YORK) == When(date(2028, 2, 29))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2", time(14)),
        ("7", time(19)),
        ("8", time(8)),
        ("12", time(12)),
        ("14:00", time(14)),
        ("2pm", time(14)),
        ("2:30 pm", time(14, 30)),
        ("2:30", time(14, 30)),
        ("02:30", time(2, 30)),
        ("2am", time(2)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("9.30am", time(9, 30)),
        ("2 p.m", time(14)),
        ("noon", time(12)),
        ("24:00", Trouble.BAD_TIME),
        ("14pm", Trouble.BAD_TIME),
        ("0pm", Trouble.BAD_TIME),
        ("9:60", Trouble.BAD_TIME),
        ("afternoon", None),
        ("3 dec", None),
    ],
)
def test_a_time_of_day(text: str, at: time | Trouble | None) -> None:
    assert read_time(text) == at
