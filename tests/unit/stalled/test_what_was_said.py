"""Barriers told twice, readiness falling, a rejection."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.framing import heard_as
from referrals.model import Barrier, Heard
from referrals.stalled import Pattern, Stall
from tests.unit.moments import (
    NOW,
)
from tests.unit.stalled.cases import (
    NOBODY_SAID,
    ONE,
    WEEK,
    WITH_SESSIONS,
    patterns,
    stalls_of,
    told,
)


@pytest.mark.parametrize(
    ("reported", "barrier"),
    [
        ((), None),
        ((Barrier.COST,), None),
        ((Barrier.COST, Barrier.WAIT, Barrier.FEAR), None),
        ((Barrier.COST, Barrier.COST), Barrier.COST),
        ((Barrier.COST, Barrier.WAIT, Barrier.COST), Barrier.COST),
        ((Barrier.COST, Barrier.COST, Barrier.WAIT), Barrier.COST),
        ((Barrier.COST, Barrier.WAIT, Barrier.COST, Barrier.WAIT), Barrier.WAIT),
        ((Barrier.WAIT, Barrier.COST, Barrier.COST, Barrier.WAIT, Barrier.FEAR), Barrier.WAIT),
    ],
)
def test_the_same_barrier_twice(reported: tuple[Barrier, ...], barrier: Barrier | None) -> None:
    found = stalls_of(WITH_SESSIONS, [ONE], {1: reported}, NOW)
    assert found == ([Stall(Pattern.SAME_BARRIER, (1,), 0, 0, barrier=barrier)] if barrier else [])


def test_a_barrier_belongs_to_its_referral() -> None:
    both = [ONE, replace(ONE, id=2)]
    assert stalls_of(WITH_SESSIONS, both, {1: [Barrier.COST], 2: [Barrier.COST]}, NOW) == []
    found = stalls_of(WITH_SESSIONS, both, {2: [Barrier.COST] * 2, 3: [Barrier.WAIT] * 2}, NOW)
    assert [(stall.referral_ids, stall.barrier) for stall in found] == [((2,), Barrier.COST)]


@pytest.mark.parametrize(
    ("numbers", "fall"),
    [
        ((), None),
        ((8,), None),
        ((8, 7), None),
        ((8, 6), (8, 6)),
        ((8, 7, 6), (8, 6)),
        ((4, 7, 5), (7, 5)),
        ((9, 7, 5), (9, 5)),
        ((10, 8, 7, 5), (8, 5)),
        ((9, 9, 3, 3, 3), None),
        ((8, 5, 7), None),
        ((8, "~2"), None),
        ((8, "~9", 5, "~8"), (8, 5)),
    ],
)
def test_readiness_falling(numbers: tuple[int | str, ...], fall: tuple[int, int] | None) -> None:
    found = stalls_of(WITH_SESSIONS, [told(*numbers)], NOBODY_SAID, NOW)
    assert [(stall.pattern, stall.readiness_from, stall.readiness_to) for stall in found] == (
        [(Pattern.READINESS_FALLING, *fall)] if fall else []
    )


@given(st.lists(st.integers(0, 10) | st.integers(0, 10).map("~{}".format), max_size=6))
def test_the_fall_told_is_two_points_at_least_and_ends_at_her_last_number(numbers: list[int | str]) -> None:
    one = told(*numbers)
    for stall in stalls_of(WITH_SESSIONS, [one], NOBODY_SAID, NOW):
        assert stall.readiness_from is not None
        assert stall.readiness_to is not None
        assert stall.readiness_to == one.own_readiness
        assert stall.readiness_from - stall.readiness_to >= 2


def test_a_rejection_until_it_was_repaired() -> None:
    rejected = heard_as(ONE, Heard.REJECTION, WITH_SESSIONS, NOW)
    assert patterns(WITH_SESSIONS, [rejected], NOW) == [Pattern.REJECTION]
    for how in (Heard.UNSURE, Heard.SUPPORT):
        assert patterns(WITH_SESSIONS, [heard_as(rejected, how, WITH_SESSIONS, NOW + WEEK)], NOW + WEEK) == []
