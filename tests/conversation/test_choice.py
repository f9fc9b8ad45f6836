"""Several options for one need: which they are, how ready the client is for each, which one is picked."""

from __future__ import annotations

import pytest

from referrals.model import Hold, State
from tests.conversation.pages import STALE, find, history, kept, open_page, rows, undone
from tests.conversation.talk import At, Talker, Tap


@pytest.fixture
def ana(ana: Talker) -> Talker:
    """With three open referrals, and the first one's rarer taps before her."""
    ana.talk(("C7 dbt, peer support, NA meeting", "noted"))
    open_page(ana, 1, "more")
    return ana


@pytest.fixture
def chosen(ana: Talker) -> Talker:
    """The first two are options for one need, and the client's number is asked for the first of them."""
    ana.talk(
        (Tap("Options for the same need"), "DBT group: which others would meet the same need?"),
        (Tap("Peer support"), "which others"),
        (Tap("Done"), "DBT group: how likely, 0 to 10? C7's own number."),
    )
    return ana


@pytest.fixture
def picked(chosen: Talker) -> Talker:
    """Peer support was picked, the DBT group rests."""
    chosen.talk(
        (Tap("4"), "Peer support: how likely, 0 to 10?"),
        (Tap("8"), "Which did C7 pick?"),
        (Tap("Peer support · ready 8"), "C7 picked Peer support.\nDBT group rests for now."),
    )
    return chosen


def test_the_pick_is_followed_and_the_others_rest(picked: Talker) -> None:
    dbt, peers, meeting = (kept(picked, number) for number in (1, 2, 3))
    assert (dbt.state, dbt.hold, dbt.held_state, dbt.next_check_at) == (
        State.ON_HOLD,
        Hold.CHOICE,
        State.SUGGESTED,
        None,
    )
    assert (peers.state, meeting.state) == (State.SUGGESTED, State.SUGGESTED)
    assert [event.kind for event in history(picked)][:6] == ["held", "picked", *["readiness"] * 2, *["option"] * 2]


def test_what_rests_is_not_asked_about(picked: Talker) -> None:
    picked.talk(("C7 tue 2pm weekly", "next on"), (At("24 Nov 14:50"), "How did it go with C7?"))
    open_page(picked, 1)
    assert "On hold since Wed 18 Nov: another option was picked; suggested before" in picked.text


def test_options_come_in_the_order_of_readiness_and_numbers_can_be_skipped(chosen: Talker) -> None:
    chosen.talk((Tap("Skip"), "Peer support: how likely"), (Tap("2"), "Which did C7 pick?"))
    assert chosen.buttons()[:2] == ["Peer support · ready 2", "DBT group"]
    assert kept(chosen, 1).readings == ()


def test_each_step_of_a_round_counts_once(ana: Talker) -> None:
    ana.talk((Tap("Options for the same need"), "which others"), (Tap("Peer support"), "which others"))
    for label in ("Done", "Skip", "8", "Peer support · ready 8", "Change the pick"):
        shown, data = find(ana, label)
        ana.press(data, shown.message_id)
        before = rows(ana)
        ana.press(data, shown.message_id)
        assert ana.screen.toasts[-1] == STALE, label
        assert rows(ana) == before


def test_each_change_of_a_round_is_undone_exactly(ana: Talker) -> None:
    ana.talk((Tap("Options for the same need"), "which others"), (Tap("Peer support"), "which others"))
    undone(ana, lambda: ana.talk((Tap("Done"), "how likely")))
    open_page(ana, 1, "more")
    ana.talk((Tap("Options for the same need"), "which others"), (Tap("Peer support"), "which others"))
    ana.talk((Tap("Done"), "how likely"), (Tap("Skip"), "how likely"), (Tap("Skip"), "Which did C7 pick?"))
    undone(ana, lambda: ana.talk((Tap("DBT group"), "C7 picked DBT group.")))


def test_after_undo_of_the_options_nothing_can_be_picked_between(chosen: Talker) -> None:
    shown, skip = find(chosen, "Skip")
    chosen.talk(("/undo", "Undone"))
    chosen.press(skip, shown.message_id)
    assert chosen.screen.toasts[-1] == STALE


def test_the_pick_can_be_changed(picked: Talker) -> None:
    undone(picked, lambda: picked.talk((Tap("Change the pick"), "Which did C7 pick?")))
    open_page(picked, 1)
    picked.talk(
        (Tap("Change the pick"), "Which did C7 pick?"),
        (Tap("DBT group · ready 4"), "C7 picked DBT group.\nPeer support rests for now."),
    )
    assert not kept(picked, 1).held
    assert kept(picked, 2).hold is Hold.CHOICE


def test_what_rests_can_be_ended_by_tap(picked: Talker) -> None:
    picked.talk((Tap("End DBT group"), "no longer recommended"))
    assert kept(picked, 1).state is State.WITHDRAWN


def test_when_the_pick_ends_the_others_are_offered_again(picked: Talker) -> None:
    picked.talk(("C7 went peer support", "went today"))
    assert "Change the pick" in picked.buttons()
    picked.talk((Tap("Change the pick"), "Which did C7 pick?"))
    assert not kept(picked, 1).held


def test_the_page_shows_a_choice_made_before(picked: Talker) -> None:
    open_page(picked, 2, "more")
    picked.talk((Tap("Options for the same need"), "C7 picked Peer support. Beside it: DBT group."))


def test_options_can_be_chosen_otherwise_before_the_pick(chosen: Talker) -> None:
    open_page(chosen, 1, "more")
    chosen.talk(
        (Tap("Options for the same need"), "which others"),
        (Tap("✓ Peer support"), "which others"),
        (Tap("Done"), "DBT group stands alone: no other options."),
    )
    assert [kept(chosen, number).option_of for number in (1, 2, 3)] == [None, None, None]


def test_enough_ends_the_round(chosen: Talker) -> None:
    shown, seven = find(chosen, "7")
    chosen.talk((Tap("Enough"), "C7 · DBT group: suggested today"))
    assert kept(chosen, 1).option_of == 1
    chosen.press(seven, shown.message_id)
    assert chosen.screen.toasts[-1] == STALE


def test_with_nothing_else_open_there_is_nothing_to_choose(ana: Talker) -> None:
    ana.say("D4 housing")
    ana.press("pick:4", ana.newest.message_id)
    assert "nothing else is open to choose from" in ana.text


@pytest.mark.parametrize(
    "data",
    [
        "pick:1:done",
        "pick:1:it:2",
        "pick:1:n:1:9",
        "pick:1:on:2",
        "pick:1:change",
        "pick:1:fly",
        "pick:99",
        "pick:1:it",
    ],
)
def test_forged_taps_change_nothing(ana: Talker, data: str) -> None:
    before = rows(ana)
    ana.press(data, ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert rows(ana) == before


def test_a_referral_of_another_client_is_no_option(ana: Talker) -> None:
    ana.say("D4 housing")
    open_page(ana, 1, "more")
    ana.tap("Options for the same need")
    before = rows(ana)
    ana.press("pick:1:on:4", ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert rows(ana) == before


def test_a_number_that_was_not_asked_for_is_no_answer(chosen: Talker) -> None:
    for data in ("pick:1:n:2:9", "pick:1:n:3:9", "pick:1:n:1:11", "pick:1:it:2"):
        chosen.press(data, chosen.newest.message_id)
        assert chosen.screen.toasts[-1] == STALE
    assert kept(chosen, 2).readings == ()


def test_another_therapist_chooses_nothing(picked: Talker, bob: Talker) -> None:
    before = rows(picked)
    bob.say("B1 housing")
    after = rows(picked)
    for data in ("pick:1", "pick:1:change", "pick:2:it:1", "pick:1:done"):
        bob.press(data, bob.newest.message_id)
        assert bob.screen.toasts[-1] == STALE
    assert rows(picked) == after != before
