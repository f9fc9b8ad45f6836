"""What comes first: by the therapist's judgement, by the client's own wish, and danger before both."""

from __future__ import annotations

import pytest

from referrals.model import FirstBecause
from tests.conversation.pages import STALE, history, kept, open_page, rows, twice, undone
from tests.conversation.talk import Talker, Tap


@pytest.fixture
def ana(ana: Talker) -> Talker:
    """With three open referrals: the first steadies a crisis."""
    ana.talk(("C7 psych eval #crisis", "noted"), ("C7 dbt", "noted"), ("C7 legal aid", "noted"))
    return ana


def test_putting_one_first_asks_why_and_leaves_danger_before_it(ana: Talker) -> None:
    open_page(ana, 3, "more")
    ana.talk(
        (Tap("Put first"), "Legal aid first: why?\nWhat reduces danger still comes before it."),
        (Tap("Soonest relief"), "put first, because it brings the soonest relief."),
    )
    assert "Order now: 1 Psychiatric evaluation · 2 Legal aid · 3 DBT group." in ana.text
    assert "What reduces danger still comes before it." in ana.text
    assert (history(ana)[0].kind, history(ana)[0].detail) == ("put_first", {"because": "soonest_relief"})


def test_it_counts_once_and_is_undone_exactly(ana: Talker) -> None:
    open_page(ana, 3, "more")
    ana.tap("Put first")
    undone(ana, lambda: ana.talk((Tap("No reason"), "put first.")))
    open_page(ana, 3, "more")
    ana.tap("Put first")
    twice(ana, "Supervision")
    assert kept(ana, 3).first_because is FirstBecause.SUPERVISION


def test_back_to_the_usual_order_is_back_for_all_of_them(ana: Talker) -> None:
    for referral_id in (2, 3):
        open_page(ana, referral_id, "more")
        ana.tap("Put first")
        ana.tap("Informs the others")
    undone(ana, lambda: ana.talk((Tap("Back to the usual order"), "back to the usual order.")))
    open_page(ana, 3, "more")
    ana.tap("Put first")
    twice(ana, "Back to the usual order")
    assert "Order now: 1 Psychiatric evaluation · 2 DBT group · 3 Legal aid." in ana.text
    assert [kept(ana, referral_id).first_at for referral_id in (2, 3)] == [None, None]


def test_the_clients_own_wish_moves_it_up_and_says_the_order(ana: Talker) -> None:
    def wishes() -> None:
        ana.talk(("C7 wants legal aid", "C7 · Legal aid: noted as C7's own wish."))

    undone(ana, wishes)
    wishes()
    assert "Order now: 1 Psychiatric evaluation · 2 Legal aid · 3 DBT group." in ana.text
    assert kept(ana, 3).wished_at == ana.practice.now
    assert history(ana)[0].kind == "wished"


def test_a_wish_for_what_is_not_open_offers_the_line_and_logs_nothing(ana: Talker) -> None:
    before = rows(ana)
    ana.talk(
        ("C7 wants housing", "C7 wants “housing”, which is not open yet. Nothing was noted."),
        ("D4 wants housing", "I know no D4 of yours."),
    )
    assert rows(ana) == before


@pytest.mark.parametrize("data", ["first:2:supervision", "first:2:usual", "first:2:because", "first:99"])
def test_forged_taps_change_nothing(ana: Talker, data: str) -> None:
    before = rows(ana)
    ana.press(data, ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert rows(ana) == before


def test_another_therapist_puts_nothing_first(ana: Talker, bob: Talker) -> None:
    open_page(ana, 3, "more")
    ana.tap("Put first")
    bob.say("B1 housing")
    for data in ("first:3", "first:3:supervision", "first:3:usual"):
        bob.press(data, bob.newest.message_id)
        assert bob.screen.toasts[-1] == STALE
    assert kept(ana, 3).first_at is None
