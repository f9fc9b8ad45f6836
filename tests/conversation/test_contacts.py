"""How a service is reached may be typed in the chat: there, and there alone, a number or an address is welcome."""

from __future__ import annotations

from datetime import timedelta

import pytest

from referrals.model import Service
from tests.conversation.talk import Practice, Talker, Tap

DESK = "front desk, (212) 555-0143, desk@legal.example.org, www.legal.example.org, 12 Elm Street"


def asked(ana: Talker, field: str = "Contact") -> None:
    ana.talk(("/services", "16"), (Tap("Legal · 1"), "Legal"), (Tap("Legal aid"), "Legal aid"), (Tap(field), "/cancel"))


def legal_aid(practice: Practice) -> Service:
    found = practice.store.run_here(lambda work: work.directory.called("legal aid"))
    assert found is not None
    return found


def test_the_question_says_that_a_number_is_welcome_and_takes_it(ana: Talker, practice: Practice) -> None:
    asked(ana)
    assert "Here a phone number or an address is welcome" in ana.text
    ana.talk((DESK, "Contact: now front desk, (212) 555-0143"))
    assert legal_aid(practice).contact == DESK
    assert ana.screen.deleted == set()


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("C7 555-123-4567", "a phone number"),
        ("078-05-1120", "a social security"),
        ("555-123-4567, dob 3/4/1987", "a date of birth"),
        ("MRN 448812", "a record number"),
        ("4111 1111 1111 1111", "a card number"),
    ],
)
def test_what_tells_of_a_client_is_turned_away_there_too(
    ana: Talker, practice: Practice, line: str, named: str
) -> None:
    asked(ana)
    raw = ana.say(line)
    assert named in ana.text
    assert ana.screen.deleted == {raw["message"]["message_id"]}
    assert legal_aid(practice).contact is None


@pytest.mark.parametrize("field", ["Note", "Name", "Other names"])
def test_no_other_question_takes_a_number(ana: Talker, field: str) -> None:
    asked(ana, field)
    ana.talk(("desk 555-123-4567", "a phone number"))


def test_it_is_the_one_who_was_asked(ana: Talker, bob: Talker) -> None:
    asked(ana)
    bob.talk(("555-123-4567", "a phone number"))


@pytest.mark.parametrize("left", ["/cancel", "front desk, weekday mornings"])
def test_once_answered_or_left_the_question_lets_nothing_in(ana: Talker, left: str) -> None:
    asked(ana)
    ana.say(left)
    ana.talk(("555-123-4567", "a phone number"))


def test_a_question_of_yesterday_lets_nothing_in(ana: Talker) -> None:
    asked(ana)
    ana.practice.move_to(ana.practice.now + timedelta(hours=25))
    ana.talk(("555-123-4567", "a phone number"))


def test_a_number_let_in_for_a_question_that_is_gone_in_its_turn_is_turned_away(ana: Talker) -> None:
    asked(ana)
    texts = [ana.message(text="/cancel"), ana.message(text="pat, 555-123-4567")]
    both = [
        waiting
        for message in texts
        for waiting in ana.practice.keep({"update_id": ana.practice.next_id(), "message": message})
    ]
    assert [waiting.refused for waiting in both] == [None, None]
    for waiting in both:
        ana.practice.take(waiting)
    ana.practice.deliver()
    assert "a phone number" in ana.text
    assert texts[1]["message_id"] in ana.screen.deleted


def test_an_edited_line_is_no_answer(ana: Talker) -> None:
    asked(ana)
    ana.send(edited_message=ana.message(text="555-123-4567", edit_date=1))
    assert "a phone number" in ana.text
