"""No line that may speak of danger goes by without the danger line, whatever else it was taken for."""

from __future__ import annotations

import pytest

from bot.wording.risk.risk import DANGER
from tests.conversation.talk import Talker, plain


def answers(talker: Talker, text: str) -> list[str]:
    before = set(talker.screen.messages)
    talker.say(text)
    return [plain(shown.card) for number, shown in talker.screen.messages.items() if number not in before]


@pytest.mark.parametrize(
    "line",
    [
        "C7 od", "C7 accute", "C7 high risk", "C7 wants to kill himself", "C7 can't go on", "C7 dbt // has a gun",
        "C7 dbt, suicide", "she wants to die", "/acute C7", "/suicidal", "C7 agreed to kill himself", "C7 goal: die",
        "C7 suicidal, call 617-555-0123", "C9 stand down // still at risk", "C7 no-show, suicidal",
    ],
)  # fmt: skip
def test_the_danger_line_is_said(ana: Talker, line: str) -> None:
    ana.say("C7 legal aid")
    assert [said for said in answers(ana, line) if said.startswith(DANGER)], line


def test_also_while_a_question_waits_and_for_an_edited_line(ana: Talker) -> None:
    ana.say("C7 legal aid")
    ana.say("C7 booked legal aid")
    assert any(said.startswith(DANGER) for said in answers(ana, "she is suicidal"))
    before = set(ana.screen.messages)
    raw = ana.message(text="C7 suicidal")
    ana.send(edited_message={**raw, "edit_date": raw["date"]})
    assert any(plain(m.card).startswith(DANGER) for number, m in ana.screen.messages.items() if number not in before)


def test_it_names_the_client_the_line_was_about(ana: Talker) -> None:
    ana.say("B2 legal aid")
    assert "B2 acute" in "\n".join(answers(ana, "B2 dying"))


@pytest.mark.parametrize(
    "line", ["C7 legal aid", "C7 domestic violence advocacy", "C7 agreed", "C7", "/status", "C7 died"]
)
def test_an_ordinary_line_is_answered_without_it(ana: Talker, line: str) -> None:
    ana.say("C7 housing")
    assert not [said for said in answers(ana, line) if said.startswith(DANGER)]


def test_it_is_said_once(ana: Talker) -> None:
    said = answers(ana, "C7 acute")
    assert len(said) == 1
    assert said[0].startswith(DANGER)


def test_a_stranger_hears_only_her_one_line(ana: Talker) -> None:
    stranger = ana.practice.person(4004, aboard=False)
    assert answers(stranger, "C7 suicidal") == [
        "This is a private assistant of a practice. Ask the practice for an invite."
    ]


def test_also_for_a_caption_that_is_not_kept(ana: Talker) -> None:
    photo = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
    ana.send(message=ana.message(caption="C7 acute", photo=photo))
    assert ana.text.startswith(DANGER)


def test_and_before_the_three_questions_are_answered(ana: Talker) -> None:
    newcomer = ana.practice.person(4004, aboard=False)
    newcomer.say(f"/start {ana.practice.invite()}")
    assert any(said.startswith(DANGER) for said in answers(newcomer, "she is suicidal"))
