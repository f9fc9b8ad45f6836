"""Whatever the case is; and the limits, which a practice can set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from referrals.client import Client
from referrals.model import Barrier, Referral, State
from referrals.order import reduces_danger
from referrals.sessions import local_instant
from referrals.stalled import USUAL, Limits, Pattern
from tests.unit.moments import (
    NOW,
    clients,
    durations,
    instants,
    zones,
)
from tests.unit.stalled.cases import (
    CRISIS,
    DAY,
    MOMENT,
    NOBODY_SAID,
    ONE,
    WITH_SESSIONS,
    WITHOUT,
    barriers_of_some,
    cases_of_one,
    patterns,
    pile,
    stalls_of,
)


@pytest.mark.parametrize(
    ("limits", "who", "referrals", "from_when", "pattern"),
    [
        (Limits(sessions=2), WITH_SESSIONS, [ONE], NOW + 14 * DAY, Pattern.NO_MOVEMENT),
        (Limits(days=28), WITH_SESSIONS, [ONE], NOW + 28 * DAY, Pattern.NO_MOVEMENT),
        (Limits(days_without_schedule=30), WITHOUT, [ONE], NOW + 30 * DAY, Pattern.NO_MOVEMENT),
        (Limits(open=2), WITHOUT, pile(*[State.AGREED] * 2), NOW + 21 * DAY, Pattern.NONE_MOVED),
        (Limits(safety_days=3), WITHOUT, [CRISIS], NOW + 3 * DAY, Pattern.SAFETY_WITHOUT_CONTACT),
    ],
    ids=lambda value: str(value) if isinstance(value, Limits) else "",
)
def test_each_limit_moves_its_own_border(
    limits: Limits, who: Client, referrals: list[Referral], from_when: datetime, pattern: Pattern
) -> None:
    assert pattern not in patterns(who, referrals, from_when - MOMENT, limits=limits)
    assert pattern in patterns(who, referrals, from_when, limits=limits)


def test_the_limits_unless_set() -> None:
    assert Limits(sessions=3, days=14, days_without_schedule=21, open=3, safety_days=7) == USUAL


@pytest.mark.parametrize("wrong", [0, 100, -1])
def test_a_limit_is_a_number_of_days_or_sessions_that_makes_sense(wrong: int) -> None:
    with pytest.raises(ValueError, match="1 to 99"):
        Limits(days=wrong)


@given(clients, cases_of_one, barriers_of_some, instants, durations, zones)
def test_more_time_alone_never_takes_a_pattern_back(
    who: Client,
    referrals: list[Referral],
    barriers: Mapping[int, Sequence[Barrier]],
    now: datetime,
    later: timedelta,
    zone: ZoneInfo,
) -> None:
    then = stalls_of(who, referrals, barriers, now + later, zone=zone)
    for stall in stalls_of(who, referrals, barriers, now, zone=zone):
        assert any(one.pattern is stall.pattern and {*stall.referral_ids} <= {*one.referral_ids} for one in then)


@given(clients, cases_of_one, instants, durations, zones)
def test_on_the_day_it_was_logged_only_what_was_said_of_it_shows(
    who: Client, referrals: list[Referral], now: datetime, ago: timedelta, zone: ZoneInfo
) -> None:
    midnight = local_instant(now.astimezone(zone).date(), time(), zone)
    today = min(max(now - ago, midnight), now)
    new = [replace(one, created_at=today, moved_at=today) for one in referrals]
    shown = {stall.pattern for stall in stalls_of(who, new, NOBODY_SAID, now, zone=zone)}
    assert shown <= {Pattern.REJECTION, Pattern.READINESS_FALLING}


@given(clients, cases_of_one, barriers_of_some, instants)
def test_the_order_in_which_it_is_given_does_not_matter_and_need_orders_the_rest(
    who: Client, referrals: list[Referral], barriers: Mapping[int, Sequence[Barrier]], now: datetime
) -> None:
    found = stalls_of(who, referrals, barriers, now)
    assert stalls_of(who, referrals[::-1], barriers, now) == found
    places = [list(Pattern).index(stall.pattern) for stall in found]
    assert places == sorted(places)
    assert len({(stall.pattern, stall.referral_ids) for stall in found}) == len(found)
    for pattern in {stall.pattern for stall in found}:
        of_danger = [
            any(reduces_danger(one) for one in referrals if one.id == stall.referral_ids[0])
            for stall in found
            if stall.pattern is pattern
        ]
        assert of_danger == sorted(of_danger, reverse=True)


@given(clients, cases_of_one, barriers_of_some, instants)
def test_the_facts_are_whole_and_of_the_referrals(
    who: Client, referrals: list[Referral], barriers: Mapping[int, Sequence[Barrier]], now: datetime
) -> None:
    by_id = {one.id: one for one in referrals}
    for stall in stalls_of(who, referrals, barriers, now):
        assert stall.days >= 0
        assert (stall.sessions is None) is (who.sessions is None)
        assert all(stall.days <= max((now - by_id[number].moved_at).days, 0) for number in stall.referral_ids)
        assert (stall.barrier is not None) is (stall.pattern is Pattern.SAME_BARRIER)
        assert (stall.readiness_from is not None) is (stall.pattern is Pattern.READINESS_FALLING)
