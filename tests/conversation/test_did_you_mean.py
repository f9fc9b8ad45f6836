"""Two typos at once: what may have been meant is offered in a tap, and nothing is noted without it."""

from __future__ import annotations

import pytest

from bot.wording.risk.risk import DANGER
from tests.conversation.pages import STALE
from tests.conversation.talk import Talker, Tap, plain


@pytest.fixture
def logged(ana: Talker) -> Talker:
    ana.say("C7 psych eval, dbt, housing")
    return ana


def test_the_report_is_offered_and_noted_by_the_tap_alone(logged: Talker) -> None:
    logged.talk(
        ("C7 psyh eval bokked", "Did you mean C7 booked Psychiatric evaluation? Nothing is noted until you tap."),
        ("C7", "next  Psychiatric evaluation · suggested today"),
        ("C7 psyh eval bokked fri 3pm", "C7 booked Psychiatric evaluation 2026-11-20 15:00?"),
        (Tap("Booked · Psychiatric evaluation"), "C7 · Psychiatric evaluation: booked for Fri 20 Nov 15:00."),
        (Tap("Undo"), "C7 is as it was before."),
    )


def test_a_verb_that_is_nearly_one_writes_nothing_however_near_it_is(logged: Talker) -> None:
    logged.talk(("C7 agred dbt", "Did you mean C7 agreed DBT group?"), ("C7", "then  DBT group · suggested today"))


def test_without_a_service_each_open_one_is_a_tap(logged: Talker) -> None:
    logged.talk(("C7 bokked", "Did you mean C7 booked?"))
    assert logged.buttons() == [
        *("Booked · Psychiatric evaluation", "Booked · DBT group", "Booked · Subsidised housing programme"),
        "No, something else",
    ]
    logged.talk((Tap("Booked · DBT group"), "DBT group: booked for when?"))


def test_no_leads_to_what_would_have_been_asked(logged: Talker) -> None:
    logged.talk(
        ("C7 west housing", "Did you mean C7 went Subsidised housing programme?"),
        (Tap("No, something else"), "“west housing”: which one? Nothing is noted until you choose."),
        ("C7 psyh eval bokked", "Did you mean"),
        (Tap("No, something else"), "I know no service called “psyh eval bokked”. Nothing was noted."),
    )


def test_a_service_that_is_called_so_is_logged(logged: Talker) -> None:
    logged.practice.store.run_here(lambda work: work.directory.add("West housing"))
    logged.talk(("C7 west housing", "C7: one referral noted.\n1 West housing"))


@pytest.mark.parametrize(
    "line",
    [
        "C7 legal aid bokked",  # not open
        "C7 bokked group",  # a part of a name tells too little beside a guess
        "C7 bokked dbt ready 7",
        "C7 bokked dbt #living",
        "Z9 bokked dbt",  # nobody's client
    ],
)
def test_it_is_not_offered_on_less(logged: Talker, line: str) -> None:
    logged.say(line)
    assert "Did you mean" not in logged.text
    assert "oted until" in logged.text or "Nothing was noted" in logged.text


def test_words_of_danger_come_first(logged: Talker) -> None:
    logged.say("C7 bokked housing suicidal")
    assert logged.text.startswith(DANGER)


def test_the_taps_are_hers_and_work_once(logged: Talker, bob: Talker) -> None:
    logged.say("C7 agred dbt")
    asked = logged.newest
    yes, no = (row[0].data for row in asked.card.rows)
    bob.say("C7 dbt")
    bob.press_on([yes, no], bob.newest.message_id)
    assert bob.screen.toasts[-1] == STALE
    logged.press(yes, asked.message_id)
    assert plain(asked.card).startswith("C7 · DBT group: agreed today.")
    logged.press_on([yes, no], asked.message_id)
    assert logged.screen.toasts[-1] == STALE


def test_in_spanish(luz: Talker) -> None:
    luz.talk(
        ("C7 evaluación psiquiátrica", "anotada"),
        ("C7 evaluacon psiquiatrica acepo", "¿Querías decir C7 aceptó Evaluación psiquiátrica?"),
        (Tap("Aceptó · Evaluación psiquiátrica"), "aceptada hoy"),
        ("C7 ctia evaluación psiquiátrica vie 15h", "¿Querías decir"),
        (Tap("No, otra cosa"), "¿cuál? No anoto nada hasta que elijas."),
    )
