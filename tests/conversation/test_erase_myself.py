"""`/erase`, myself: all of hers, her links and her name; not while a client of hers is at risk, nor the last one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from referrals.model import Role
from tests.conversation.supervised import linked, raise_case, screens
from tests.conversation.talk import Practice, Talker, Tap
from tests.conversation.test_erase import STALE, a_full_case, left
from tests.conversation.test_reflection_leaks import places
from tests.storage.practice import raw, snapshot


@pytest.fixture
def kim(ana: Talker, practice: Practice) -> Talker:
    kim = practice.person(2001, Role.SUPERVISOR)
    linked(kim, ana)
    return kim


def go(talker: Talker) -> None:
    talker.talk(("/erase", "What shall"), (Tap("Myself"), "Erase all that is yours here?"))
    talker.talk((Tap("Erase all of mine for good"), "All of yours is erased here."))


def test_all_of_hers_goes_and_an_empty_row_stays(ana: Talker, kim: Talker, engine: Engine) -> None:
    a_full_case(ana, kim)
    ana.talk(("/pause 14 dec", "Paused"), ("B2 dbt", "noted"), ("B2 booked", "booked for when?"))
    (before,) = raw(engine, "SELECT * FROM member WHERE telegram_id = 1001")
    go(ana)
    assert left(engine) == {}
    assert places(engine) == set()
    (row,) = raw(engine, "SELECT * FROM member WHERE id = :id", id=before.id)
    assert (row.telegram_id, row.called, row.left_at is not None) == (-before.id, None, True)
    said = (row.supervision, row.away_from, row.away_until, row.welcomed_at, row.blocked_at, row.locked_at)
    assert set(said) == {None}
    assert raw(engine, "SELECT kind FROM draft WHERE member_id = :id", id=before.id) == []
    assert raw(engine, "SELECT id FROM supervises WHERE ended_at IS NULL") == []
    noted = [tuple(row) for row in raw(engine, "SELECT what, row_id FROM erasure ORDER BY id")]
    assert noted == [("client", 1), ("client", 2), ("member", before.id)]


def test_whoever_worked_with_her_is_told(ana: Talker, kim: Talker) -> None:
    go(ana)
    assert "The supervision with Somebody on this bot has ended." in screens(kim)
    kim.talk(("/team", "Nobody"))


def test_she_is_a_stranger_from_then_on(ana: Talker, practice: Practice) -> None:
    go(ana)
    ana.talk(("C7 dbt", "Ask the practice for an invite"))
    again = practice.person(1001)
    again.talk(("/clients", "No clients yet."))


def test_pressed_twice_it_erases_once(ana: Talker, engine: Engine) -> None:
    ana.talk(("/erase", "What shall"), (Tap("Myself"), "Erase all"))
    data, message_id = ana.newest.card.rows[0][0].data, ana.newest.message_id
    ana.press(data, message_id)
    ana.press(data, message_id)
    assert len(raw(engine, "SELECT id FROM erasure")) == 1
    assert len(raw(engine, "SELECT id FROM member WHERE left_at IS NOT NULL")) == 1


@pytest.mark.parametrize("line", ["C7 acute", "C7 elevated"])
def test_not_while_a_client_of_hers_is_at_risk(ana: Talker, engine: Engine, line: str) -> None:
    ana.talk(("C7 dbt", "noted"), (line, "C7"), ("/erase", "What shall"), (Tap("Myself"), "Risk is logged for C7."))
    assert ana.text.startswith("Danger now?")
    assert left(engine)["client"] == 1


def test_nor_if_that_was_logged_after_the_question(ana: Talker, engine: Engine) -> None:
    ana.talk(("C7 dbt", "noted"), ("/erase", "What shall"), (Tap("Myself"), "Erase all"))
    raw(engine, "UPDATE client SET risk = 'elevated'")
    ana.talk((Tap("Erase all of mine for good"), "Risk is logged for C7."))
    assert left(engine)["client"] == 1


def test_nor_the_last_administrator(practice: Practice, engine: Engine) -> None:
    admin, other = practice.person(3001, Role.ADMINISTRATOR), practice.person(3002, Role.ADMINISTRATOR)
    admin.talk(("/erase", "What shall"), (Tap("Myself"), "Erase all"))
    go(other)
    admin.talk((Tap("Erase all of mine for good"), "only administrator"))
    admin.talk(("/erase", "What shall"), (Tap("Myself"), "only administrator"))
    assert len(raw(engine, "SELECT id FROM member WHERE left_at IS NOT NULL")) == 1


def test_nobody_else_loses_anything(ana: Talker, bob: Talker, kim: Talker) -> None:
    linked(kim, bob)
    bob.talk(("C7 dbt", "noted"))
    raise_case(bob)
    go(ana)
    bob.talk(("C7", "DBT group"))
    kim.talk(("/agenda", "C7"))


def test_what_she_recorded_for_others_stays_theirs(ana: Talker, kim: Talker, engine: Engine) -> None:
    ana.talk(("C7 dbt", "noted"))
    raise_case(ana)
    kim.talk(("/agenda", "C7"), (Tap("Somebody C7"), "C7"), (Tap("Answer in a line"), "line"), ("Try once more", "C7"))
    go(kim)
    assert len(raw(engine, "SELECT id FROM decision")) == 1
    ana.talk(("C7", "DBT group"), (Tap("History"), "C7"))


def test_an_acute_case_she_had_taken_up_goes_to_the_next(ana: Talker, kim: Talker, practice: Practice) -> None:
    lee = practice.person(2002, Role.SUPERVISOR)
    found = practice.store.run_here(lambda work: work.people.by_telegram_id(lee.user_id))
    assert found is not None
    practice.store.run_here(lambda work: work.people.set_alerts(on_call_id=found.id, minutes=15))
    ana.talk(("C7 dbt", "noted"), ("C7 acute", "C7"))
    kim.talk((Tap("I have it"), "You have C7"))
    practice.move_to(practice.now + timedelta(hours=1))
    assert "asks for you now" not in screens(lee)
    go(kim)
    practice.tick()
    assert "asks for you now" in screens(lee)


def test_whose_place_it_was_to_be_told_is_said_to_the_administrators(ana: Talker, practice: Practice) -> None:
    admin, lee = practice.person(3001, Role.ADMINISTRATOR), practice.person(2002, Role.SUPERVISOR)
    found = practice.store.run_here(lambda work: work.people.by_telegram_id(lee.user_id))
    assert found is not None
    practice.store.run_here(lambda work: work.people.set_alerts(on_call_id=found.id))
    go(lee)
    assert "was to be told when a supervisor does not answer" in screens(admin)
    ana.talk(("C7 dbt", "noted"), ("C7 acute", "C7"), ("/safety C7", "Nobody was told by this bot"))


def test_a_forged_tap_erases_nobody(ana: Talker, bob: Talker, engine: Engine) -> None:
    ana.talk(("/erase", "What shall"), (Tap("Myself"), "Erase all"))
    bob.press("erase:me:0:sure", ana.newest.message_id)
    assert bob.screen.toasts[-1] == STALE
    assert raw(engine, "SELECT id FROM erasure") == []


def test_her_account_stands_nowhere_once_what_travelled_is_forgotten(
    ana: Talker, practice: Practice, engine: Engine
) -> None:
    go(ana)
    practice.store.run_here(lambda work: work.inbox.forget_old(practice.now + timedelta(days=3)))
    while practice.store.run_here(lambda work: work.retention.sweep(practice.now + timedelta(days=3))):
        pass
    holds = [(table, row) for table, rows in snapshot(engine).items() for row in rows if ana.user_id in tuple(row)]
    assert holds == []
