"""When supervision is spoken of, and which cases are for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given

from referrals.client import Client, RaisedFor
from referrals.habits import Habits
from referrals.hours import WorkingHours
from referrals.planning import plan
from referrals.stalled import Pattern, Stall
from referrals.supervision import HOUR, eve, is_case, last_look, meeting_of, next_meeting, once_over
from referrals.timing import OF_SUPERVISION, NudgeKind, Taken
from tests.unit.moments import HABITS, NEW_YORK, NOW, at, client, habits, instants, referral, weekly

THURSDAYS = replace(HABITS, supervision=weekly(3, 10))
THURSDAY = at(NEW_YORK, 2026, 11, 26, 10)
MOMENT, WEEK = timedelta(microseconds=1), timedelta(weeks=1)
STALLS = [Stall(Pattern.NO_MOVEMENT, (1,), 20, 3)]
BY_HAND = replace(client(), raised_at=NOW, raised_for=RaisedFor.BY_HAND)
SHOWN = replace(client(), raised_at=NOW, raised_for=RaisedFor.STALLED)


def test_the_looks_around_a_supervision() -> None:
    (before, soon, over) = (following(THURSDAYS, NOW) for following in (eve, last_look, once_over))
    assert before and soon and over  # noqa: PT018 - for the type checker
    assert before.due_at == at(NEW_YORK, 2026, 11, 25, 17)
    assert (soon.due_at, over.due_at) == (THURSDAY - HOUR, THURSDAY + THURSDAYS.session_length)
    assert {before.meets_at, soon.meets_at, over.meets_at} == {THURSDAY}


@given(habits, instants)
def test_each_look_is_the_first_of_its_kind_and_knows_its_supervision(her: Habits, now: datetime) -> None:
    for kind, following in (
        (NudgeKind.SUPERVISION_SOON, last_look),
        (NudgeKind.DECISION, once_over),
        (NudgeKind.SUPERVISION, eve),
    ):
        look = following(her, now)
        if look is not None:
            assert look.due_at >= now
            assert following(her, look.due_at) == look
            if look.meets_at is not None and kind is not NudgeKind.SUPERVISION:
                planned = [p for p in plan(BY_HAND, [], her, now) if p.kind is kind]
                assert all(meeting_of(item, her) == look.meets_at for item in planned)


def test_one_going_on_is_the_next_one_until_it_is_over() -> None:
    assert next_meeting(THURSDAYS, THURSDAY + THURSDAYS.session_length - MOMENT) == THURSDAY
    assert next_meeting(THURSDAYS, THURSDAY + THURSDAYS.session_length) == THURSDAY + WEEK
    assert next_meeting(HABITS, NOW) is None


def test_without_a_slot_the_first_working_week_of_a_month_ends_with_an_ask() -> None:
    asks = eve(HABITS, NOW)
    assert asks is not None
    assert (asks.due_at, asks.meets_at) == (at(NEW_YORK, 2026, 12, 11, 17), None)
    again = eve(HABITS, asks.due_at + MOMENT)
    assert again is not None
    assert again.due_at == at(NEW_YORK, 2027, 1, 8, 17)
    mondays = Habits(WorkingHours(NEW_YORK, frozenset({0}), time(9), time(12)))
    only = eve(mondays, NOW)
    assert only is not None
    assert only.due_at == at(NEW_YORK, 2026, 12, 7, 11)


@pytest.mark.parametrize(
    ("who", "stalls", "is_one"),
    [
        (client(), [], False),
        (client(), STALLS, True),
        (BY_HAND, [], True),
        (SHOWN, STALLS, True),
        (SHOWN, [], False),
        (replace(SHOWN, raised_line="is it still wanted?"), [], True),
        (replace(BY_HAND, put_off_until=THURSDAY + HOUR), STALLS, False),
        (replace(BY_HAND, put_off_until=THURSDAY), STALLS, True),
    ],
)
def test_what_is_a_case(who: Client, stalls: list[Stall], is_one: bool) -> None:
    assert is_case(who, stalls, THURSDAY) is is_one


def planned(who: Client, now: datetime = NOW, taken: Collection[Taken] = ()) -> dict[NudgeKind, datetime]:
    items = plan(who, [referral()], THURSDAYS, now, taken)
    return {item.kind: item.due_at for item in items if item.kind in OF_SUPERVISION}


def test_the_hour_before_and_the_question_after_are_for_what_was_shown() -> None:
    assert set(planned(client())) == {NudgeKind.SUPERVISION}  # the evening by which it will have stalled
    assert planned(BY_HAND) == {
        NudgeKind.SUPERVISION: at(NEW_YORK, 2026, 11, 25, 17),
        NudgeKind.SUPERVISION_SOON: THURSDAY - HOUR,
        NudgeKind.DECISION: THURSDAY + THURSDAYS.session_length,
    }


def test_what_was_noted_while_it_went_on_is_for_the_next_one() -> None:
    late = replace(BY_HAND, raised_at=THURSDAY + MOMENT)
    assert planned(late, THURSDAY + MOMENT)[NudgeKind.SUPERVISION] == at(NEW_YORK, 2026, 12, 2, 17)
    assert NudgeKind.DECISION not in planned(late, THURSDAY + MOMENT)


def test_a_decision_is_asked_for_twice() -> None:
    days = [THURSDAY.date() + timedelta(days=7 * weeks) for weeks in range(2)]
    now = THURSDAY + 2 * WEEK - timedelta(days=2)
    once = {(NudgeKind.DECISION, None, days[0])}
    assert NudgeKind.DECISION in planned(BY_HAND, now, once)
    twice = {(NudgeKind.DECISION, None, day) for day in days}
    assert set(planned(BY_HAND, now, twice)) == {NudgeKind.SUPERVISION}
    raised_since = replace(BY_HAND, raised_at=THURSDAY + WEEK + HOUR)
    assert NudgeKind.DECISION in planned(raised_since, now, twice)
