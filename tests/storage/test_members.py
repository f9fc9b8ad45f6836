"""Who is aboard, who is locked, who has left: what each of the ways to look somebody up says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from referrals.client import Client
from referrals.model import Referral, Role
from storage.person import Person
from storage.privacy_rows import Verb
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import ALICE_CHAT, BOB_CHAT, HABITS, NOW, raw

MINUTE = timedelta(minutes=1)


def test_a_locked_member_is_found_by_her_id_and_not_by_her_account(store: Store, alice: Person, bob: Person) -> None:
    for person in (alice, bob):
        store.run_here(lambda work, number=person.id: work.people.set_welcomed(number, NOW))  # type: ignore[misc] # mypy cannot infer a lambda's defaults
    store.run_here(lambda work: work.members.lock(alice.id, NOW))
    found = store.run_here(lambda work: work.people.by_id(alice.id))
    assert found is not None
    assert found.locked
    assert store.run_here(lambda work: work.people.by_telegram_id(ALICE_CHAT)) is None
    assert store.run_here(lambda work: work.people.chats()) == {BOB_CHAT: ""}
    assert store.run_here(lambda work: work.members.locked_chats()) == [ALICE_CHAT]
    assert store.run_here(lambda work: [one.id for one in work.members.therapists()]) == [bob.id]
    assert store.run_here(lambda work: len(work.members.all())) == 2


def test_nothing_is_claimed_for_a_locked_therapist(store: Store, alice: Person, case: tuple[Client, Referral]) -> None:
    (due,) = store.run_here(lambda work: work.nudges.replan(work.caseload(alice.id), case[0], HABITS, NOW))
    assert store.run_here(lambda work: work.nudges.owner_due(due.due_at)) is not None
    store.run_here(lambda work: work.members.lock(alice.id, NOW))
    assert store.run_here(lambda work: work.nudges.owner_due(due.due_at)) is None
    assert store.run_here(lambda work: work.nudges.next_due()) is None


def test_who_has_left_is_nobody(store: Store, engine: Engine, alice: Person) -> None:
    store.run_here(lambda work: work.members.leave(alice.id, NOW))
    assert store.run_here(lambda work: work.people.by_id(alice.id)) is None
    assert store.run_here(lambda work: work.members.of_account(-alice.id)) is None
    assert store.run_here(lambda work: (work.people.chats(), work.members.all())) == ({}, [])
    (row,) = raw(engine, "SELECT telegram_id, called FROM member")
    assert (row.telegram_id, row.called) == (-alice.id, None)


@pytest.mark.parametrize("roles", [[Role.ADMINISTRATOR], []])
def test_only_who_can_act_is_an_administrator(store: Store, alice: Person, roles: list[Role]) -> None:
    store.run_here(lambda work: work.members.set_roles(alice.id, roles))
    able = store.run_here(lambda work: len(work.members.administrators()))
    assert able == len(roles)
    store.run_here(lambda work: work.members.lock(alice.id, NOW))
    assert store.run_here(lambda work: work.members.administrators()) == []


def test_what_waits_for_one_chat_is_taken_back_save_what_is_to_be_deleted(store: Store, engine: Engine) -> None:
    def write(work: UnitOfWork) -> None:
        outbox = work.outbox
        for chat in (ALICE_CHAT, BOB_CHAT):
            outbox.send(chat, "{}", NOW)
            outbox.delete(chat, 7, NOW)

    store.run_here(write)
    (claimed, *_) = store.run_here(lambda work: work.outbox.claim(1, [BOB_CHAT], 10))
    assert store.run_here(lambda work: work.outbox.cancel_waiting(ALICE_CHAT)) == [claimed.id]
    # It was on its way: whatever comes of that, it is not sent again.
    store.run_here(lambda work: work.outbox.again(claimed.id, 1))
    store.run_here(lambda work: work.outbox.uncertain(claimed.id, 1))
    states = [(row.chat_id, row.kind, row.state) for row in raw(engine, "SELECT * FROM outbox ORDER BY id")]
    assert states == [
        (ALICE_CHAT, "send", "cancelled"),
        (ALICE_CHAT, "delete", "pending"),
        (BOB_CHAT, "send", "pending"),
        (BOB_CHAT, "delete", "pending"),
    ]


def test_a_message_of_another_chat_is_not_edited(store: Store, engine: Engine) -> None:
    number = store.run_here(lambda work: work.outbox.send(ALICE_CHAT, "{}", NOW))
    store.run_here(lambda work: work.outbox.edit(BOB_CHAT, number, "{1}", NOW))
    assert len(raw(engine, "SELECT id FROM outbox")) == 1


def test_refusals_are_counted_for_a_chat_and_for_a_member(store: Store, alice: Person) -> None:

    for member_id, chat_id in ((alice.id, None), (None, ALICE_CHAT), (None, BOB_CHAT)):

        def tell(work: UnitOfWork, member_id: int | None = member_id, chat_id: int | None = chat_id) -> None:
            work.audit.by("/start", NOW, member_id=member_id, chat_id=chat_id)
            work.audit.tell(Verb.REFUSED)

        store.run_here(tell)
    counted = store.run_here(
        lambda work: (
            work.audit.refusals(ALICE_CHAT, "/start", NOW - MINUTE),
            work.audit.refusals(ALICE_CHAT, "/start", NOW - MINUTE, member_id=alice.id),
            work.audit.refusals(ALICE_CHAT, "/start", NOW),
        )
    )
    assert counted == (1, 2, 0)
