"""What was decided in supervision, recorded by the therapist and coming back with the next message."""

from __future__ import annotations

import pytest

from tests.conversation.supervised import raise_case
from tests.conversation.talk import At, Talker, Tap, plain


@pytest.fixture
def after(ana: Talker) -> Talker:
    """Ana's supervision of Thursday is over, and C7 was talked about."""
    ana.talk(
        ("/settings", "Supervision"),
        (Tap("Supervision"), "thu 10am"),
        ("thu 10am weekly", "Thursdays 10:00"),
        ("C7 psych eval, housing", "noted"),
        ("C7 tue 2pm weekly", "next on"),
    )
    raise_case(ana)
    ana.talk((At("19 Nov 10:50"), "What did you decide for C7?"))
    return ana


def test_the_hour_before_it_is_said_in_a_line(after: Talker) -> None:
    came = [plain(shown.card) for shown in after.screen.messages.values()]
    assert "Supervision at 10:00: C7.\nTwo minutes for yourself before it?" in came


def test_going_on_is_noted_and_comes_back_once_with_the_next_brief(after: Talker) -> None:
    after.talk((Tap("Go on"), "C7, decided: go on as it is"), ("/supervision", "Nothing has stalled"))
    after.talk((At("24 Nov 13:30"), "Decided in supervision for C7: go on as it is."))
    after.talk((At("24 Nov 14:50"), "How did it go with C7?"))
    assert "Decided" not in after.text


def test_a_note_is_her_own_line(after: Talker) -> None:
    after.talk((Tap("Note"), "in one line"), ("C7 first talks about money", "decided: C7 first talks about money"))
    after.talk((At("24 Nov 13:30"), "Decided in supervision for C7: C7 first talks about money."))


def test_danger_typed_meanwhile_is_logged_and_not_kept_as_a_note(after: Talker) -> None:
    after.talk((Tap("Note"), "in one line"), ("C7 acute", "What kind of danger?"))


def test_letting_one_go_ends_it_with_its_reason(after: Talker) -> None:
    after.talk(
        (Tap("Let one go"), "no longer recommended"),
        (Tap("Subsidised housing programme"), "let one go (Subsidised housing programme)"),
        ("C7", "no longer recommended"),
    )


def test_a_pause_leaves_it_alone_for_so_many_weeks(after: Talker) -> None:
    after.talk((Tap("Pause"), "how long"), (Tap("4 weeks"), "I will ask on Thu 17 Dec 9:00".replace("9:00", "09:00")))


def test_at_acute_risk_nothing_is_left_alone(after: Talker) -> None:
    after.talk(("C7 acute", "What kind"), (Tap("Pause"), "at acute risk nothing is left alone"))


def test_another_order_asks_which_comes_first(after: Talker) -> None:
    after.talk(
        (Tap("Change the order"), "Which one comes first now?"),
        (Tap("Subsidised housing programme"), "Subsidised housing programme"),
        (Tap("Supervision"), "Order now: 1 Subsidised housing programme"),
    )


def test_undo_brings_the_case_back(after: Talker) -> None:
    after.talk((Tap("Go on"), "go on as it is"), (Tap("Undo"), "C7"), ("/supervision", "C7  you noted it"))
    after.talk((At("24 Nov 13:30"), "One thing to bring up"))
    assert "Decided" not in after.text


def test_not_talked_about_waits_for_the_next_one(after: Talker) -> None:
    after.talk((Tap("Not talked about"), "stays for the next"), (At("25 Nov 17:00"), "Supervision tomorrow 10:00"))


def test_of_several_cases_each_has_its_own_question_and_the_others_stay(after: Talker) -> None:
    after.talk(("B2 dbt", "noted"))
    raise_case(after, "B2")
    after.talk(
        (At("26 Nov 10:50"), "What did you decide? One tap for each."), (Tap("C7"), "What did you decide for C7?")
    )
    after.talk((Tap("Go on"), "C7, decided"), (Tap("B2"), "What did you decide for B2?"), (Tap("Go on"), "B2, decided"))


def test_a_decision_of_another_therapists_client_is_not_taken(after: Talker) -> None:
    bob = after.practice.person(1002)
    bob.talk(("/supervision", "Nothing has stalled"))
    for data in ("dec:1", "dec:1:go_on", "case:1", "case:later:1", "still:1:moving"):
        bob.press(data, bob.newest.message_id)
        assert bob.screen.toasts[-1]
    after.talk(("/supervision", "C7  you noted it"))
