"""Later: the next session, tomorrow, next week, a date; the client's own dates stay as they are."""

from __future__ import annotations

import pytest

from bot.actions import Action, encode
from tests.conversation.talk import At, Practice, Talker, Tap, labels, plain


@pytest.fixture
def asked(ana: Talker) -> Talker:
    """A question about C7 after her session of Tuesday 24 November."""
    ana.talk(
        ("C7 psych eval by 20 dec", "noted"),
        ("C7 tue 2pm weekly", "next on"),
        (At("24 Nov 14:50"), "How did it go with C7?"),
        (Tap("Later"), "when shall I come back to it?"),
    )
    return ana


@pytest.mark.parametrize(
    ("choice", "said", "comes_at", "comes"),
    [
        ("Next session", "around the next session", "1 Dec 13:30", "C7 at 14:00. One thing to bring up:"),
        ("Tomorrow", "on Wed 25 Nov 09:00", "25 Nov 09:00", "C7: you put this off until now. Any news?"),
        ("Next week", "on Mon 30 Nov 09:00", "30 Nov 09:00", "C7: you put this off until now. Any news?"),
    ],
)
def test_it_comes_back_when_it_was_put_off_to(asked: Talker, choice: str, said: str, comes_at: str, comes: str) -> None:
    asked.talk(
        (Tap(choice), f"C7 · Psychiatric evaluation: I will come back to it {said}."),
        ("C7", "wanted by Sun 20 Dec"),
        (At(comes_at), comes),
    )


def test_to_a_date_in_words_and_not_before(asked: Talker) -> None:
    asked.talk(
        (Tap("A date"), "on which day?"),
        ("someday", "I do not find that date in the calendar."),
        ("10 dec", "I will come back to it on Thu 10 Dec 09:00."),
        ("C7", "I will ask on Thu 10 Dec 09:00."),
    )
    shown = set(asked.screen.messages)
    asked.practice.move_to(asked.practice.now.replace(day=9, month=12))
    assert set(asked.screen.messages) == shown, "two sessions went by, and nothing came"
    asked.talk((At("10 Dec 09:00"), "C7: you put this off until now. Any news?"))


def test_back_leaves_the_question_as_it_was(asked: Talker) -> None:
    asked.talk((Tap("A date"), "on which day?"), (Tap("Back"), "How did it go with C7?"))
    assert "Agreed" in labels(asked.newest.card)


def test_it_can_be_undone(asked: Talker) -> None:
    asked.talk(
        (Tap("A date"), "on which day?"),
        ("10 dec", "Thu 10 Dec"),
        (Tap("Undo"), "Undone"),
        ("C7", "I will ask around the session on Tue 1 Dec 14:00."),
    )


def test_a_report_in_between_answers_it(asked: Talker) -> None:
    asked.talk(
        (Tap("Next week"), "Mon 30 Nov"),
        ("C7 agreed", "agreed"),
        ("C7", "I will ask around the session on Tue 1 Dec 14:00."),
    )


def test_at_acute_risk_tomorrow_is_the_latest(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval", "noted"),
        ("C7 tue 2pm weekly", "next on"),
        (At("24 Nov 14:50"), "How did it go with C7?"),
    )
    asked = ana.newest
    ana.talk(("C7 acute", "What kind"))
    nudge = asked.card.rows[0][0].data.split(":")[1]
    before = {number: m.card for number, m in ana.screen.messages.items()}
    for when in ("session", "week", "date"):
        ana.press(encode(Action.LATER, nudge, when), asked.message_id)
        assert ana.screen.toasts[-1]
    assert {number: m.card for number, m in ana.screen.messages.items()} == before
    ana.press(encode(Action.LATER, nudge), asked.message_id)
    assert labels(asked.card) == ["Tomorrow", "Back"]
    assert "While risk is acute, tomorrow is the latest." in plain(asked.card)


def test_of_several_all_that_wait_are_put_off_together_and_undone_together(ana: Talker) -> None:
    for code, at in {"C7": "tue 1pm", "B2": "tue 2pm", "D4": "tue 3pm"}.items():
        ana.talk((f"{code} psych eval", "noted"), (f"{code} {at} weekly", "next on"))
    ana.talk(
        (At("24 Nov 15:50"), "How did it go with C7, B2 and D4?"),
        (Tap("1 Agreed"), "C7 · Psychiatric evaluation: agreed"),
        (Tap("Later"), "B2 and D4: when shall I come back to them?"),
        (Tap("Next week"), "B2 and D4: I will come back to them on Mon 30 Nov 09:00."),
        ("D4", "I will ask on Mon 30 Nov 09:00."),
        (Tap("Undo"), "Undone"),
        ("D4", "I will ask around the session on Tue 1 Dec 15:00."),
        ("B2", "I will ask around the session on Tue 1 Dec 14:00."),
    )


def test_a_brief_that_came_with_the_questions_stays_to_be_read(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval", "noted"),
        ("C7 tue 1pm weekly", "next on"),
        ("B2 dbt", "noted"),
        ("B2 tue 2:30pm weekly", "next on"),
        (At("24 Nov 13:50"), "2 things about B2 and C7:"),
    )
    message = ana.newest
    ana.talk((Tap("Later"), "when shall I come back to it?"), (Tap("Tomorrow"), "on Wed 25 Nov 09:00."))
    assert "1  B2 at 14:30 · DBT group" in plain(message.card)


def test_a_put_off_question_pressed_again_changes_nothing(asked: Talker, practice: Practice) -> None:
    shown = asked.newest
    tomorrow = next(b.data for row in shown.card.rows for b in row if b.label == "Tomorrow")
    asked.press(tomorrow, shown.message_id)
    before = {number: m.card for number, m in asked.screen.messages.items()}
    asked.press(tomorrow, shown.message_id)
    assert {number: m.card for number, m in asked.screen.messages.items()} == before
    bob = practice.person(1002)
    bob.press(tomorrow, bob.newest.message_id)
    assert bob.screen.toasts[-1]
