"""What comes first: safety, the therapist's placing, the living situation, the client's wish, her number, age."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.lifecycle import hold
from referrals.model import Hold, Purpose, Readiness, Referral
from referrals.order import Reason, in_order, reason, reduces_danger
from referrals.risk import RiskKind
from tests.unit.moments import CRISIS_LINE, NOW, any_referral, caseloads, instants, referral

DAY = timedelta(days=1)
CRISIS, LIVING = frozenset({Purpose.CRISIS}), frozenset({Purpose.LIVING})

SAFE = [{"reduces": RiskKind.SELF}, {"purposes": CRISIS}, {"service": CRISIS_LINE}]
# Each mark outweighs all that stand below it, whatever they say.
MARKS: list[tuple[Reason, dict[str, Any], dict[str, Any]]] = [
    (Reason.THERAPIST, {"first_at": NOW - 9 * DAY}, {}),
    (Reason.STABILITY, {"purposes": LIVING}, {}),
    (Reason.WISH, {"wished_at": NOW - 9 * DAY}, {}),
    (Reason.READINESS, {"readiness": Readiness(10)}, {"readiness": Readiness(0)}),
    (Reason.AGE, {"created_at": NOW - 9 * DAY}, {"created_at": NOW - DAY}),
]


def order(*referrals: Referral) -> list[int]:
    return [one.id for one in in_order(referrals)]


def test_what_reduces_danger_comes_before_what_steadies_and_that_before_the_rest() -> None:
    housing = referral(id=1, purposes=LIVING, readiness=Readiness(9))
    evaluation = referral(id=2, purposes=frozenset({Purpose.DIAGNOSIS}), readiness=Readiness(10))
    crisis_line = referral(id=3, purposes=CRISIS, readiness=Readiness(0))
    both = referral(id=4, purposes=CRISIS | LIVING, readiness=Readiness(0))
    assert order(housing, evaluation, crisis_line, both) == [4, 3, 1, 2]


def test_of_two_the_client_would_sooner_do_the_likelier_comes_first() -> None:
    assert order(referral(id=1, readiness=Readiness(4)), referral(id=2, readiness=Readiness(7))) == [2, 1]


def test_unasked_stands_in_the_middle() -> None:
    assert order(referral(id=1), referral(id=2, readiness=Readiness(4)), referral(id=3, readiness=Readiness(6))) == [
        3,
        1,
        2,
    ]


def test_the_therapists_own_guess_never_counts() -> None:
    guessed = referral(id=1, readiness=Readiness(10, guess=True))
    assert order(guessed, referral(id=2, readiness=Readiness(6))) == [2, 1]
    assert order(guessed, referral(id=2)) == order(referral(id=1), referral(id=2)) == [1, 2]


def test_of_equals_the_older_comes_first_and_of_one_line_the_first_said() -> None:
    older = referral(id=3, created_at=NOW - timedelta(days=1))
    assert order(referral(id=2), referral(id=1), older) == [3, 1, 2]


@pytest.mark.parametrize("safe", SAFE, ids=["names the danger", "steadies a crisis", "a crisis line"])
def test_what_reduces_danger_comes_first_whatever_is_placed_or_wished(safe: dict[str, Any]) -> None:
    everything_else = {**MARKS[0][1], **MARKS[1][1], **MARKS[2][1], **MARKS[3][1], **MARKS[4][1]}
    assert order(referral(id=1, **everything_else), referral(id=2, **{"readiness": Readiness(0), **safe})) == [2, 1]
    assert reason(referral(**{**everything_else, **safe})) is Reason.SAFETY


@pytest.mark.parametrize("rung", range(len(MARKS)), ids=[why.value for why, _, _ in MARKS])
def test_each_mark_outweighs_all_below_it(rung: int) -> None:
    why, more, less = MARKS[rung]
    below: dict[str, Any] = {}
    for _, mark, _ in MARKS[rung + 1 :]:
        below |= mark
    above, under = referral(id=2, **more), referral(id=1, **{**below, **less})
    assert order(under, above) == [2, 1]
    assert reason(above) is why


def test_what_was_placed_or_wished_for_last_is_what_is_meant_now() -> None:
    placed = [referral(id=number, first_at=NOW + number * DAY) for number in (1, 2, 3)]
    assert order(*placed) == [3, 2, 1]
    wished = [referral(id=number, wished_at=NOW + number * DAY) for number in (1, 2, 3)]
    assert order(*wished) == [3, 2, 1]


def test_a_guess_is_no_reason() -> None:
    assert reason(referral(readiness=Readiness(9, guess=True))) is Reason.AGE


@pytest.mark.parametrize("why", list(Hold))
def test_what_rests_comes_last_even_if_it_reduces_danger(why: Hold) -> None:
    resting = hold(referral(id=1, purposes=CRISIS, first_at=NOW, wished_at=NOW), why, NOW)
    assert order(resting, referral(id=2, readiness=Readiness(0))) == [2, 1]
    assert reason(resting) is Reason.HELD


@given(caseloads)
def test_the_groups_stand_in_their_order(referrals: list[Referral]) -> None:
    marks = [(one.held, not reduces_danger(one), one.first_at is None) for one in in_order(referrals)]
    assert marks == sorted(marks)


@given(caseloads, any_referral, instants)
def test_placing_first_puts_it_before_all_but_what_reduces_danger_or_was_placed_later(
    referrals: list[Referral], one: Referral, now: datetime
) -> None:
    placed = replace(one, id=99, first_at=max([now, *(r.first_at for r in referrals if r.first_at)]) + DAY)
    among = in_order([*referrals, placed])
    ahead = among[: among.index(placed)]
    if not placed.held:
        assert all(reduces_danger(r) and not r.held for r in ahead)
        assert not (reduces_danger(placed) and ahead)


@given(caseloads, st.randoms(use_true_random=False))
def test_the_order_is_total_whatever_order_they_come_in(referrals: list[Referral], random: Random) -> None:
    shuffled = list(referrals)
    random.shuffle(shuffled)
    assert in_order(shuffled) == in_order(referrals)
    assert in_order(in_order(referrals)) == in_order(referrals)
    assert sorted(one.id for one in in_order(referrals)) == [one.id for one in referrals]


@given(caseloads, st.data())
def test_the_order_of_some_is_their_order_among_all(referrals: list[Referral], data: st.DataObject) -> None:
    some = data.draw(st.sets(st.sampled_from([one.id for one in referrals]))) if referrals else set()
    kept = [one for one in referrals if one.id in some]
    assert in_order(kept) == [one for one in in_order(referrals) if one.id in some]
