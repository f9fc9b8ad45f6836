"""The therapist's own time: working hours and absences, as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from referrals.days_off import Away
from referrals.grammar import Unclear, read_absence, read_hours
from referrals.hours import WorkingHours
from tests.unit.moments import NEW_YORK

OFFICE = WorkingHours(NEW_YORK, frozenset({1, 3}), time(9), time(18))
WEDNESDAY = datetime(2026, 11, 18, 21, 10, tzinfo=UTC)
TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("typed", "days", "start", "end"),
    [
        ("mon-thu 9-17:30", "0123", time(9), time(17, 30)),
        ("Mon – Thu, 9am to 5pm", "0123", time(9), time(17)),
        ("mon to thu: 9 a.m. - 5 p.m.", "0123", time(9), time(17)),
        ("weekdays 8.30-18", "01234", time(8, 30), time(18)),
        ("every day 8-20", "0123456", time(8), time(20)),
        ("mon, wed and fri 10-6", "024", time(10), time(18)),
        ("fri-mon 9-12", "0456", time(9), time(12)),
        ("tue 0700-1500", "1", time(7), time(15)),
        ("sat noon-6pm", "5", time(12), time(18)),
        ("9–5", "13", time(9), time(17)),
    ],
)
def test_hours_are_read(typed: str, days: str, start: time, end: time) -> None:
    assert read_hours(typed, OFFICE) == WorkingHours(NEW_YORK, frozenset(map(int, days)), start, end)


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("7-15", time(7), time(15)),
        ("6:30-14", time(6, 30), time(14)),
        ("1-5", time(13), time(17)),
        ("12-8", time(12), time(20)),
        ("8-8", time(8), time(20)),
        ("7pm-9pm", time(19), time(21)),
    ],
)
def test_without_am_or_pm_work_is_by_day(typed: str, start: time, end: time) -> None:
    read = read_hours(typed, OFFICE)
    assert read is not None
    assert (read.start, read.end) == (start, end)


@pytest.mark.parametrize(
    "typed", ["", "whenever", "mon-thu", "sometimes 9-5", "mon 25-26", "mon 9-24", "mon 9pm-8am", "mon-you 9-5", "9"]
)
def test_what_says_no_hours_is_none(typed: str) -> None:
    assert read_hours(typed, OFFICE) is None
    assert read_hours("mon " + "," * 5000 + " 9-5", OFFICE) is None


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("14 dec", TODAY, date(2026, 12, 14)),
        ("until 14 dec", TODAY, date(2026, 12, 14)),
        ("mon", TODAY, date(2026, 11, 23)),
        ("tomorrow", TODAY, date(2026, 11, 19)),
        ("2 weeks", TODAY, date(2026, 12, 2)),
        ("for a week", TODAY, date(2026, 11, 25)),
        ("2026-12-14", TODAY, date(2026, 12, 14)),
        ("7 dec - 14 dec", date(2026, 12, 7), date(2026, 12, 14)),
        ("7 dec–14 dec", date(2026, 12, 7), date(2026, 12, 14)),
        ("7-14 dec", date(2026, 12, 7), date(2026, 12, 14)),
        ("Dec 7 - 14", date(2026, 12, 7), date(2026, 12, 14)),
        ("12/7-12/14", date(2026, 12, 7), date(2026, 12, 14)),
        ("2026-12-07 - 2026-12-14", date(2026, 12, 7), date(2026, 12, 14)),
        ("from 21 dec until 4 jan", date(2026, 12, 21), date(2027, 1, 4)),
    ],
)
def test_an_absence_is_read(typed: str, since: date, until: date) -> None:
    assert read_absence(typed, WEDNESDAY, NEW_YORK) == Away(since, until)


def test_today_is_the_date_where_she_is() -> None:
    late = datetime(2026, 11, 19, 3, 0, tzinfo=UTC)  # still Wednesday in New York
    assert read_absence("tomorrow", late, NEW_YORK) == Away(TODAY, date(2026, 11, 19))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", Unclear.NOT_A_DAY),
        ("hello", Unclear.NOT_A_DAY),
        ("until", Unclear.NOT_A_DAY),
        ("32 dec", Unclear.NOT_A_DAY),
        ("14 dec 3pm", Unclear.NOT_A_DAY),
        ("next week", Unclear.NOT_A_DAY),
        ("1 nov", Unclear.PAST),
        ("1 nov - 14 dec", Unclear.PAST),
        ("today", Unclear.BACKWARDS),
        ("14 dec - 7 dec", Unclear.BACKWARDS),
        ("7 dec - 7 dec", Unclear.BACKWARDS),
    ],
)
def test_what_is_no_absence_says_why(typed: str, why: Unclear) -> None:
    assert read_absence(typed, WEDNESDAY, NEW_YORK) is why
