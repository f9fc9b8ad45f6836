"""What it is for, how ready the client is, what stands in the way, and the plan: by tap and in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from referrals.model import Barrier, Purpose, Reading
from referrals.plans import LONGEST
from tests.conversation.pages import STALE, find, history, kept, open_page, rows, twice, undone
from tests.conversation.talk import At, Talker, Tap


@pytest.fixture
def ana(ana: Talker) -> Talker:
    """With one open referral, its page before her."""
    ana.say("C7 dbt")
    open_page(ana)
    return ana


def test_purposes_are_turned_on_and_kept_with_done(ana: Talker) -> None:
    open_page(ana, 1, "more")
    ana.talk(
        (Tap("Purposes"), "what is it for? One or more."),
        (Tap("Clarify diagnosis"), "what is it for?"),
        (Tap("Living situation"), "what is it for?"),
        (Tap("✓ Clarify diagnosis"), "what is it for?"),
    )
    assert kept(ana).purposes == frozenset()  # nothing before [Done]
    twice(ana, "Done")
    assert "C7 · DBT group: to better the living situation." in ana.text
    assert kept(ana).purposes == frozenset({Purpose.LIVING})
    assert history(ana)[0].detail == {"diagnosis": False, "crisis": False, "living": True, "practice": False}
    ana.tap("Undo")
    assert kept(ana).purposes == frozenset()


def test_one_tap_twice_on_the_same_purpose_is_one_choice(ana: Talker) -> None:
    open_page(ana, 1, "more")
    ana.tap("Purposes")
    shown, crisis = find(ana, "Steady a crisis")
    ana.press(crisis, shown.message_id)
    ana.press(crisis, shown.message_id)
    assert "✓ Steady a crisis" in ana.buttons()


def test_from_one_referral_to_the_next_without_a_purpose(ana: Talker) -> None:
    ana.say("C7 housing, psych eval")
    open_page(ana, 1, "more")
    ana.talk((Tap("Purposes"), "what is it for?"), (Tap("Good practice"), "what is it for?"))
    ana.talk(
        (Tap("Next: Subsidised housing prog…"), "DBT group: recommended practice.\nC7 · Subsidised housing programme"),
        (Tap("Living situation"), "what is it for?"),
        (Tap("Next: Psychiatric evaluation"), "C7 · Psychiatric evaluation: what is it for?"),
        (Tap("Undo"), "Undone"),
    )
    assert kept(ana, 1).purposes == {Purpose.PRACTICE}
    assert kept(ana, 2).purposes == frozenset()


def test_a_purpose_once_noted_is_not_taken_away_without_another(ana: Talker) -> None:
    ana.say("C8 dbt #crisis")
    open_page(ana, 2, "more")
    ana.tap("Purposes")
    ana.tap("✓ Steady a crisis")
    assert "Done" not in ana.buttons()
    ana.press("pur:2:done", ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert kept(ana, 2).purposes == {Purpose.CRISIS}


def test_the_clients_own_number_by_tap(ana: Talker) -> None:
    ana.tap("Readiness")
    assert ana.text == "C7 · DBT group\nHow likely is it, 0 to 10, that C7 will go? The client's own number."
    assert [len(row) for row in ana.newest.card.rows] == [6, 5, 3]
    undone(ana, lambda: ana.talk((Tap("4"), "Worth asking: “Why 4 and not 2?”")))
    open_page(ana)
    ana.tap("Readiness")
    twice(ana, "7")
    assert [reading.value for reading in kept(ana).readings] == [7]


def test_a_guess_is_marked_and_asks_for_nothing(ana: Talker) -> None:
    ana.talk(
        (Tap("Readiness"), "The client's own number"),
        (Tap("My guess instead"), "Your own guess, 0 to 10. It is kept apart and never counts."),
        (Tap("~3"), "ready 3, your guess, which does not count"),
    )
    assert "Worth asking" not in ana.text
    assert kept(ana).own_readiness is None


def test_the_number_in_words(ana: Talker) -> None:
    ana.talk(
        (Tap("Readiness"), "The client's own number"),
        ("quite likely", "A number from 0 to 10, please"),
        ("11", "A number from 0 to 10, please"),
        ("~8", "your guess"),
        ("8", "Which client?"),
    )
    assert [(told.value, told.guess) for told in kept(ana).readings] == [(8, True)]


def test_a_falling_number_is_said_and_can_go_to_supervision(ana: Talker) -> None:
    ana.talk(("C7 ready 8", "the client's own number"), ("C7 ready 5", "Now ready 5, was 8: falling."))
    assert "Bring to supervision" in ana.buttons()
    ana.talk(("C7 ready ~1", "your guess"))  # a guess is no fall
    open_page(ana)
    assert "Ready 5, was 8: falling" in ana.text


def test_high_and_undone_asks_for_the_barrier_and_then_for_a_plan(ana: Talker) -> None:
    ana.talk(
        ("C7 ready 8", "High, and not done yet: something practical may be in the way."),
        (Tap("What is in the way?"), "What stands in the way?"),
        (Tap("Transport, time"), "Ready 8, and something in the way: an if-then plan helps most now."),
        (Tap("If-then plan"), "if what, then what?"),
        ("if it is Tuesday after work then I phone the clinic", "I will repeat it before the next session."),
    )
    assert kept(ana).plan == "if it is Tuesday after work, then I phone the clinic"


def test_asked_too_soon_it_says_so_and_lets_the_therapist_decide(ana: Talker) -> None:
    ana.talk(("C7 ready 8", "ready 8"))
    open_page(ana)
    ana.talk((Tap("Readiness"), "Asked not long ago; every third session is often enough."), (Tap("6"), "ready 6"))


def test_not_ready_asks_for_the_barrier_and_then_explores_by_the_number(ana: Talker) -> None:
    ana.talk(
        ("C7 ready 4", "ready 4"),
        ("C7 not ready", "not ready yet. What stands in the way?"),
        (Tap("Fear, stigma"), "in the way, fear or stigma.\nWorth asking: “Why 4 and not 2?”"),
        (Tap("Enough"), "fear or stigma"),
    )
    assert ana.buttons() == ["Undo"]
    assert [event.kind for event in history(ana)][:2] == ["barrier", "not_ready"]


def test_not_ready_after_a_session_asks_for_her_number_only_if_it_may(ana: Talker) -> None:
    ana.talk(
        ("C7 tue 2pm weekly", "next on"),
        (At("24 Nov 14:50"), "How did it go with C7?"),
        (Tap("Not ready"), "What stands in the way?"),
        (Tap("Cost"), "How likely is it, 0 to 10?"),
        (Tap("Readiness"), "The client's own number"),
        (Tap("8"), "an if-then plan helps most now"),
    )
    ana.practice.now += timedelta(days=1)
    ana.talk(("C7 not ready", "What stands in the way?"), (Tap("Cost"), "an if-then plan helps most now"))


def test_felt_sent_away_is_answered_by_staying(ana: Talker) -> None:
    ana.talk(
        (Tap("Not ready"), "What stands in the way?"),
        (Tap("Felt sent away"), "Say first that you stay, and ask what it was like to hear."),
        (Tap("How was it heard?"), "how was it heard?"),
        (Tap("Rejection"), "repair comes first"),
    )


def test_a_barrier_is_kept_once_and_undone_without_the_report_before_it(ana: Talker) -> None:
    ana.tap("Not ready")
    undone(ana, lambda: ana.talk((Tap("Handle it alone"), "wants to handle it alone")))
    ana.say("C7 not ready")
    twice(ana, "No capacity")
    assert kept(ana).barrier is Barrier.NO_CAPACITY


def test_a_plan_in_two_answers_is_bound_to_its_card(ana: Talker) -> None:
    ana.talk(
        (Tap("Plan"), "if what, then what?"),
        ("if the letter comes", "if the letter comes, then what?"),
        ("then I bring it to the session", "Plan: if the letter comes, then I bring it to the session."),
    )
    before = rows(ana)
    ana.talk(("and more", "Which client?"))
    assert rows(ana) == before
    ana.tap("Undo")
    assert kept(ana).plan is None


def test_a_plan_is_changed_let_go_and_brought_back(ana: Talker) -> None:
    ana.talk((Tap("Plan"), "if what"), ("if A then B", "Plan: if A, then B."))
    open_page(ana)
    assert "Plan: if A, then B." in ana.text
    ana.talk(
        (Tap("Plan"), "Plan: if A, then B."), (Tap("Change it"), "if what"), ("if D, then E", "Plan: if D, then E.")
    )
    open_page(ana)
    ana.tap("Plan")
    undone(ana, lambda: ana.talk((Tap("Let it go"), "no plan any more")))
    assert kept(ana).plan == "if D, then E"
    open_page(ana)
    ana.tap("Plan")
    twice(ana, "Let it go")
    assert next(event.detail for event in history(ana) if event.kind == "plan") == {"made": False}


def test_a_plan_that_is_too_long_or_none_keeps_the_question(ana: Talker) -> None:
    ana.talk(
        (Tap("Plan"), "if what, then what?"),
        ("if " + "x" * LONGEST + " then y", "at most 160 characters"),
        (".", "A plan says when, and what then"),
        ("if x then y", "Plan: if x, then y."),
    )


def test_a_plan_that_speaks_of_danger_is_answered_with_the_danger_line_first(ana: Talker) -> None:
    ana.talk((Tap("Plan"), "if what"), ("if I feel suicidal then I call", "Plan: if I feel suicidal, then I call."))
    assert ana.text.startswith("Danger now? Leave this chat")


def test_no_plan_stands_in_a_history(ana: Talker) -> None:
    ana.talk((Tap("Plan"), "if what"), ("if it rains then I walk", "Plan:"))
    assert all("rains" not in str(event.detail) for event in history(ana))


@pytest.mark.parametrize("data", ["rdy:1:7", "rdy:1:11", "rdy:1:guess", "pur:1:done", "pur:1:crisis:on", "plan:1:none"])
def test_a_tap_whose_question_does_not_stand_on_its_card_is_no_answer(ana: Talker, data: str) -> None:
    before = rows(ana)
    ana.press(data, ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert rows(ana) == before


def test_a_number_for_another_referral_is_no_answer(ana: Talker) -> None:
    ana.say("C7 housing")
    open_page(ana, 1)
    ana.tap("Readiness")
    ana.press("rdy:2:9", ana.newest.message_id)
    assert ana.screen.toasts[-1] == STALE
    assert kept(ana, 2).readings == ()


def test_another_therapist_answers_none_of_these(ana: Talker, bob: Talker) -> None:
    ana.tap("Readiness")
    bob.say("B1 housing")
    for data in ("rdy:1", "rdy:1:7", "pur:1", "plan:1", "plan:1:new", "bar:1:cost"):
        bob.press(data, bob.newest.message_id)
        assert bob.screen.toasts[-1] == STALE
    assert kept(ana).readings == ()
    ana.talk((Tap("7"), "ready 7"))
    assert kept(ana).readings == (Reading(7, False, ana.practice.now),)
