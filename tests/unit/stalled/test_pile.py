"""Several open services of which none moves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from referrals.lifecycle import hold
from referrals.model import Hold, State
from referrals.stalled import Pattern, Stall
from tests.unit.moments import (
    NOW,
    referral,
)
from tests.unit.stalled.cases import (
    DAY,
    LATER,
    MOMENT,
    NOBODY_SAID,
    THIRD,
    WITH_SESSIONS,
    WITHOUT,
    patterns,
    pile,
    stalls_of,
)


def test_three_open_of_which_none_moved() -> None:
    three = pile(State.CONTACTED, State.SUGGESTED, State.AGREED)
    three[1] = replace(three[1], moved_at=NOW - 10 * DAY)
    assert patterns(WITH_SESSIONS, three, THIRD - MOMENT) == [Pattern.NO_MOVEMENT]  # the one that is older
    first, *each = stalls_of(WITH_SESSIONS, three, NOBODY_SAID, THIRD)
    assert first == Stall(Pattern.NONE_MOVED, (1, 2, 3), days=20, sessions=3)
    assert [(stall.pattern, stall.referral_ids) for stall in each] == [
        (Pattern.NO_MOVEMENT, (number,)) for number in (1, 2, 3)
    ]


def test_two_are_no_pile_and_without_session_times_days_alone_are_told() -> None:
    assert Pattern.NONE_MOVED not in patterns(WITHOUT, pile(State.AGREED, State.AGREED), LATER)
    first = stalls_of(WITHOUT, pile(*[State.AGREED] * 3), NOBODY_SAID, NOW + 21 * DAY)[0]
    assert first == Stall(Pattern.NONE_MOVED, (1, 2, 3), days=21, sessions=None)


@pytest.mark.parametrize(
    "other",
    [
        {"state": State.AGREED, "moved_at": LATER},
        {"state": State.SCHEDULED, "appointment_at": LATER + DAY},
        {"state": State.WAITLISTED, "expected_on": (LATER + DAY).date()},
    ],
    ids=["moved", "booked", "expected"],
)
def test_one_that_moves_makes_it_no_pile(other: dict[str, Any]) -> None:
    three = pile(*[State.CONTACTED] * 3)
    fourth = referral(id=4, **other)
    assert Pattern.NONE_MOVED in patterns(WITHOUT, three, LATER)
    assert Pattern.NONE_MOVED not in patterns(WITHOUT, [*three, fourth], LATER)
    assert Pattern.NONE_MOVED not in patterns(WITHOUT, [*three[1:], fourth], LATER)


def test_one_more_on_the_pile_does_not_make_it_move_nor_count() -> None:
    three, new = pile(*[State.CONTACTED] * 3), referral(id=4, moved_at=LATER)
    assert stalls_of(WITHOUT, [*three, new], NOBODY_SAID, LATER)[0].referral_ids == (1, 2, 3)
    assert Pattern.NONE_MOVED not in patterns(WITHOUT, [*three[1:], new], LATER)


def test_what_rests_or_has_ended_is_not_of_the_pile() -> None:
    three = pile(*[State.CONTACTED] * 3)
    for other in (hold(three[2], Hold.CHOICE, NOW), replace(three[2], state=State.DECLINED)):
        assert Pattern.NONE_MOVED not in patterns(WITHOUT, [*three[:2], other], LATER)
        assert Pattern.NONE_MOVED in patterns(WITHOUT, [*three, replace(other, id=4)], LATER)
