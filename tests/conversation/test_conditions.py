"""A condition of therapy: decided together, recorded by the supervisor alone, never at risk, told, looked at again."""

from __future__ import annotations

import pytest

from referrals.model import Role
from tests.conversation.pages import open_page
from tests.conversation.supervised import linked, raise_case
from tests.conversation.talk import At, Practice, Talker, Tap


@pytest.fixture
def kim(practice: Practice) -> Talker:
    return practice.person(2001, Role.SUPERVISOR)


@pytest.fixture
def case(ana: Talker) -> Talker:
    ana.talk(
        ("/settings", "Supervision"),
        (Tap("Supervision"), "thu 10am"),
        ("thu 10am weekly", "Thursdays 10:00"),
        ("C7 psych eval, housing", "noted"),
        ("C7 tue 2pm weekly", "next on"),
    )
    raise_case(ana)
    return ana


def recorded(kim: Talker) -> None:
    kim.talk(
        ("/agenda", "C7"),
        (Tap("Somebody C7"), "C7"),
        (Tap("Condition of therapy"), "on which service"),
        (Tap("Psychiatric evaluation"), "1 of 3"),
        ("C7 and we work in the dark without it", "2 of 3"),
        ("a second opinion in house", "3 of 3"),
        (Tap("In 4 weeks"), "Looked at again on Wed 16 Dec"),
    )


def test_the_supervisor_records_it_and_the_therapist_says_when_the_client_was_told(case: Talker, kim: Talker) -> None:
    linked(kim, case)
    recorded(kim)
    assert case.text.startswith("Word from Somebody.\nC7 · Psychiatric evaluation: a condition of therapy for now.")
    case.talk((Tap("Not yet"), "I ask again with the next message"), (At("24 Nov 13:30"), "One thing to bring up"))
    case.talk((At("24 Nov 14:50"), "How did it go"))
    case.talk((Tap("C7 was told of the condition today"), "was told on Tue 24 Nov"))
    case.talk((Tap("Agreed"), "agreed"))  # the question under which it stood is still there
    case.talk((At("1 Dec 14:50"), "How did it go"))
    open_page(case)
    assert "Condition of therapy: review Wed 16 Dec, told on Tue 24 Nov." in case.text
    assert "C7 was told of the condition today" not in case.buttons()


def test_its_review_comes_back_and_it_stands_or_ends(case: Talker, kim: Talker) -> None:
    linked(kim, case)
    recorded(kim)
    case.talk((At("16 Dec 17:00"), "a condition of therapy, to be looked at again"))
    kim.talk(
        ("/agenda", "to be looked at again"),
        (Tap("Somebody C7"), "review Wed 16 Dec"),
        (Tap("Condition stands, 8 weeks"), "the condition stands"),
    )
    assert "the condition stands" in case.text
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "review Wed 10 Feb"), (Tap("Condition ends"), "no condition"))


def test_a_no_goes_back_to_supervision(case: Talker, kim: Talker) -> None:
    linked(kim, case)
    recorded(kim)
    case.talk(("C7 declined psych eval", "not now"), ("/supervision", "a condition of therapy, declined"))
    case.talk((At("25 Nov 17:00"), "a condition of therapy, declined"))
    kim.talk(("/agenda", "a condition of therapy, declined"))


def test_never_while_risk_is_logged(case: Talker, kim: Talker) -> None:
    linked(kim, case)
    case.talk(("C7 elevated", "elevated"))
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"), (Tap("Condition of therapy"), "While risk is logged"))


def test_risk_logged_while_it_is_written_stops_it(case: Talker, kim: Talker, practice: Practice) -> None:
    linked(kim, case)
    kim.talk(
        ("/agenda", "C7"),
        (Tap("Somebody C7"), "C7"),
        (Tap("Condition of therapy"), "on which service"),
        (Tap("Psychiatric evaluation"), "1 of 3"),
        ("in the dark", "2 of 3"),
        ("a second opinion", "3 of 3"),
    )
    case.talk(("C7 acute", "What kind"))
    kim.talk((Tap("In 8 weeks"), "While risk is logged nothing is made a condition"))
    assert practice.store.run_here(lambda work: work.cases(1).conditions(1)) == []


def test_the_therapist_proposes_and_cannot_record_it_herself(case: Talker, kim: Talker) -> None:
    linked(kim, case)
    case.talk((At("19 Nov 10:50"), "What did you decide"), (Tap("Condition of therapy"), "Your supervisor records it"))
    case.talk((Tap("Psychiatric evaluation"), "It stands on her agenda"))
    case.press("cond:1:report", case.newest.message_id)
    assert "1 of 3" not in case.text
    kim.talk(("/agenda", "C7"))


def test_without_a_supervisor_on_the_bot_it_is_recorded_as_reported(case: Talker) -> None:
    case.talk(
        (At("19 Nov 10:50"), "What did you decide"),
        (Tap("Condition of therapy"), "I record it as you report it"),
        (Tap("Psychiatric evaluation"), "1 of 3"),
        ("in the dark without it", "2 of 3"),
        ("a second opinion", "3 of 3"),
        ("16 dec", "As reported by you"),
        (Tap("Today"), "was told on Thu 19 Nov"),
        (At("16 Dec 17:00"), "to be looked at again"),
        (Tap("All cases"), "to be looked at again"),
        (Tap("C7"), "as reported by the therapist"),
        (Tap("Condition ends"), "no condition of therapy any more"),
    )


def test_the_supervision_that_ended_meanwhile_records_nothing(case: Talker, kim: Talker, practice: Practice) -> None:
    linked(kim, case)
    kim.talk(
        ("/agenda", "C7"),
        (Tap("Somebody C7"), "C7"),
        (Tap("Condition of therapy"), "on which service"),
        (Tap("Psychiatric evaluation"), "1 of 3"),
    )
    case.talk(("/supervision", "C7"), (Tap("My supervisor"), "clinical"), (Tap("End with Somebody"), "End it"))
    case.talk((Tap("End it"), "has ended"))
    kim.say("in the dark")
    assert "2 of 3" not in kim.text
    assert practice.store.run_here(lambda work: work.cases(1).conditions(1)) == []
