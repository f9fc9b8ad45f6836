"""What somebody types after eight sessions: questions, half sentences, a cry for help. None of it becomes a service."""

from __future__ import annotations

import pytest

from tests.conversation.talk import Talker


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("help", "/help"),
        ("Help me!", "/help"),
        ("ayuda", "/help"),
        ("¿Cómo funciona?", "/help"),
        ("today", "/today"),
        ("mis clientes", "/clients"),
        ("status?", "/status"),
        ("settings", "/settings"),
    ],
)
def test_a_command_can_be_asked_for_in_words(ana: Talker, words: str, command: str) -> None:
    ana.say("C7 dbt")
    ana.say(command)
    wanted = ana.text
    ana.say(words)
    assert ana.text == wanted


def test_undo_in_a_word_takes_the_last_change_back(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "C7"),
        ("undo", "Undone: DBT group · recommended. All is as it was before."),
        ("C7", "I know no C7"),
        ("undo that", "There is nothing"),
    )


def test_a_line_without_a_code_says_where_there_is_more(ana: Talker) -> None:
    ana.talk(("how do I change her session", "/help has more; /undo takes back the last change."))


@pytest.mark.parametrize(
    "line",
    [
        "what's up with C7",
        "What’s up with C7",
        "C7 wtf",
        "C7 is moving to Boston",
        "C7 on vacation until jan 4",
        "C7 change session to wed 3pm",
        "C7 qué tal",
        "C7 any news?",
    ],
)
def test_what_tells_or_asks_is_not_offered_to_the_directory(ana: Talker, line: str) -> None:
    ana.talk(("C7 dbt", "C7"), (line, "C7 shows where the client stands"))
    assert not [label for label in ana.buttons() if label.startswith("Add")]


def test_what_may_be_a_service_is_offered_and_stands_last(ana: Talker) -> None:
    ana.say("C7 psychiatric evalutation clinic")
    *near, add = ana.buttons()
    assert near
    assert add.startswith("Add “")


def test_a_note_that_is_not_kept_is_said(ana: Talker) -> None:
    ana.talk(("C7 dbt", "C7"), ("C7 dbt // rang twice", "nothing was added"))
    assert ana.text.endswith("The note was not kept.")
    ana.say("C7 dbt")
    assert "note" not in ana.text
