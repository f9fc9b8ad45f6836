"""When a client comes, through changes of the clocks, long months and two slots a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import WEEKLY, rrule
from hypothesis import given

from referrals.sessions import (
    Cadence,
    Moved,
    SessionRule,
    Slot,
    local_instant,
    move_session,
    next_session,
    pause,
    resume,
    sessions_begun,
    sessions_within,
)
from tests.unit.moments import BERLIN, NEW_YORK, NOW, at, durations, instants, rules, rules_with_exceptions, weekly

MOMENT = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
SUNDAY, TUESDAY, THURSDAY = 6, 1, 3


def first(rule: SessionRule, after: datetime) -> datetime:
    """The next session of a rule that has one."""
    start = next_session(rule, after)
    assert start is not None
    return start


def coming(rule: SessionRule, after: datetime, count: int) -> list[datetime]:
    found = [first(rule, after)]
    while len(found) < count:
        found.append(first(rule, found[-1]))
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
    earlier = local_instant(fold, time(hour, 30), zone)
    assert (earlier + HOUR).astimezone(zone).time() == time(hour, 30)
    assert next_session(sundays, earlier - MOMENT) == earlier
    assert first(sundays, earlier) > earlier + timedelta(days=6)
    assert local_instant(fold, time(hour, 45, fold=1), zone) == earlier + HOUR / 4


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


@given(rules.filter(lambda rule: rule.every is not Cadence.MONTHLY), instants)
def test_weeks_are_counted_as_the_recurrence_rule_of_calendars_counts_them(rule: SessionRule, after: datetime) -> None:
    """RFC 5545, by a library that is slow and right."""
    began, weeks = datetime.combine(rule.starts_on, time()), 1 if rule.every is Cadence.WEEKLY else 2
    # From the first day that has the slot's weekday, be it in the week after.
    walks = [
        rrule(WEEKLY, interval=weeks, dtstart=began + timedelta((slot.weekday - began.weekday()) % 7))
        for slot in rule.slots
    ]
    starts = merge(
        *(
            [local_instant(day.date(), slot.at, rule.zone) for day in islice(walk.xafter(began, inc=True), 150)]
            for slot, walk in zip(rule.slots, walks, strict=True)
        )
    )
    expected = sorted({start for start in starts if start > after})[:4]
    assert coming(rule, after, len(expected)) == expected


@given(rules, instants, durations)
def test_the_next_session_is_later_and_nothing_lies_between(
    rule: SessionRule, after: datetime, later: timedelta
) -> None:
    start = first(rule, after)
    assert start > after
    assert next_session(rule, start - MOMENT) == start
    assert first(rule, after + later) >= start
    if after + later < start:
        assert next_session(rule, after + later) == start


@given(rules, instants)
def test_a_session_stands_at_a_slot_of_the_rule_not_before_it_began(rule: SessionRule, after: datetime) -> None:
    local = first(rule, after).astimezone(rule.zone)
    assert local.date() >= rule.starts_on
    if Slot(local.weekday(), local.time()) not in rule.slots:
        # A gap of an hour, on Lord Howe of half an hour, moved it; nothing else does.
        told = [(local - gap).replace(fold=0) for gap in (HOUR, HOUR / 2)]
        swallowed = [one for one in told if one.astimezone(UTC).astimezone(rule.zone).time() != one.time()]
        assert {Slot(one.weekday(), one.time()) for one in swallowed} & set(rule.slots)


@given(rules, instants)
def test_sessions_of_one_slot_keep_their_distance(rule: SessionRule, after: datetime) -> None:
    dates = days(replace(rule, slots=rule.slots[:1]), after, 4)
    steps = {(later - earlier).days for earlier, later in pairwise(dates)}
    assert steps <= {Cadence.WEEKLY: {7}, Cadence.FORTNIGHTLY: {14}, Cadence.MONTHLY: {28, 35}}[rule.every]
    if rule.every is Cadence.MONTHLY:
        months = [day.year * 12 + day.month for day in dates]
        assert months == list(range(months[0], months[0] + 4))


TUESDAYS = weekly(TUESDAY, 14)
ON_24TH, ON_1ST, ON_8TH, ON_15TH = (at(NEW_YORK, 2026, *day, 14, 0) for day in ((11, 24), (12, 1), (12, 8), (12, 15)))
MONDAY = at(NEW_YORK, 2026, 11, 23, 9, 0)


def test_a_session_moved_once_comes_then_and_the_others_as_ever() -> None:
    moved = move_session(TUESDAYS, ON_1ST, ON_1ST + timedelta(days=2), MONDAY)
    assert coming(moved, MONDAY, 4) == [ON_24TH, ON_1ST + timedelta(days=2), ON_8TH, ON_15TH]


def test_a_session_may_be_moved_before_the_one_ahead_of_it() -> None:
    moved = move_session(TUESDAYS, ON_8TH, ON_1ST - timedelta(days=1), MONDAY)
    assert coming(moved, MONDAY, 4) == [ON_24TH, ON_1ST - timedelta(days=1), ON_1ST, ON_15TH]


def test_a_session_moved_twice_is_still_one_session() -> None:
    once = move_session(TUESDAYS, ON_1ST, ON_1ST + HOUR, MONDAY)
    twice = move_session(once, ON_1ST + HOUR, ON_1ST + 2 * HOUR, MONDAY)
    assert coming(twice, MONDAY, 3) == [ON_24TH, ON_1ST + 2 * HOUR, ON_8TH]
    assert move_session(twice, ON_1ST + 2 * HOUR, ON_1ST, MONDAY).moved == (Moved(ON_1ST, ON_1ST),)
    assert coming(move_session(twice, ON_1ST + 2 * HOUR, ON_1ST, MONDAY), MONDAY, 3) == [ON_24TH, ON_1ST, ON_8TH]


def test_a_session_left_out_does_not_come_even_once_it_was_moved() -> None:
    assert coming(move_session(TUESDAYS, ON_1ST, None, MONDAY), MONDAY, 3) == [ON_24TH, ON_8TH, ON_15TH]
    moved = move_session(TUESDAYS, ON_1ST, ON_1ST + HOUR, MONDAY)
    assert coming(move_session(moved, ON_1ST + HOUR, None, MONDAY), MONDAY, 2) == [ON_24TH, ON_8TH]


def test_two_sessions_at_one_instant_are_one() -> None:
    twice = move_session(TUESDAYS, ON_1ST, ON_8TH, MONDAY)
    assert coming(twice, MONDAY, 3) == [ON_24TH, ON_8TH, ON_15TH]
    assert list(sessions_within(twice, MONDAY, ON_15TH)) == [ON_24TH, ON_8TH]


def test_exceptions_that_have_passed_are_let_go() -> None:
    old = move_session(move_session(TUESDAYS, ON_24TH, ON_24TH + HOUR, MONDAY), ON_1ST, None, MONDAY)
    assert move_session(old, ON_15TH, None, ON_8TH).moved == (Moved(ON_15TH, None),)


def test_a_session_put_off_past_others_is_kept_until_it_was() -> None:
    far = move_session(TUESDAYS, ON_24TH, ON_15TH + HOUR, MONDAY)
    later = move_session(far, ON_8TH, None, ON_1ST)
    assert coming(later, ON_1ST, 2) == [ON_15TH, ON_15TH + HOUR]


def test_in_a_pause_nobody_comes_until_the_first_day_back() -> None:
    away = pause(TUESDAYS, date(2026, 12, 1), date(2026, 12, 15))
    assert coming(away, MONDAY, 3) == [ON_24TH, ON_15TH, ON_15TH + timedelta(days=7)]
    assert next_session(resume(away), ON_24TH) == ON_1ST


def test_in_a_pause_without_an_end_there_is_no_next_session() -> None:
    away = pause(TUESDAYS, date(2026, 12, 1), None)
    assert coming(away, MONDAY, 1) == [ON_24TH]
    assert next_session(away, ON_24TH) is None
    assert next_session(away, ON_24TH + timedelta(days=3650)) is None
    assert next_session(resume(away), ON_24TH) == ON_1ST


def test_after_a_pause_of_years_she_comes_on_the_first_day_of_the_rule() -> None:
    away = pause(TUESDAYS, date(2026, 12, 1), date(2031, 1, 1))
    assert first(away, ON_1ST).astimezone(NEW_YORK).date() == date(2031, 1, 7)


def test_a_session_moved_into_a_pause_is_not_held() -> None:
    away = pause(move_session(TUESDAYS, ON_24TH, ON_1ST - HOUR, MONDAY), date(2026, 12, 1), date(2026, 12, 8))
    assert next_session(away, MONDAY) == ON_8TH
    endless = pause(move_session(TUESDAYS, ON_24TH, ON_1ST - HOUR, MONDAY), date(2026, 12, 1), None)
    assert next_session(endless, MONDAY) is None


def test_a_session_moved_out_of_a_pause_is_held() -> None:
    away = pause(move_session(TUESDAYS, ON_1ST, ON_24TH + HOUR, MONDAY), date(2026, 12, 1), None)
    assert coming(away, MONDAY, 2) == [ON_24TH, ON_24TH + HOUR]
    assert next_session(away, ON_24TH + HOUR) is None


def test_the_last_day_of_a_pause_is_counted_in_the_rules_own_zone() -> None:
    evenings = pause(weekly(0, 23), date(2026, 12, 1), date(2026, 12, 7))
    assert first(evenings, ON_1ST) == at(NEW_YORK, 2026, 12, 7, 23, 0), "a Tuesday in UTC, still Monday here"


@given(rules, instants)
def test_a_moved_session_is_one_of_as_many(rule: SessionRule, now: datetime) -> None:
    one, two, three = coming(rule, now, 3)
    to = one + (two - one) / 2
    assert coming(move_session(rule, one, to, now), now, 3) == [to, two, three]
    assert coming(move_session(rule, one, None, now), now, 2) == [two, three]
    assert coming(move_session(move_session(rule, one, to, now), to, one, now), now, 3) == [one, two, three]


@given(rules_with_exceptions, instants, durations)
def test_sessions_of_a_stretch_are_those_that_come_one_after_the_other(
    rule: SessionRule, since: datetime, lasts: timedelta
) -> None:
    one_by_one, until = [], since + lasts
    at = next_session(rule, since)
    while at is not None and at <= until:
        one_by_one.append(at)
        at = next_session(rule, at)
    assert list(sessions_within(rule, since + MOMENT, until + MOMENT)) == one_by_one
    assert sessions_begun(rule, since, until) == len(one_by_one)


@given(rules_with_exceptions, instants, durations)
def test_with_exceptions_the_next_session_is_later_and_nothing_lies_between(
    rule: SessionRule, after: datetime, later: timedelta
) -> None:
    start = next_session(rule, after)
    again = next_session(rule, after + later)
    if start is None:
        assert again is None, "what has no end now has none later"
        return
    assert start > after
    assert next_session(rule, start - MOMENT) == start
    assert again is None or again >= start
    if after + later < start:
        assert again == start


@given(rules_with_exceptions, instants)
def test_with_exceptions_no_session_lies_in_the_pause_or_stands_where_it_was_moved_from(
    rule: SessionRule, after: datetime
) -> None:
    start = next_session(rule, after)
    if start is None:
        assert rule.paused_from is not None
        assert rule.paused_until is None
        return
    day = start.astimezone(rule.zone).date()
    assert rule.paused_from is None or day < rule.paused_from or (rule.paused_until and day >= rule.paused_until)
    moved_to = {move.to for move in rule.moved}
    plain = replace(rule, moved=(), paused_from=None, paused_until=None)
    assert start in moved_to or first(plain, start - MOMENT) == start
