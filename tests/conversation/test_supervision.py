"""The day before supervision: the cases that have stalled, each with its reason, in the order of need."""

from __future__ import annotations

import pytest

from tests.conversation.talk import At, Practice, Talker, Tap, labels, plain


@pytest.fixture
def thursdays(ana: Talker) -> Talker:
    """Ana has supervision on Thursdays at ten; C7 comes on Tuesdays and has two services recommended."""
    ana.talk(
        ("/settings", "Supervision"),
        (Tap("Supervision"), "thu 10am"),
        ("thu 10am weekly", "Thursdays 10:00"),
        ("C7 psych eval, housing", "noted"),
        ("C7 tue 2pm weekly", "next on"),
    )
    return ana


def eves(ana: Talker, until: str) -> list[str]:
    """What came unasked about supervision until then, as read."""
    seen = set(ana.screen.messages)
    ana.do(At(until))
    came = (plain(ana.screen.messages[number].card) for number in sorted(set(ana.screen.messages) - seen))
    return [card for card in came if card.startswith("Supervision tomorrow")]


def test_nothing_comes_while_nothing_has_stalled(thursdays: Talker) -> None:
    assert eves(thursdays, "26 Nov 10:00") == []


def test_no_movement_over_three_sessions_is_shown_on_the_eve(thursdays: Talker) -> None:
    assert eves(thursdays, "9 Dec 16:59") == []
    (eve,) = eves(thursdays, "9 Dec 17:00")
    assert eve.splitlines() == [
        "Supervision tomorrow 10:00. One case:",
        "C7  Psychiatric evaluation: no movement in 3 sessions; "
        "Subsidised housing programme: no movement in 3 sessions",
    ]
    assert labels(thursdays.newest.card) == ["Reflect first", "Agenda as PDF", "Not this week", "All cases"]
    thursdays.talk((Tap("All cases"), "Supervision Thu 10 Dec 10:00"), (Tap("C7"), "no risk logged"))


def test_a_case_that_stalls_while_nothing_is_said_of_it_is_shown_all_the_same(thursdays: Talker) -> None:
    """Her week is planned long before, and nothing brings a new plan."""
    thursdays.talk(("B2 housing", "noted"), ("B2 waitlisted housing", "on the waitlist"))
    (eve,) = eves(thursdays, "9 Dec 17:00")
    assert "B2" in eve.splitlines()[2]


def test_it_is_shown_again_before_the_next_one_and_not_once_it_moved(thursdays: Talker) -> None:
    assert len(eves(thursdays, "9 Dec 18:00")) == 1
    thursdays.talk(("C7 agreed psych eval", "agreed"), ("C7 declined housing", "not now"))
    assert eves(thursdays, "16 Dec 18:00") == []


def test_the_same_barrier_twice_and_falling_readiness(thursdays: Talker) -> None:
    thursdays.talk(("C7 can't wait housing", "in the way"), ("C7 can't wait housing", "in the way"))
    thursdays.talk(("C7 ready 8 for housing", "ready 8"), ("C7 ready 5 for housing", "ready 5"))
    eve = eves(thursdays, "26 Nov 10:00")[-1]
    assert "Subsidised housing programme: the same barrier twice (" in eve
    assert "readiness 8 to 5" in eve


def test_what_she_noted_herself_is_shown_though_nothing_stalled(thursdays: Talker) -> None:
    thursdays.talk(("C7", "no risk logged"), (Tap("Supervision"), "For supervision since"))
    eve = eves(thursdays, "26 Nov 10:00")[-1]
    assert eve.splitlines()[1] == "C7  you noted it for supervision"


def test_at_risk_comes_first(thursdays: Talker) -> None:
    thursdays.talk(
        ("B2 dbt", "noted"),
        ("B2 elevated", "elevated"),
        ("C7", "no risk logged"),
        (Tap("Supervision"), "For supervision since"),
        ("B2", "elevated"),
    )
    (_, first, second) = eves(thursdays, "10 Dec 10:00")[-1].splitlines()
    assert (first[:2], second[:2]) == ("B2", "C7")


def test_without_a_slot_nothing_comes_and_another_therapist_sees_nothing(thursdays: Talker, practice: Practice) -> None:
    bob = practice.person(1002)
    bob.talk(("D4 dbt", "noted"), ("D4 tue 9am weekly", "next on"))
    assert len(eves(thursdays, "9 Dec 18:00")) == 1
    assert not any(plain(m.card).startswith("Supervision tomorrow") for m in bob.screen.messages.values())


def test_moved_once_the_evening_before_moves_with_it(thursdays: Talker) -> None:
    thursdays.talk(
        ("/supervision", "Supervision Thu 19 Nov 10:00"),
        (Tap("Move it once"), "Supervision on Thu 19 Nov 10:00: when instead?"),
        ("fri", "At what time?"),
        ("fri 3pm", "Supervision Fri 20 Nov 15:00"),
        ("C7", "no risk logged"),
        (Tap("Supervision"), "For supervision since"),
    )
    assert eves(thursdays, "19 Nov 16:59") == []
    assert len(eves(thursdays, "19 Nov 17:00")) == 1
    thursdays.talk(
        (At("20 Nov 15:50"), "What did you decide for C7?"), ("/supervision", "Supervision Thu 26 Nov 10:00")
    )


def test_left_out_once_it_is_shown_before_the_next(thursdays: Talker) -> None:
    thursdays.talk(
        ("C7", "no risk logged"),
        (Tap("Supervision"), "For supervision since"),
        ("/supervision", "Supervision Thu 19 Nov 10:00"),
        (Tap("Move it once"), "when instead?"),
        (Tap("None this time"), "Supervision Thu 26 Nov 10:00"),
    )
    assert eves(thursdays, "24 Nov 23:00") == []
    assert len(eves(thursdays, "25 Nov 17:00")) == 1


def test_a_clients_page_does_not_call_it_a_question(thursdays: Talker) -> None:
    thursdays.talk(("C7", "I will ask around the session on Tue 24 Nov 14:00."))
