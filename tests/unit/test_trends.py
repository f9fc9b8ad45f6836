"""The figures of one therapist's referrals: what counts, from when on, on which days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from referrals.lifecycle import Ending, hold
from referrals.model import Barrier, Hold, Referral, Service, ServiceKind, State, Step
from referrals.trends import HELD, LOOKING_BACK, WEEKS, Contact, Followed, Noted, Trends, first_week, trends
from tests.unit.moments import BERLIN, NEW_YORK, NOW, at, instants, referral, zones

DAY = timedelta(days=1)
A_WHILE_AGO = NOW - 40 * DAY


def logged(number: int, kind: ServiceKind = ServiceKind.HOUSING, **values: Any) -> Referral:
    service = Service(number, "A service", kind=kind)
    return referral(**{"id": number, "service": service, "created_at": A_WHILE_AGO, **values})


def noted(number: int, kind: str, days: float, barrier: Barrier | None = None) -> Noted:
    """So many days after it was logged."""
    return Noted(number, kind, barrier, A_WHILE_AGO + timedelta(days=days))


def figures(referrals: list[Referral], *events: Noted, zone: ZoneInfo = NEW_YORK) -> Trends:
    return trends(referrals, events, [], NOW, zone)


def test_open_ones_are_counted_by_state_in_the_order_of_states() -> None:
    states = [State.SCHEDULED, State.SUGGESTED, State.FULFILLED, State.SUGGESTED, State.ON_HOLD, State.DECLINED]
    standing = figures([logged(number, state=state) for number, state in enumerate(states)]).standing
    assert list(standing.items()) == [(State.SUGGESTED, 2), (State.SCHEDULED, 1), (State.ON_HOLD, 1)]


def test_where_they_stand_knows_no_beginning() -> None:
    old = logged(1, created_at=NOW - LOOKING_BACK - DAY)
    seen = figures([old], Noted(1, Step.CONTACTED, None, NOW))
    assert seen.standing == {State.SUGGESTED: 1}
    assert (seen.contact, seen.followed) == (Contact((), 0, 0), ())


def test_the_first_contact_is_the_first_step_that_takes_one() -> None:
    steps = [Step.AGREED, Step.NOT_READY, Step.CONTACTED, Step.WAITLISTED, Step.BOOKED, Step.WENT]
    for place, step in enumerate(steps):
        later = [noted(1, each, 10 + number) for number, each in enumerate(steps[place:])]
        expected = 12 - place if step in {Step.AGREED, Step.NOT_READY} else 10
        assert figures([logged(1)], *reversed(later)).contact.days == (expected,)


def test_who_waits_is_told_from_what_ended() -> None:
    ended = [logged(2, state=State.DECLINED), logged(3, state=State.FULFILLED)]
    assert figures([logged(1), *ended], noted(3, Step.WENT, 4)).contact == Contact((4,), 1, 1)


def test_days_are_those_of_her_zone() -> None:
    """From half past eleven in the evening to the next morning is a day in New York, and none in Berlin."""
    late = at(NEW_YORK, 2026, 11, 3, 23, 30)
    one = logged(1, created_at=late)
    called = Noted(1, Step.CONTACTED, None, late + timedelta(hours=9))
    assert figures([one], called).contact.days == (1,)
    assert figures([one], called, zone=BERLIN).contact.days == (0,)


def test_what_rested_before_anybody_was_in_touch_is_left_out() -> None:
    rested = [noted(1, HELD, 1), noted(1, Step.CONTACTED, 30)]
    assert figures([logged(1)], *rested).contact == Contact((), 0, 0)
    assert figures([logged(1)], noted(1, HELD, 1)).contact == Contact((), 0, 0)
    assert figures([logged(1)], noted(1, Step.CONTACTED, 2), noted(1, HELD, 5)).contact == Contact((2,), 0, 0)


def test_spans_and_the_half_of_them() -> None:
    contact = Contact((0, 7, 8, 14, 15, 28, 29, 90), 0, 0)
    assert contact.spans == (2, 2, 2, 2)
    assert contact.half_within == 14
    assert Contact((3, 9, 12), 0, 0).half_within == 9
    assert Contact((), 3, 0).half_within is None


def test_each_kind_stands_with_its_denominator_the_most_recommended_first() -> None:
    went: dict[str, Any] = {"state": State.FULFILLED, "ended_because": Ending.ATTENDED.value}
    several = [
        logged(1, ServiceKind.LEGAL, **went),
        logged(2, **went),
        logged(3),
        logged(4, state=State.DECLINED),
    ]
    assert figures(several).followed == (Followed(ServiceKind.HOUSING, 1, 3), Followed(ServiceKind.LEGAL, 1, 1))


def test_neither_what_rests_nor_what_a_death_ended_was_not_followed() -> None:
    died = logged(2, state=State.WITHDRAWN, ended_because=Ending.DIED.value)
    seen = figures([hold(logged(1), Hold.RISK, NOW), died, logged(3)])
    assert seen.followed == (Followed(ServiceKind.HOUSING, 0, 1),)
    assert seen.contact == Contact((), 1, 0)


def test_a_barrier_counts_once_a_referral_the_most_named_first() -> None:
    several = [
        noted(1, Step.BARRIER, 1, Barrier.COST),
        noted(1, Step.NOT_READY, 2, Barrier.COST),
        noted(1, Step.BARRIER, 3, Barrier.WAIT),
        noted(2, Step.BARRIER, 3, Barrier.WAIT),
        noted(9, Step.BARRIER, 3, Barrier.LANGUAGE),  # of no referral of hers
        Noted(2, Step.BARRIER, Barrier.FEAR, NOW - LOOKING_BACK - DAY),
    ]
    assert list(figures([logged(1), logged(2)], *several).barriers.items()) == [(Barrier.WAIT, 2), (Barrier.COST, 1)]


def test_weeks_begin_on_monday_in_her_zone_and_the_present_one_is_the_last() -> None:
    sunday_night = at(NEW_YORK, 2026, 11, 22, 23, 0)  # Monday in Berlin
    for zone, counts in ((NEW_YORK, [1, 1]), (BERLIN, [0, 2])):
        weeks = trends([], [], [sunday_night, NOW], NOW, zone).weeks
        assert list(weeks.values())[-2:] == counts
        assert (len(weeks), list(weeks)[-1]) == (WEEKS, date(2026, 11, 23))


@given(instants, zones)
def test_the_first_of_the_weeks_begins_with_its_monday(now: datetime, zone: ZoneInfo) -> None:
    begins = first_week(now, zone)
    before, after = (list(trends([], [], [one], now, zone).weeks.values()) for one in (begins - DAY / 24, begins))
    assert before == [0] * WEEKS
    assert after == [1, *[0] * (WEEKS - 1)]


@given(st.lists(st.integers(0, 200), max_size=30))
def test_at_least_half_of_them_were_in_touch_within_that_time(days: list[int]) -> None:
    half = Contact(tuple(sorted(days)), 0, 0).half_within
    assert sum(Contact(tuple(days), 0, 0).spans) == len(days)
    assert half is None or 2 * sum(one <= half for one in days) >= len(days)
    assert half is None or 2 * sum(one < half for one in days) < len(days)


def test_there_is_nothing_until_something_was_logged_or_said() -> None:
    assert figures([]).empty
    assert not figures([logged(1)]).empty
    assert not figures([logged(1, state=State.DECLINED)]).empty
    assert not trends([], [], [NOW], NOW, NEW_YORK).empty
