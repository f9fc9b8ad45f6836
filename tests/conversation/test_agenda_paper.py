"""[Agenda as PDF]: what stands on the page, and what never does."""

from __future__ import annotations

from typing import Any

import pytest

from referrals.model import Role
from tests.conversation.supervised import linked, raise_case
from tests.conversation.talk import At, Practice, Talker, Tap


@pytest.fixture
def kim(practice: Practice) -> Talker:
    return practice.person(2001, Role.SUPERVISOR)


@pytest.fixture
def raised(ana: Talker) -> Talker:
    ana.talk(
        ("C7 psych eval, housing #living // sleeps in the car", "noted"),
        ("C7 ready 8 for housing", "ready 8"),
        ("C7 ready 5 for housing", "ready 5"),
        ("C7 can't wait housing", "in the way"),
        ("B2 dbt", "noted"),
    )
    raise_case(ana)
    return ana


def page(talker: Talker) -> dict[str, Any]:
    return dict(talker.screen.papers[-1][1])


def test_her_own_agenda_has_each_case_with_its_trend_and_no_note(raised: Talker) -> None:
    raised.talk(("/supervision", "C7"))
    raised.tap("Agenda as PDF")
    caption, paper = raised.screen.papers[-1]
    assert paper["language"] == "en"
    assert caption == ("The agenda, one case, in codes only. This file can be forwarded and saved: mind where it goes.")
    (case,) = paper["cases"]
    assert case["code"] == "C7"
    assert case["why"] == ["Subsidised housing programme: readiness 8 to 5"]
    housing = next(one for one in case["referrals"] if one["name"].startswith("Subsidised"))
    assert (housing["readiness"], housing["more"]) == ([8, 5], ["In the way: the wait"])
    assert "sleeps in the car" not in str(paper)


def test_what_she_shared_stands_on_it_and_the_rest_does_not(raised: Talker) -> None:
    raised.talk(("/reflect C7", "four short"), (Tap("Begin"), "1 of 4"), ("I dread Tuesdays", "2 of 4"))
    raised.talk((Tap("Stop here"), "yours"), (Tap("Share one line"), "one line"), ("I push too hard", "shared"))
    raised.say("/supervision")
    raised.tap("Agenda as PDF")
    (case,) = page(raised)["cases"]
    assert case["shared"] == "I push too hard"
    assert "dread" not in str(page(raised))


def test_a_supervisors_page_has_the_raised_cases_of_her_supervisees_alone(
    raised: Talker, kim: Talker, bob: Talker
) -> None:
    linked(kim, raised)
    bob.talk(("D4 dbt", "noted"))
    raise_case(bob, "D4")
    kim.talk(("/agenda", "C7"))
    kim.tap("Agenda as PDF")
    assert [(case["code"], case["whose"]) for case in page(kim)["cases"]] == [("C7", "Somebody")]


def test_a_therapist_gets_her_own_page_whatever_the_tap_says(raised: Talker, bob: Talker) -> None:
    bob.talk(("D4 dbt", "noted"))
    raise_case(bob, "D4")
    bob.press("pdf:team", bob.newest.message_id)
    assert [case["code"] for case in page(bob)["cases"]] == ["D4"]
    assert raised.screen.papers == []


def test_without_a_case_there_is_nothing_to_print(ana: Talker) -> None:
    ana.talk(("C7 dbt", "noted"))
    ana.press("pdf", ana.newest.message_id)
    assert ana.text == "No case for supervision: there is nothing to print."
    assert ana.screen.papers == []


def test_what_was_shared_for_an_earlier_supervision_does_not_come_again(raised: Talker) -> None:
    raised.talk(("/reflect C7", "four short"), (Tap("Begin"), "1 of 4"), ("I dread Tuesdays", "2 of 4"))
    raised.talk((Tap("Stop here"), "yours"), (Tap("Share one line"), "one line"), ("I push too hard", "shared"))
    raised.talk(("/supervision", "C7"), (Tap("C7"), "C7"), (Tap("What was decided"), "decide"), (Tap("Go on"), "go on"))
    raised.do(At("20 Dec 12:00"))
    raised.talk(("/supervision", "C7"))
    raised.tap("Agenda as PDF")
    case = next(case for case in page(raised)["cases"] if case["code"] == "C7")
    assert (case["why"] != ["Noted by hand"], case["shared"]) == (True, "")


def test_pressed_twice_before_it_came_it_comes_once(raised: Talker, monkeypatch: pytest.MonkeyPatch) -> None:
    raised.say("/supervision")
    with monkeypatch.context() as slow:
        slow.setattr(raised.practice, "deliver", lambda: None)
        for _press in range(2):
            raised.press("pdf", raised.newest.message_id)
    raised.practice.deliver()
    assert len(raised.screen.papers) == 1
    raised.press("pdf", raised.newest.message_id)
    assert len(raised.screen.papers) == 2, "once it came, it can be asked for anew"
