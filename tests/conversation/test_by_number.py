"""An option of "which one?" is chosen by its number as well as by a tap, and by nothing that may mean another."""

from __future__ import annotations

import pytest

from tests.conversation.talk import At, Talker, Tap, plain

UNITS = ["Alpha unit 2", "Beta unit 1"]


@pytest.fixture
def two(ana: Talker) -> Talker:
    ana.say("C7 psych eval, dbt")
    return ana


def test_which_referral(two: Talker) -> None:
    two.talk(("C7 agreed", "C7: which one?"))
    asked = two.newest
    two.talk(("2", "C7 · DBT group: agreed today."))
    assert (plain(asked.card), asked.card.rows) == ("DBT group", ())
    two.talk(("2", "Which client?"))


def test_a_number_of_no_option_leaves_it_open_and_shows_the_numbers(two: Talker) -> None:
    two.talk(
        ("C7 agreed", "C7: which one?"),
        ("3", "or type its name or number: 1 Psychiatric evaluation · 2 DBT group. /cancel leaves it."),
        ("0", "Which one?"),
        ("1.", "C7 · Psychiatric evaluation: agreed today."),
    )


def test_which_service(ana: Talker) -> None:
    ana.say("C8 group, housing")
    asked, second = ana.newest, ana.buttons()[1]
    ana.talk(("2", "C8 is new to me. Two referrals noted."), ("C8", second))
    assert (plain(asked.card), asked.card.rows) == (second, ())


def test_which_service_by_its_name(ana: Talker) -> None:
    ana.say("C8 group, housing")
    second = ana.buttons()[1]
    ana.talk((second.upper(), "Two referrals noted."), ("C8", second))


def test_nothing_is_noted_for_a_number_of_no_option_or_for_words_that_are_none(ana: Talker) -> None:
    ana.say("C8 group")
    many = len(ana.buttons())
    ana.talk((str(many + 1), "Which client?"), ("not sure", "Which client?"), ("undo", "nothing"))
    ana.talk(("C8", "I know no C8"))


def test_a_line_of_its_own_is_no_answer(ana: Talker) -> None:
    ana.say("C8 group")
    ana.talk(("D4 dbt group", "D4 is new to me. One referral noted."), ("C8", "I know no C8"))


@pytest.fixture
def units(ana: Talker) -> Talker:
    """Two services with a number in their names, each in the other's place."""
    for name in UNITS:
        ana.say(f'C7 "{name}"')
        ana.tap(f"Add “{name}”")
    return ana


def test_a_number_that_is_one_options_place_and_anothers_name_chooses_no_referral(units: Talker) -> None:
    units.talk(("C7 agreed", "which one?"))
    assert units.buttons() == UNITS
    units.talk(("2", "Which one? Tap it above"), ("1", "Which one? Tap it above"), ("beta unit 1", "agreed today"))


def test_and_no_service(units: Talker) -> None:
    units.talk(("D4 unit", "which one?"))
    assert units.buttons() == UNITS
    units.talk(("2", "Which client?"), ("1", "Which client?"), ("D4", "I know no D4"))


def test_a_day_that_was_typed_stays_that_day_however_late_the_answer(two: Talker) -> None:
    two.do(At("19 Nov 20:00"))
    two.talk(("C7 booked tomorrow 3pm", "which one?"))
    two.do(At("20 Nov 09:00"))
    two.talk((Tap("DBT group"), "booked for Fri 20 Nov 15:00"))


def test_in_spanish(luz: Talker) -> None:
    luz.talk(
        ("C7 evaluación psiquiátrica, dbt", "anotadas"),
        ("C7 aceptó", "¿cuál?"),
        ("4", "o escribe su nombre o su número: 1 Evaluación psiquiátrica · 2 Grupo DBT."),
        ("2", "C7 · Grupo DBT: aceptada hoy."),
    )
