"""Cases that stall, or do not yet, and what is found in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from referrals.client import Client
from referrals.model import Barrier, Heard, Purpose, Reading, Referral, State
from referrals.risk import RiskKind
from referrals.stalled import USUAL, Known, Limits, Pattern, Stall, stalled
from tests.unit.moments import (
    NEW_YORK,
    NOW,
    any_referral,
    at,
    client,
    dates,
    instants,
    referral,
    weekly,
)

DAY, WEEK, MOMENT = timedelta(days=1), timedelta(weeks=1), timedelta(microseconds=1)
TUESDAYS = weekly(1, 14)  # the session of NOW's day began an hour before NOW
WITH_SESSIONS, WITHOUT = client(TUESDAYS), client()
ONE = referral(state=State.CONTACTED)
THIRD = at(NEW_YORK, 2026, 12, 15, 14)  # the third session after NOW
IN_UTC = ZoneInfo("UTC")
NOBODY_SAID: Mapping[int, Sequence[Barrier]] = {}
CRISIS = referral(purposes=frozenset({Purpose.CRISIS}))
barriers_of_some = st.dictionaries(st.integers(1, 4), st.lists(st.sampled_from(Barrier), max_size=4))


moved_ones = st.builds(
    lambda one, moved, heard, numbers, expected: replace(
        one,
        created_at=moved,
        moved_at=moved,
        heard=heard,
        readings=tuple(Reading(value, False, moved) for value in numbers),
        expected_on=expected if one.state is State.WAITLISTED else None,
    ),
    any_referral,
    instants,
    st.none() | st.sampled_from(Heard),
    st.lists(st.integers(0, 10), max_size=3),
    st.none() | dates,
)
cases_of_one = st.lists(moved_ones, max_size=5).map(
    lambda several: [replace(one, id=number) for number, one in enumerate(several, 1)]
)


def patterns(
    who: Client,
    referrals: Sequence[Referral],
    now: datetime,
    barriers: Mapping[int, Sequence[Barrier]] = NOBODY_SAID,
    limits: Limits = USUAL,
) -> list[Pattern]:
    return [stall.pattern for stall in stalls_of(who, referrals, barriers, now, limits)]


def stalls_of(
    who: Client,
    referrals: Sequence[Referral],
    barriers: Mapping[int, Sequence[Barrier]],
    now: datetime,
    limits: Limits = USUAL,
    zone: ZoneInfo = IN_UTC,
) -> list[Stall]:
    return stalled(who, referrals, Known(barriers=barriers, limits=limits), now, zone)


def moves(who: Client, one: Referral, now: datetime) -> bool:
    return Pattern.NO_MOVEMENT not in patterns(who, [one], now)


def told(*numbers: int | str, **values: Any) -> Referral:
    """One number a day; "~3" is a guess."""
    readings = [
        Reading(int(str(number).removeprefix("~")), str(number).startswith("~"), NOW + day * DAY)
        for day, number in enumerate(numbers)
    ]
    return replace(ONE, readings=tuple(readings), **values)


def everything_wrong(state: State = State.SUGGESTED) -> Referral:
    return told(8, 5, state=state, heard=Heard.REJECTION, reduces=RiskKind.SELF)


COST_TWICE = {1: [Barrier.COST, Barrier.COST]}
LATER = NOW + 60 * DAY


def pile(*states: State, moved_at: datetime = NOW) -> list[Referral]:
    return [referral(id=number, state=state, moved_at=moved_at) for number, state in enumerate(states, 1)]


def found(one: Referral, known: Known, now: datetime, who: Client = WITHOUT) -> list[Stall]:
    return stalled(who, [one], known, now)
