"""When a client comes, through changes of the clocks, long months and two slots a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from referrals.sessions import Cadence, SessionRule, Slot, local_instant, next_session
from tests.unit.moments import BERLIN, NEW_YORK, NOW, at, durations, instants, rules, weekly

MOMENT = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
SUNDAY, TUESDAY, THURSDAY = 6, 1, 3


def coming(rule: SessionRule, after: datetime, count: int) -> list[datetime]:
    found = [next_session(rule, after)]
    while len(found) < count:
        found.append(next_session(rule, found[-1]))
    return found


def days(rule: SessionRule, after: datetime, count: int) -> list[date]:
    return [start.astimezone(rule.zone).date() for start in coming(rule, after, count)]


def test_a_weekly_client_comes_at_the_same_hour_in_winter_and_summer() -> None:
    tuesdays = weekly(TUESDAY, 14)
    assert coming(tuesdays, at(NEW_YORK, 2026, 3, 2, 0, 0), 2) == [
        datetime(2026, 3, 3, 19, 0, tzinfo=UTC),
        datetime(2026, 3, 10, 18, 0, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("zone", "gap", "moved"),
    [
        (NEW_YORK, date(2026, 3, 8), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        (BERLIN, date(2026, 3, 29), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_time_that_a_gap_swallows_moves_by_the_gap(zone: ZoneInfo, gap: date, moved: datetime) -> None:
    assert local_instant(gap, time(2, 30), zone) == moved
    assert moved.astimezone(zone).time() == time(3, 30)
    sundays = weekly(SUNDAY, 2, 30, zone)
    assert coming(sundays, moved - timedelta(days=3), 2) == [
        moved,
        local_instant(gap + timedelta(7), time(2, 30), zone),
    ]
    assert next_session(sundays, moved - MOMENT) == moved


def test_a_day_that_a_gap_swallows_moves_to_the_next() -> None:
    """Samoa had no 30 December 2011, a Friday."""
    apia = ZoneInfo("Pacific/Apia")
    fridays = replace(weekly(4, 14, zone=apia), starts_on=date(2011, 12, 1))
    assert next_session(fridays, at(apia, 2011, 12, 31, 9, 0)) == at(apia, 2011, 12, 31, 14, 0)


@pytest.mark.parametrize(("zone", "hour", "fold"), [(NEW_YORK, 1, date(2026, 11, 1)), (BERLIN, 2, date(2026, 10, 25))])
def test_of_a_time_that_comes_twice_the_first_is_meant(zone: ZoneInfo, hour: int, fold: date) -> None:
    sundays = weekly(SUNDAY, hour, 30, zone)
    first = local_instant(fold, time(hour, 30), zone)
    assert (first + HOUR).astimezone(zone).time() == time(hour, 30)
    assert next_session(sundays, first - MOMENT) == first
    assert next_session(sundays, first) > first + timedelta(days=6)


def test_two_slots_a_week_come_in_turn() -> None:
    rule = replace(
        weekly(THURSDAY, 9), slots=(Slot(THURSDAY, time(9)), Slot(TUESDAY, time(16)), Slot(TUESDAY, time(8)))
    )
    assert coming(rule, NOW, 4) == [
        at(NEW_YORK, 2026, 11, 24, 16, 0),
        at(NEW_YORK, 2026, 11, 26, 9, 0),
        at(NEW_YORK, 2026, 12, 1, 8, 0),
        at(NEW_YORK, 2026, 12, 1, 16, 0),
    ]


def test_every_other_week_counts_from_where_it_began() -> None:
    rule = replace(weekly(TUESDAY, 14), every=Cadence.FORTNIGHTLY, starts_on=date(2026, 11, 20))
    assert days(rule, NOW + timedelta(days=4), 3) == [date(2026, 12, 8), date(2026, 12, 22), date(2027, 1, 5)]


def test_once_a_month_stays_in_its_week_of_the_month() -> None:
    rule = replace(weekly(TUESDAY, 14), every=Cadence.MONTHLY, starts_on=date(2026, 11, 11))
    assert days(rule, NOW - timedelta(days=10), 3) == [date(2026, 11, 17), date(2026, 12, 15), date(2027, 1, 19)]


def test_a_fifth_week_means_the_last_so_that_no_month_is_skipped() -> None:
    rule = replace(weekly(TUESDAY, 14), every=Cadence.MONTHLY, starts_on=date(2026, 12, 29))
    assert days(rule, NOW, 3) == [date(2026, 12, 29), date(2027, 1, 26), date(2027, 2, 23)]


@given(rules, instants, durations)
def test_the_next_session_is_later_and_nothing_lies_between(
    rule: SessionRule, after: datetime, later: timedelta
) -> None:
    start = next_session(rule, after)
    assert start > after
    assert next_session(rule, start - MOMENT) == start
    assert next_session(rule, after + later) >= start
    if after + later < start:
        assert next_session(rule, after + later) == start


@given(rules, instants)
def test_a_session_stands_at_a_slot_of_the_rule_not_before_it_began(rule: SessionRule, after: datetime) -> None:
    local = next_session(rule, after).astimezone(rule.zone)
    before_a_gap = (local - HOUR).replace(fold=0)
    assert local.date() >= rule.starts_on
    assert {Slot(local.weekday(), local.time()), Slot(local.weekday(), before_a_gap.time())} & set(rule.slots)
    if Slot(local.weekday(), local.time()) not in rule.slots:
        assert before_a_gap.astimezone(UTC).astimezone(rule.zone).time() != before_a_gap.time(), "only a gap moves it"


@given(rules, instants)
def test_sessions_of_one_slot_keep_their_distance(rule: SessionRule, after: datetime) -> None:
    dates = days(replace(rule, slots=rule.slots[:1]), after, 4)
    steps = {(later - earlier).days for earlier, later in pairwise(dates)}
    assert steps <= {Cadence.WEEKLY: {7}, Cadence.FORTNIGHTLY: {14}, Cadence.MONTHLY: {28, 35}}[rule.every]
    if rule.every is Cadence.MONTHLY:
        months = [day.year * 12 + day.month for day in dates]
        assert months == list(range(months[0], months[0] + 4))
