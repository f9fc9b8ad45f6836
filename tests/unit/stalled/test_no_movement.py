"""No movement: by sessions held, or by days where no session times are known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from referrals.days_off import Away, DaysOff
from referrals.lifecycle import Report, after, reopen
from referrals.model import State, Step
from referrals.sessions import Cadence, SessionRule, Slot, local_instant, move_session, pause
from referrals.stalled import Pattern, Stall
from tests.unit.moments import (
    NEW_YORK,
    NOW,
    at,
    client,
)
from tests.unit.stalled.cases import (
    DAY,
    MOMENT,
    NOBODY_SAID,
    ONE,
    THIRD,
    TUESDAYS,
    WEEK,
    WITH_SESSIONS,
    WITHOUT,
    moves,
    stalls_of,
)


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
