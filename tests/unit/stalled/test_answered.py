"""Conditions of therapy, and what supervision answered."""

from __future__ import annotations

from dataclasses import replace

from referrals.lifecycle import Report, after
from referrals.model import Barrier, State, Step
from referrals.risk import Risk, Safety
from referrals.stalled import Known, Pattern
from tests.unit.moments import (
    NOW,
)
from tests.unit.stalled.cases import (
    DAY,
    LATER,
    MOMENT,
    ONE,
    WITHOUT,
    found,
)

CONDITION = Known(conditions={1: NOW.date() + 14 * DAY})


def test_a_condition_declined_goes_back_to_supervision() -> None:
    declined = after(Report(Step.DECLINED), ONE, NOW)
    assert [stall.pattern for stall in found(declined, CONDITION, NOW)] == [Pattern.CONDITION_DECLINED]
    assert found(declined, Known(), NOW) == []


def test_a_review_comes_back_on_its_day_whatever_became_of_it() -> None:
    went = after(Report(Step.WENT), ONE, NOW)
    for one in (ONE, went):
        assert found(one, CONDITION, NOW + 13 * DAY) == []
        assert [stall.pattern for stall in found(one, CONDITION, NOW + 14 * DAY)] == [Pattern.REVIEW_DUE]


def test_what_was_answered_is_not_raised_until_its_facts_change() -> None:
    (stall,) = found(ONE, Known(), LATER)
    answered = Known(answered={stall.facts: None})
    assert found(ONE, answered, LATER + 100 * DAY) == []
    agreed = replace(ONE, state=State.AGREED, moved_at=LATER)
    assert found(agreed, answered, LATER + 100 * DAY) != []
    acute = replace(WITHOUT, safety=Safety(Risk.ACUTE, since=LATER))
    assert found(ONE, answered, LATER, acute) != []
    assert found(ONE, replace(answered, barriers={1: [Barrier.WAIT]}), LATER) != []


def test_a_decision_counts_until_its_day() -> None:
    (stall,) = found(ONE, Known(), LATER)
    decided = Known(answered={stall.facts: LATER + 21 * DAY})
    assert found(ONE, decided, LATER + 21 * DAY - MOMENT) == []
    assert [one.facts for one in found(ONE, decided, LATER + 21 * DAY)] == [stall.facts]
