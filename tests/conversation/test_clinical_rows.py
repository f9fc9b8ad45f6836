"""Each idea the product stands on is something a therapist meets in the chat: one scripted conversation for each."""

from __future__ import annotations

import pytest

from tests.conversation.talk import At, Practice, Talker, Tap, plain


@pytest.fixture
def ana(practice: Practice) -> Talker:
    """A trainee; her practice is in the US and has confirmed its crisis lines."""
    practice.store.run_here(lambda work: work.people.describe(region="US"))
    practice.store.run_here(lambda work: work.people.confirm_lines(None, practice.now))
    return practice.person(1001)


def order_of(talker: Talker) -> list[str]:
    """The services on the client's page, the next first."""
    marks = ("next  ", "then  ")
    return [line[6:].split(" · ")[0] for line in talker.text.split("\n") if line.startswith(marks)]


def test_referral_work_is_part_of_the_therapy(ana: Talker) -> None:
    """Timed to the session, and something to bring into the room."""
    ana.talk(
        ("C7 dbt", "One referral noted"),
        ("C7 tue 2pm weekly", "I will ask around those, not in between."),
        (At("24 Nov 13:30"), "C7 at 14:00. One thing to bring up:"),
    )
    assert "say how it adds to your work together" in ana.text
    ana.talk(
        (At("24 Nov 14:50"), "How did it go with C7?"), (Tap("Did not come up"), "I will ask around the session on")
    )


def test_a_referral_has_a_purpose_which_is_repeated(ana: Talker) -> None:
    ana.talk(
        ("C7 housing", "What is it for"),
        (Tap("Purposes"), "Subsidised housing programme"),
        (Tap("Living situation"), "what is it for? One or more."),
        (Tap("Done"), "living situation"),
        ("C7 tue 2pm weekly", "next on"),
        (At("24 Nov 13:30"), "It was to better the living situation: is that still what it is for?"),
    )


def test_several_at_once_may_say_that_it_is_a_lot_and_it_is_asked_once(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval, dbt, housing", "Three at once can also say “this is a lot for me”."),
        (Tap("Bring to supervision"), "supervision"),
        ("C7 legal aid", "one referral noted"),
    )
    assert "a lot for me" not in ana.text


def test_the_order_is_hers_and_the_clients_and_says_why(ana: Talker) -> None:
    ana.talk(("C7 psych eval, dbt, housing", "noted"), ("C7 ready 8 for dbt", "ready 8"), ("C7", "Why this order:"))
    assert order_of(ana)[0] == "DBT group"
    ana.talk(("C7 wants housing", "own wish"), ("C7", "Why this order:"))
    assert order_of(ana)[0] == "Subsidised housing programme"
    ana.talk(
        (Tap("Update"), "which one?"), (Tap("Psychiatric evaluation"), "Psychiatric"), (Tap("More"), "Psychiatric")
    )
    ana.talk((Tap("Put first"), "Psychiatric evaluation"), (Tap("Informs the others"), "Psychiatric evaluation"))
    ana.talk(("C7", "Why this order:"))
    assert order_of(ana) == ["Psychiatric evaluation", "Subsidised housing programme", "DBT group"]
    assert "informs the others" in ana.text


def test_the_area_of_greatest_harm_comes_first(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval, substance use treatment", "noted"),
        ("C7 ready 9 for psych eval", "ready 9"),
        ("/safety C7", "no risk logged"),
        (Tap("Options"), "names the danger a service reduces"),
    )
    row = next(row for row in ana.newest.card.rows if row[0].label == "Substance use treatment")
    ana.press(row[1].data, ana.newest.message_id)
    ana.talk((Tap("Medical or withdrawal"), "names the danger"), ("C7", "Why this order"))
    assert order_of(ana) == ["Substance use treatment", "Psychiatric evaluation"]


def test_with_serious_risk_own_steps_then_what_she_would_do_and_the_rest_waits(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval, dbt, housing", "noted"),
        ("C7 ready 8 for dbt", "ready 8"),
        ("C7 ready 3 for psych eval", "ready 3"),
        ("C7 acute", "Danger now? Leave this chat"),
        (Tap("Self"), "First, in the therapy: safety plan"),
        (Tap("Options"), "enough for now"),
        (Tap("DBT group"), "enough for now"),
        (Tap("Psychiatric evaluation"), "enough for now"),
        (Tap("Back"), "next  DBT group · ready 8\nthen  Psychiatric evaluation · ready 3"),
        (Tap("Let these rest"), "On hold, uncounted: Subsidised housing programme"),
    )
    assert "Crisis line: 988 Suicide & Crisis Lifeline" in ana.text


def test_a_condition_of_therapy_is_a_matter_for_two(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7", "DBT group"),
        (Tap("Update"), "DBT group"),
        (Tap("More"), "DBT group"),
        (Tap("As a condition"), "is decided with your supervisor"),
        (Tap("Bring it to supervision"), "a condition to be decided together"),
        ("C7", "supervision"),
    )


def test_what_may_be_heard_as_rejection_is_said_with_care_and_repaired(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7 tue 2pm weekly", "next on"),
        ("C7", "DBT group"),
        (Tap("How to say it"), "In your own words, something like:"),
    )
    assert "Our own sessions stay as they are" in ana.text
    ana.talk(
        (Tap("How was it heard?"), "DBT group"),
        (Tap("Rejection"), "repair comes first"),
        (At("24 Nov 13:30"), "First: it was heard as being sent away."),
    )


def test_in_house_or_outside_and_who_may_call_whom(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval, primary care", "1 Psychiatric evaluation · in-house"),
        ("C7", "Primary care check-up"),
        (Tap("Update"), "which one?"),
        (Tap("Primary care check-up"), "outside"),
    )
    assert "C7 can call; you cannot yet" in plain(ana.newest.card)


def test_readiness_is_the_clients_and_leads_to_a_question_or_a_plan(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7 not ready dbt", "DBT group"),
        (Tap("Fear, stigma"), "DBT group"),
    )
    ana.talk(("C7 ready 4 for dbt", "ready 4"))
    ana.talk(("C7 ready ~9 for dbt", "guess"), ("C7", "DBT group"))
