"""A lost phone: the account opens nothing and gets nothing, nothing of hers is lost, and she comes back by a line."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from bot.actions import Action
from bot.paper.agenda import gather
from bot.paper.archive import collect
from bot.people import accounts
from bot.scheduling.nudges import nudge_once
from bot.wording.people.taps import Does
from referrals.model import Role
from storage.people_rows import Practice as PracticeRow
from storage.work import UnitOfWork
from tests.conversation.people.house import (
    NOTHING,
    STALE,
    STRANGER,
    keep,
    kept,
    line_for,
    lock,
    member,
    named,
    on,
    seen,
    waiting_for,
)
from tests.conversation.supervised import linked, screens
from tests.conversation.talk import NEW_YORK, Practice, Talker, Tap, plain
from tests.storage.practice import raw

SENTINEL = "Q777"


@pytest.fixture
def case(ana: Talker) -> Talker:
    ana.talk((f"{SENTINEL} dbt, housing", "noted"), (f"{SENTINEL} tue 2pm weekly", "next on"))
    return ana


@pytest.fixture
def kim(ana: Talker, practice: Practice) -> Talker:
    """Ana's supervisor."""
    kim = named(practice, 2001, "Kim", Role.SUPERVISOR)
    linked(kim, ana)
    return kim


def told(talker: Talker) -> int:
    """How many cards ask her to take an acute case up."""
    taps = [b.label for shown in talker.screen.messages.values() for row in shown.card.rows for b in row]
    return taps.count("I have it")


def test_lock_lists_asks_once_and_then_does_it(case: Talker, sam: Talker) -> None:
    case.say(f"{SENTINEL} acute")
    sam.talk(
        ("/lock", "Whose phone is lost"),
        (Tap("Ana"), "Lock Ana?"),
        (Tap("Lock Ana"), "Ana is locked."),
    )
    assert sam.text.startswith("Danger now? Leave this chat")
    assert "Logged at risk: 1 acute. Somebody must look after them today" in sam.text
    assert "Settings > Devices" in sam.text
    assert member(case).locked


def test_nobody_locks_herself_and_a_second_press_changes_nothing(ana: Talker, sam: Talker, engine: Engine) -> None:
    on(sam, member(sam), Does.LOCKED)
    assert "Not yourself" in sam.screen.toasts[-1]
    assert not member(sam).locked
    lock(sam, ana)
    before = kept(engine)
    on(sam, member(ana), Does.LOCKED)
    assert sam.screen.toasts[-1] == STALE
    assert kept(engine) == before
    sam.talk(("/lock", "There is nobody else to lock."))


@pytest.mark.parametrize(
    "line",
    ["/start", "/status", "/members", f"{SENTINEL} went dbt", f"{SENTINEL} acute", "hello", "/undo", "/settings"],
)
def test_a_locked_account_is_a_strangers_by_every_line(case: Talker, sam: Talker, engine: Engine, line: str) -> None:
    lock(sam, case)
    before, messages = kept(engine), len(case.screen.messages)
    case.talk((line, STRANGER))
    assert len(case.screen.messages) == messages + 1
    assert kept(engine) == before


def test_and_by_every_tap(case: Talker, sam: Talker, engine: Engine) -> None:
    lock(sam, case)
    before = kept(engine)
    for action in Action:
        case.press(f"{action}:1:yes", case.newest.message_id)
        assert case.screen.toasts[-1] == STRANGER
    assert kept(engine) == before


def test_an_open_question_of_hers_is_answered_by_nobody(case: Talker, sam: Talker, engine: Engine) -> None:
    case.talk((f"{SENTINEL} booked dbt", "booked for when?"))
    lock(sam, case)
    before = kept(engine)
    case.talk(("fri 3pm", STRANGER))
    assert kept(engine) == before


def test_what_waits_for_her_chat_is_called_back_and_asked_once_after_she_signed_in(
    case: Talker, sam: Talker, practice: Practice, engine: Engine
) -> None:
    practice.move_to(datetime(2026, 11, 24, 14, 40, tzinfo=NEW_YORK))
    practice.now += timedelta(minutes=20)
    keep(practice, lambda work: nudge_once(work, practice.now))  # said, and not delivered
    assert waiting_for(engine, case.user_id) == 1
    person = member(case)
    keep(practice, lambda work: accounts.lock(work, person, practice.now))
    assert not waiting_for(engine, case.user_id)
    never = "SELECT id FROM nudge WHERE state <> 'planned' AND kind = 'after_session'"
    assert raw(engine, never) == []  # what could not be read was never said
    messages = len(case.screen.messages)
    practice.move_to(practice.now + timedelta(hours=1))
    assert len(case.screen.messages) == messages
    line = line_for(sam, person)
    case.talk((line, "You are signed in again"))
    assert not questions(case)
    practice.move_to(practice.now + timedelta(days=7))  # it had been put off as it was said, and is planned so
    assert questions(case) == [f"How did it go with {SENTINEL}?"]


def questions(talker: Talker) -> list[str]:
    cards = [plain(shown.card) for shown in talker.screen.messages.values()]
    return [found for card in cards for found in re.findall(r"How did it go with \S+\?", card)]


def test_nothing_is_sent_while_she_is_locked_and_what_fell_due_comes_once_afterwards(
    case: Talker, sam: Talker, practice: Practice
) -> None:
    person, messages = lock(sam, case), len(case.screen.messages)
    practice.move_to(practice.now + timedelta(days=6, hours=1))
    assert len(case.screen.messages) == messages
    due = keep(practice, lambda work: (work.nudges.owner_due(practice.now), work.nudges.next_due()))
    assert due == (None, None)
    case.talk((line_for(sam, person), "You are signed in again"))
    practice.tick()
    practice.move_to(practice.now + timedelta(minutes=30))
    assert questions(case) == [f"How did it go with {SENTINEL}?"]


def test_she_signs_in_with_another_account_and_is_who_she_was(case: Talker, sam: Talker, practice: Practice) -> None:
    other = named(practice, 1004, "Sue", Role.ADMINISTRATOR)
    person = lock(sam, case)
    line, new = line_for(sam, person), practice.person(5001, aboard=False)
    new.talk((line, "The account you had before opens nothing here any more."))
    new.talk((SENTINEL, "DBT group"))
    assert member(new).id == person.id
    case.talk((SENTINEL, STRANGER), (line, NOTHING))
    assert "Ana has signed in by the line made for her." in other.text
    assert "Ana has signed in" in seen(sam)
    assert "Ana has signed in" not in seen(new)
    practice.person(5002, aboard=False).talk((line, NOTHING))
    # Buttons and messages of the old chat reach nothing in the new one.
    before = {number: shown.card for number, shown in new.screen.messages.items()}
    new.press("ans:1:went", max(new.screen.messages))
    assert {number: shown.card for number, shown in new.screen.messages.items()} == before


def test_her_own_old_account_signs_in_as_well(case: Talker, sam: Talker) -> None:
    person = lock(sam, case)
    case.talk((line_for(sam, person), "You are signed in again"))
    assert "opens nothing here any more" not in case.text
    case.talk((SENTINEL, "DBT group"))
    assert not member(case).locked


def test_a_line_to_sign_in_opens_nothing_for_another_member(ana: Talker, bob: Talker, sam: Talker) -> None:
    line = line_for(sam, lock(sam, ana))
    bob.talk((line, "You are aboard already."))
    assert member(bob).called == "Bob"
    assert member(ana).locked
    lock(sam, bob)
    bob.talk((line, NOTHING))
    assert member(ana).locked
    ana.talk((line, "You are signed in again"))


def test_an_ordinary_invite_opens_nothing_with_a_locked_account(
    ana: Talker, sam: Talker, practice: Practice, engine: Engine
) -> None:
    lock(sam, ana)
    line = f"/start {practice.invite(Role.ADMINISTRATOR)}"
    before = kept(engine)
    ana.talk((line, NOTHING))
    assert kept(engine) == before
    practice.person(6000, aboard=False).talk((line, "1 of 3"))


def test_a_newer_line_to_sign_in_makes_the_older_one_worthless(ana: Talker, sam: Talker) -> None:
    person = lock(sam, ana)
    old, new = line_for(sam, person), line_for(sam, person)
    ana.talk((old, NOTHING), (new, "You are signed in again"))


def test_a_new_account_without_a_lock_moves_everything_and_warns_the_old_one(
    case: Talker, sam: Talker, practice: Practice
) -> None:
    sam.talk(("/members", "Members"), (Tap("Ana"), "Ana"), (Tap("New account"), "single use"))
    found = re.search(r"/start \S+", sam.text)
    assert found
    new = practice.person(5001, aboard=False)
    new.talk((found.group(), "You are signed in again"), (SENTINEL, "DBT group"))
    assert "If that was not you, tell your practice’s administrator at once." in case.text
    case.talk((SENTINEL, STRANGER))


def test_her_invites_open_nothing_any_more(practice: Practice, sam: Talker) -> None:
    other = named(practice, 1004, "Sue", Role.ADMINISTRATOR)
    other.talk(("/invite", "Whom"), (Tap("Administrator"), "/start"))
    found = re.search(r"/start \S+", other.text)
    assert found
    lock(sam, other)
    practice.person(6000, aboard=False).talk((found.group(), NOTHING))


def test_a_locked_supervisor_is_passed_over_and_the_next_one_is_told_at_once(
    case: Talker, kim: Talker, sam: Talker, practice: Practice
) -> None:
    cover = named(practice, 2002, "Cora", Role.SUPERVISOR)

    def set_up(work: UnitOfWork) -> None:
        row, found = work._session.get_one(PracticeRow, 1), work.people.by_telegram_id(2002)
        row.cover_id = found.id if found else None

    keep(practice, set_up)
    case.say(f"{SENTINEL} acute")
    kim.tap("I have it")
    assert (told(kim), told(cover)) == (0, 0)
    lock(sam, kim)
    assert "Kim cannot be reached by this bot any more. Q777: I tell the next one" in screens(case)
    practice.tick()
    assert told(cover) == 1
    before = len(kim.screen.messages)
    case.talk((f"{SENTINEL} stand down", "Talked over"), (Tap("Supervisor"), SENTINEL))
    assert len(kim.screen.messages) == before
    assert "not logged acute any more" not in screens(kim)


def test_who_was_told_and_is_locked_since_reads_nothing_of_an_erasing(case: Talker, kim: Talker, sam: Talker) -> None:
    case.talk((f"{SENTINEL} acute", "What kind"), (f"{SENTINEL} died", ""))
    lock(sam, kim)
    before = {number: shown.card for number, shown in kim.screen.messages.items()}
    case.talk((f"/erase {SENTINEL}", "for good?"), (Tap(f"Erase {SENTINEL} for good"), "is erased"))
    assert {number: shown.card for number, shown in kim.screen.messages.items()} == before


def test_a_document_on_its_way_is_not_made_for_a_locked_account(case: Talker, sam: Talker, practice: Practice) -> None:
    person = lock(sam, case)
    for made in (
        partial(gather, member_id=person.id, team=False, as_of=practice.now),
        partial(collect, member_id=person.id, reflections=True, as_of=practice.now),
    ):
        with pytest.raises(LookupError):
            practice.store.look_here(made)


def test_a_supervisor_who_is_locked_already_is_not_the_one_to_be_told(
    case: Talker, kim: Talker, sam: Talker, practice: Practice
) -> None:
    cover = named(practice, 2002, "Cora", Role.SUPERVISOR)
    keep(practice, lambda work: work.people.set_alerts(cover_id=member_of(work, 2002)))
    lock(sam, kim)
    case.talk((f"{SENTINEL} acute", "Told by this bot: Cora"))
    assert (told(kim), told(cover)) == (0, 1)


def test_a_locked_therapists_acute_case_goes_on_being_told(
    case: Talker, kim: Talker, sam: Talker, practice: Practice
) -> None:
    cover = named(practice, 2002, "Cora", Role.SUPERVISOR)
    keep(practice, lambda work: work.people.set_alerts(cover_id=member_of(work, 2002)))
    case.say(f"{SENTINEL} acute")
    messages = len(case.screen.messages)
    lock(sam, case)
    practice.move_to(practice.now + timedelta(hours=3))
    assert told(cover)
    kim.tap("I have it")
    assert len(case.screen.messages) == messages


def member_of(work: UnitOfWork, user_id: int) -> int:
    person = work.people.by_telegram_id(user_id)
    assert person is not None
    return person.id


def test_the_administrator_never_sees_a_code(case: Talker, sam: Talker, bob: Talker) -> None:
    case.talk((f"{SENTINEL} acute", "What kind"))
    bob.talk((f"{SENTINEL} housing", "noted"))
    person = lock(sam, case)
    for does in Does:
        for more in ((), (0,), (member(bob).id,), ("therapist",)):
            on(sam, person, does, *more)
    for line in ("/members", "/lock", "/invite", "/practice", f"{SENTINEL} went dbt", f"/client {SENTINEL}", "/help"):
        sam.say(line)
    on(sam, member(bob), Does.MOVED, person.id)
    assert "Q777" in screens(bob)
    assert SENTINEL not in seen(sam).replace(f"{SENTINEL} went", "")
    assert "DBT" not in seen(sam)
    assert "ousing" not in seen(sam)
