"""Options for one need: who stands together, what rests, and that everything comes back as it stood."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from referrals.choice import by_readiness, join, options, pick, picked, resting, unpick
from referrals.lifecycle import hold
from referrals.model import Hold, Readiness, Referral, State
from tests.unit.moments import NOW, caseloads, referral

LATER = NOW + timedelta(days=9)


def put(changed: list[Referral], among: list[Referral]) -> list[Referral]:
    """The caseload once these changes are written."""
    new = {one.id: one for one in changed}
    return [new.get(one.id, one) for one in among]


def together(among: list[Referral], *numbers: int) -> list[Referral]:
    """The caseload with options chosen on the page of the first number."""
    return put(join(among[numbers[0] - 1], set(numbers), among, NOW), among)


def roots(among: list[Referral]) -> list[int | None]:
    return [one.option_of for one in among]


FOUR = [referral(id=number) for number in (1, 2, 3, 4)]


def test_those_chosen_stand_together_and_one_alone_does_not() -> None:
    assert roots(together(FOUR, 2, 3)) == [None, 2, 2, None]
    assert roots(together(FOUR, 2)) == [None] * 4


def test_what_is_not_chosen_again_stands_alone() -> None:
    assert roots(together(together(FOUR, 1, 2, 3), 2, 3)) == [None, 2, 2, None]
    assert roots(together(together(FOUR, 1, 2, 3), 2)) == [None] * 4


def test_two_needs_are_not_mixed() -> None:
    two = together(together(FOUR, 1, 2), 3, 4)
    assert roots(two) == [1, 1, 3, 3]
    assert roots(together(two, 2, 3)) == [None, 2, 2, None]
    assert roots(together(together(FOUR, 1, 2, 3), 4, 1)) == [1, 2, 2, 1]


def test_nothing_rests_for_a_pick_that_left() -> None:
    three = together(FOUR, 1, 2, 3)
    chosen = put(pick(three[0], options(three[0], three), NOW), three)
    assert [one.held for one in chosen] == [False, True, True, False]
    left = put(join(chosen[3], {1}, chosen, LATER), chosen)
    assert [one.held for one in left] == [False] * 4
    taken = put(join(chosen[3], {2}, chosen, LATER), chosen)
    assert [one.held for one in taken] == [False, False, True, False]


def test_the_readiest_comes_first_and_whoever_was_not_asked_last() -> None:
    asked = [referral(id=1), referral(id=2, readiness=Readiness(3)), referral(id=3, readiness=Readiness(9, guess=True))]
    assert [one.id for one in by_readiness([*asked, referral(id=4, readiness=Readiness(8))])] == [4, 2, 1, 3]


def test_what_rests_for_another_reason_stays_at_rest() -> None:
    at_risk = replace(hold(FOUR[1], Hold.RISK, NOW), option_of=1)
    caseload = [replace(FOUR[0], option_of=1), at_risk]
    chosen = put(pick(caseload[0], caseload, NOW), caseload)
    assert chosen == caseload
    assert unpick(chosen, LATER) == []


def test_the_pick_is_known_while_others_rest_for_it() -> None:
    three = together(FOUR, 1, 2)
    assert picked(options(three[0], three)) is None
    chosen = put(pick(three[1], options(three[0], three), NOW), three)
    found = picked(options(chosen[0], chosen))
    assert found is not None
    assert found.id == 2


@given(caseloads, st.data())
def test_exactly_one_is_followed_and_the_others_rest(caseload: list[Referral], data: st.DataObject) -> None:
    open_ones = [one for one in caseload if one.open]
    if len(open_ones) < 2:
        return
    chosen = data.draw(st.sets(st.sampled_from([one.id for one in open_ones]), min_size=2))
    first = data.draw(st.sampled_from([one for one in open_ones if one.id in chosen]))
    joined = put(join(first, chosen, caseload, NOW), caseload)
    group = options(next(one for one in joined if one.id == first.id), joined)
    assert {one.id for one in group} == chosen
    choice = data.draw(st.sampled_from(group))
    after = put(pick(choice, group, NOW), joined)
    otherwise = {one.id for one in group if one.held and one.hold is not Hold.CHOICE}
    assert {one.id for one in after if one.id in chosen and one.held} == otherwise | (chosen - {choice.id})
    assert {one.id for one in resting(after) if one.id in chosen} == chosen - {choice.id} - otherwise
    assert [one for one in after if one.id not in chosen] == [one for one in joined if one.id not in chosen]


@given(caseloads, st.data())
def test_a_pick_taken_back_at_once_leaves_states_and_dates_as_they_were(
    caseload: list[Referral], data: st.DataObject
) -> None:
    open_ones = [one for one in caseload if one.open and one.state is not State.ON_HOLD]
    if not open_ones:
        return
    choice = data.draw(st.sampled_from(open_ones))
    after = put(pick(choice, open_ones, NOW), open_ones)
    back = put(unpick(after, LATER), after)
    same = ("state", "hold", "held_state", "appointment_at", "expected_on", "wanted_by", "readings")
    assert [[getattr(one, name) for name in same] for one in back] == [
        [getattr(one, name) for name in same] for one in open_ones
    ]


@given(caseloads, st.data())
def test_what_ended_is_never_touched_and_joining_again_changes_nothing(
    caseload: list[Referral], data: st.DataObject
) -> None:
    open_ones = [one for one in caseload if one.open]
    if not open_ones:
        return
    first = data.draw(st.sampled_from(open_ones))
    chosen = data.draw(st.sets(st.sampled_from([one.id for one in caseload])))
    changed = join(first, chosen, caseload, NOW)
    assert all(one.open for one in changed)
    joined = put(changed, caseload)
    again = next(one for one in joined if one.id == first.id)
    assert join(again, chosen, joined, NOW) == []
