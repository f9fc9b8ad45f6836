"""Not stalled, because ...: respected until the facts change. Not this week: back before the one after it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conversation.talk import At, Talker, Tap


@pytest.fixture
def stalled(ana: Talker) -> Talker:
    """By the eve of 10 December nothing of C7's has moved in three sessions."""
    ana.talk(
        ("/settings", "Supervision"),
        (Tap("Supervision"), "thu 10am"),
        ("thu 10am weekly", "Thursdays 10:00"),
        ("C7 housing", "noted"),
        ("C7 tue 2pm weekly", "next on"),
        (At("9 Dec 17:00"), "no movement in 3 sessions"),
        (Tap("All cases"), "no movement in 3 sessions"),
        (Tap("C7"), "for supervision since Wed 9 Dec"),
    )
    return ana


def eves(ana: Talker) -> int:
    return sum("Supervision tomorrow" in shown.card.html for shown in ana.screen.messages.values())


@pytest.mark.parametrize("because", [Tap("The wait is known and planned"), "C7 waits for a place by the river"])
def test_it_is_respected_until_the_facts_change(stalled: Talker, because: Tap | str) -> None:
    stalled.talk(
        (Tap("Not stalled, because…"), "A tap, or type it in a line"),
        (because, "until something about it changes"),
        ("/supervision", "Nothing has stalled"),
    )
    before = eves(stalled)
    stalled.do(At("30 Dec 17:00"))
    assert eves(stalled) == before
    stalled.talk(("C7 agreed housing", "agreed"))
    stalled.practice.now = stalled.practice.now.replace(hour=22)
    assert eves(stalled) == before


def test_it_is_raised_again_once_the_new_state_stalls_too(stalled: Talker) -> None:
    stalled.talk(
        (Tap("Not stalled, because…"), "type it"),
        (Tap("It goes at the client’s own pace"), "understood"),
        ("C7 agreed housing", "agreed"),
    )
    before = eves(stalled)
    stalled.do(At("31 Dec 12:00"))
    assert eves(stalled) == before + 1


def test_the_history_says_why(stalled: Talker) -> None:
    stalled.talk(
        (Tap("Not stalled, because…"), "type it"),
        (Tap("The wait is known and planned"), "until something about it changes"),
        ("C7", "C7"),
        (Tap("History"), "not stalled (the wait is known)"),
    )


def test_undo_takes_it_back(stalled: Talker) -> None:
    stalled.talk(
        (Tap("Not stalled, because…"), "type it"),
        (Tap("It is moving, I had not logged it"), "understood"),
        (Tap("Undo"), "C7"),
        ("/supervision", "no movement in 3 sessions"),
    )


def test_not_this_week_is_back_before_the_one_after_it(stalled: Talker) -> None:
    stalled.talk((Tap("Not this week"), "C7: not this week"), ("/supervision", "Nothing has stalled"))
    before = len(stalled.screen.messages)
    stalled.do(At("10 Dec 12:00"))
    assert len(stalled.screen.messages) == before  # neither the hour before it nor the question after it
    stalled.talk((At("16 Dec 17:00"), "Supervision tomorrow 10:00"))


def asks(ana: Talker) -> list[str]:
    cards = [shown.card.html for shown in ana.screen.messages.values()]
    return [html for html in cards if "When is your supervision?" in html]


def test_without_a_slot_there_is_a_gentle_ask_once_a_month(ana: Talker) -> None:
    for line in ("C7 housing", "C7 tue 2pm weekly", "B2 dbt", "B2 tue 3pm weekly"):
        ana.say(line)
    ana.do(At("11 Dec 16:59"))
    assert asks(ana) == []
    ana.do(At("31 Dec 12:00"))
    ana.practice.move_to(ana.practice.now + timedelta(days=14))
    (ask,) = asks(ana)
    assert ask.startswith("2 cases to talk over, when you next can.")
    ana.talk((Tap("Set the slot"), "thu 10am"))


def test_what_was_decided_is_asked_twice_and_then_left(stalled: Talker) -> None:
    """The evening before goes on showing it, and once it moves and stalls again it is asked anew."""
    stalled.do(At("31 Dec 12:00"))
    asked = [s for s in stalled.screen.messages.values() if s.card.html.startswith("What did you decide")]
    soon = [s for s in stalled.screen.messages.values() if s.card.html.startswith("Supervision at")]
    assert (len(asked), len(soon), eves(stalled)) == (2, 2, 3)  # the first evening’s card was tapped away
