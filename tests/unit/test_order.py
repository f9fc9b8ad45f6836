"""What comes first: safety, then stability, then what the client would most likely do, then the oldest."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from referrals.model import Purpose, Readiness, Referral
from referrals.order import in_order
from tests.unit.moments import NOW, caseloads, referral

CRISIS, LIVING = frozenset({Purpose.CRISIS}), frozenset({Purpose.LIVING})


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


@given(caseloads, st.randoms(use_true_random=False))
def test_the_order_is_total_whatever_order_they_come_in(referrals: list[Referral], random: Random) -> None:
    shuffled = list(referrals)
    random.shuffle(shuffled)
    assert in_order(shuffled) == in_order(referrals)
    assert sorted(one.id for one in in_order(referrals)) == [one.id for one in referrals]


@given(caseloads, st.data())
def test_the_order_of_some_is_their_order_among_all(referrals: list[Referral], data: st.DataObject) -> None:
    some = data.draw(st.sets(st.sampled_from([one.id for one in referrals]))) if referrals else set()
    kept = [one for one in referrals if one.id in some]
    assert in_order(kept) == [one for one in in_order(referrals) if one.id in some]
