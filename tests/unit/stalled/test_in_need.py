"""Which case supervision takes up before another."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.risk import Risk
from referrals.stalled import Case, Pattern, Stall, in_need
from tests.unit.moments import (
    client,
)


def case(number: int, risk: Risk = Risk.NONE_LOGGED, *found: Pattern, days: int = 0) -> Case:
    who = replace(client(risk=risk), id=number, code=f"C{number}")
    return Case(who, tuple(Stall(pattern, (1,), days, None) for pattern in found))


BY_NEED = [
    case(9, Risk.ACUTE),
    case(8, Risk.ELEVATED, Pattern.SAFETY_WITHOUT_CONTACT),
    case(7, Risk.ELEVATED, Pattern.NO_MOVEMENT, days=90),
    case(6, Risk.NONE_LOGGED, Pattern.SAFETY_WITHOUT_CONTACT, days=7),
    case(5, Risk.NONE_LOGGED, Pattern.REJECTION),
    case(4, Risk.NONE_LOGGED, Pattern.SAME_BARRIER, Pattern.READINESS_FALLING),
    case(3, Risk.NONE_LOGGED, Pattern.NO_MOVEMENT, days=40),
    case(1, Risk.NONE_LOGGED, Pattern.NO_MOVEMENT, Pattern.NO_MOVEMENT, days=39),  # one pattern in two referrals
    case(2, Risk.NONE_LOGGED, Pattern.SAME_BARRIER, days=39),
    case(10),
]


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(BY_NEED)))
def test_supervision_takes_up_one_before_the_other(earlier: Case, later: Case) -> None:
    assert in_need([later, earlier]) == in_need([earlier, later]) == [earlier, later]


@given(st.permutations(BY_NEED))
def test_the_order_is_the_same_however_they_are_given(cases: list[Case]) -> None:
    assert in_need(cases) == BY_NEED


def test_the_longest_of_several_counts() -> None:
    short = case(1, Risk.NONE_LOGGED, Pattern.SAME_BARRIER, days=30)
    mixed = Case(
        replace(client(), id=2), (Stall(Pattern.NO_MOVEMENT, (1,), 20, 3), Stall(Pattern.NO_MOVEMENT, (2,), 50, 7))
    )
    assert in_need([short, mixed]) == [mixed, short]
