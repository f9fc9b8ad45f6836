"""A report on a referral that waits for another's turn says whose turn comes before it, and by when its own does."""

from __future__ import annotations

from tests.conversation.talk import Talker, Tap


def test_the_one_asked_about_first_is_named(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval, DBT group", "noted"),
        (
            "C7 agreed dbt",
            "C7 · DBT group: agreed today.\n"
            "I will ask about Psychiatric evaluation first, and about this one by Mon 21 Dec 09:00.",
        ),
        ("C7 agreed psych eval", "agreed today.\nI will ask on Mon 23 Nov"),
    )


def test_and_so_it_is_around_sessions_and_for_a_barrier(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval, DBT group", "noted"),
        ("C7 tue 2pm weekly", "next on Tue 24 Nov 14:00"),
        ("C7 contacted dbt", "I will ask about Psychiatric evaluation first"),
        ("C7 not ready dbt", "What stands in the way?"),
        (Tap("Cost"), "I will ask about Psychiatric evaluation first"),
    )


def test_what_is_booked_has_a_day_of_its_own_and_waits_for_nobody(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval, DBT group", "noted"),
        ("C7 booked dbt fri 3pm", "booked for Fri 20 Nov 15:00.\nI will ask how it went on Mon 23 Nov 09:00."),
    )


def test_what_rests_while_acute_is_not_said_to_wait_for_a_turn(ana: Talker) -> None:
    ana.talk(
        ("C7 psych eval, DBT group", "noted"),
        ("C7 acute", "acute is noted"),
        ("C7 agreed dbt", "I will come back to it in its turn."),
    )


def test_in_spanish(luz: Talker) -> None:
    luz.talk(
        ("C7 evaluación psiquiátrica, DBT", "anotadas"),
        (
            "C7 aceptó dbt",
            "Preguntaré primero por Evaluación psiquiátrica, y por esta a más tardar el lun 21 dic 09:00.",
        ),
    )
