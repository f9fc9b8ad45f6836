"""A step of a referral that has ended: nothing is noted, and one tap opens it again with that step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from referrals.client import Closing
from storage.work import UnitOfWork
from tests.conversation.pages import STALE
from tests.conversation.talk import Talker, Tap, plain


@pytest.fixture
def declined(ana: Talker) -> Talker:
    """Ana with a client who said no to the DBT group, and has another referral open."""
    ana.talk(("C7 dbt, housing", "noted"), ("C7 declined dbt", "not now"), (Tap("Enough"), "not now"))
    return ana


def test_one_tap_opens_it_again_and_notes_the_line(declined: Talker) -> None:
    declined.talk(
        (
            "C7 booked dbt fri 3pm",
            "C7: that has ended. Nothing was noted.\nDBT group · not now, client's decision today\n"
            "A tap opens it again and notes your line.",
        ),
        ("C7", "done  DBT group · not now, client's decision today"),
        (Tap("Reopen DBT group"), "C7 · DBT group: booked for Fri 20 Nov 15:00."),
        (Tap("Undo"), "Undone: DBT group · taken up again and DBT group · booked. C7 is as it was before."),
        ("C7", "done  DBT group · not now, client's decision today"),
    )


def test_also_where_nothing_else_is_open(ana: Talker) -> None:
    ana.talk(
        ("C7 dbt", "noted"),
        ("C7 dropped dbt", "no longer recommended"),
        ("C7 agreed dbt", "that has ended"),
        (Tap("Reopen DBT group"), "C7 · DBT group: agreed today."),
    )


@pytest.mark.parametrize("line", ["C7 missed dbt", "C7 can't dbt", "C7 ready 7 for dbt"])
def test_what_cannot_be_noted_at_once_only_opens_it(declined: Talker, line: str) -> None:
    declined.talk((line, "A tap opens it again."), (Tap("Reopen DBT group"), "DBT group: open again, from the start."))


def test_where_it_stands_so_already_nothing_is_offered(declined: Talker) -> None:
    declined.talk(("C7 declined dbt", "DBT group: not now, client's decision already. Nothing was noted."))
    assert declined.buttons() == []


def test_one_that_ended_and_is_called_so_outright_is_meant_before_an_open_one_called_so_in_part(ana: Talker) -> None:
    ana.practice.store.run_here(lambda work: work.directory.add("DBT skills class"))
    ana.talk(("C7 dbt, dbt skills class", "noted"), ("C7 dropped dbt group", "no longer recommended"))
    ana.talk(("C7 agreed dbt", "that has ended. Nothing was noted."), ("C7 agreed skills", "DBT skills class: agreed"))


def test_a_service_that_is_open_anew_is_meant_before_the_one_that_ended(declined: Talker) -> None:
    declined.talk(("C7 dbt", "noted"), ("C7 agreed dbt", "DBT group: agreed today."))


def test_where_the_service_was_logged_anew_meanwhile_the_tap_changes_nothing(declined: Talker) -> None:
    declined.say("C7 agreed dbt")
    old = declined.newest
    declined.say("C7 dbt")
    declined.press(old.card.rows[0][0].data, old.message_id)
    assert plain(old.card) == "C7 · DBT group is open already; nothing was changed."
    declined.talk(("C7", "then  DBT group · suggested today"))


def test_the_tap_works_once(declined: Talker) -> None:
    declined.say("C7 agreed dbt")
    tap, card = declined.newest.card.rows[0][0].data, declined.newest
    declined.press_on([tap, tap], card.message_id)
    assert declined.screen.toasts[-1] == STALE
    declined.talk((Tap("Undo"), "Undone: DBT group · taken up again and DBT group · agreed."))


def test_once_the_work_has_ended_the_tap_opens_nothing(declined: Talker) -> None:
    declined.say("C7 agreed dbt")
    old = declined.newest

    def close(work: UnitOfWork) -> None:
        person = work.people.by_telegram_id(declined.user_id)
        assert person is not None
        client = work.caseload(person.id).client("C7")
        assert client is not None
        closed = replace(client, closed_at=declined.practice.now, closed_because=Closing.GOODBYE)
        work.caseload(person.id).save_client(closed, "goodbye", declined.practice.now)

    declined.practice.store.run_here(close)
    declined.press(old.card.rows[0][0].data, old.message_id)
    assert plain(old.card) == "What this was about is not open any more. Nothing was noted."


def test_the_tap_opens_nothing_of_another_therapists(declined: Talker, bob: Talker) -> None:
    declined.say("C7 agreed dbt")
    tap = declined.newest.card.rows[0][0].data
    bob.say("C7 dbt")
    bob.press(tap, bob.newest.message_id)
    assert bob.screen.toasts[-1] == STALE
    declined.talk(("C7", "done  DBT group"))


def test_in_spanish(luz: Talker) -> None:
    luz.talk(
        ("C7 dbt", "C7"),
        ("C7 descartada dbt", "C7"),
        ("C7 cita dbt vie 15h", "C7: eso ya terminó. No se anotó nada."),
        (Tap("Reabrir Grupo DBT"), "C7 · Grupo DBT: con cita el vie 20 nov 15:00."),
    )
