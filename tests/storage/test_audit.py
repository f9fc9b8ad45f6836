"""Who did what to which row is told by itself, holds no content, and cannot be untold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.exc import DBAPIError

from referrals.client import Client
from referrals.model import Referral, State
from referrals.supervisors import SupervisionKind
from storage.audit import Entry
from storage.models import Base
from storage.people_rows import Member
from storage.person import Person
from storage.prepared import Prepared
from storage.privacy_rows import AuditRow, Verb
from storage.session import NOT_TOLD, table_of
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import ALICE_CHAT, NOW, raw

Case = tuple[Client, Referral]
# What is told of no row, and why that is no loss: messages and plans on their way, what a calendar was handed by a
# command that is told of, and what is itself a record.
CARRIERS = {
    "inbox", "outbox", "nudge", "draft", "runner", "telling", "change", "event", "audit", "concern", "calendar",
}  # fmt: skip


def newest(store: Store, count: int = 50) -> list[Entry]:
    return store.run_here(lambda work: work.audit.newest(count))


def told(store: Store) -> set[tuple[Verb, str | None, int | None]]:
    return {(entry.verb, entry.row_table, entry.row_id) for entry in newest(store)}


def test_a_change_is_told_with_who_and_when(store: Store, alice: Person, case: Case) -> None:
    def agree(work: UnitOfWork) -> None:
        work.audit.by("line", NOW, member_id=alice.id)
        work.caseload(alice.id).save(replace(case[1], state=State.AGREED), "agreed", NOW)

    store.run_here(agree)
    (entry,) = newest(store, 1)
    assert entry == Entry(entry.id, NOW, alice.id, None, "line", Verb.CHANGED, "referral", case[1].id)


def test_what_came_and_what_went_is_told(store: Store, case: Case, alice: Person) -> None:
    client, referral = case
    assert {(Verb.ADDED, "client", client.id), (Verb.ADDED, "referral", referral.id)} <= told(store)
    reflection = store.run_here(lambda work: work.reflections.begin(alice.id, client.id, NOW))
    store.run_here(lambda work: work.reflections.erase(alice.id, reflection))
    assert {(Verb.ADDED, "reflection", reflection), (Verb.REMOVED, "reflection", reflection)} <= told(store)


def test_a_statement_that_loads_no_row_is_told_by_the_rows_it_meets(store: Store, alice: Person, bob: Person) -> None:
    store.run_here(lambda work: work.people.set_tells_acute(alice.id, True))
    assert newest(store, 1)[0].row_id == alice.id
    before = newest(store, 1)
    store.run_here(lambda work: work.people.set_blocked(999, NOW))
    assert newest(store, 1) == before, "a statement that meets no row did nothing"
    store.run_here(lambda work: work.supervising.link(alice.id, bob.id, SupervisionKind.CLINICAL, NOW))
    (link,) = store.run_here(lambda work: work.supervising.supervisees(alice.id))
    store.run_here(lambda work: work.supervising.end(link.id, bob.id, NOW))
    assert (Verb.CHANGED, "supervises", link.id) in told(store)


def test_what_the_bot_moves_itself_is_nobodys_deed(store: Store, alice: Person, case: Case) -> None:
    before = newest(store, 1)
    store.run_here(lambda work: work.caseload(alice.id).put_off(case[1].id, NOW + timedelta(days=1)))
    store.run_here(lambda work: work.caseload(alice.id).move_client(replace(case[0], check_at=NOW)))
    assert newest(store, 1) == before


def test_what_is_rolled_back_is_not_told(store: Store, alice: Person, case: Case) -> None:
    before = newest(store, 1)

    def fail(work: UnitOfWork) -> None:
        work.caseload(alice.id).save(replace(case[1], state=State.AGREED), "agreed", NOW)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.run_here(fail)
    assert newest(store, 1) == before


def test_whoever_does_not_say_who_acts_is_told_all_the_same(store: Store, alice: Person) -> None:
    store.run_here(lambda work: work.people.set_welcomed(alice.id, NOW))
    (entry,) = newest(store, 1)
    assert (entry.member_id, entry.chat_id, entry.deed) == (None, None, "unsaid")


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET member_id = 99", "DELETE FROM audit", "UPDATE audit SET deed = 'x' WHERE id = 1"],
)
def test_what_was_told_stays_told(store: Store, engine: Engine, statement: str) -> None:
    before = newest(store)
    with pytest.raises(DBAPIError, match="append-only"):
        raw(engine, statement)
    assert newest(store) == before != []


def test_refusals_are_counted_for_each_chat_alone(store: Store, alice: Person) -> None:
    def refuse(work: UnitOfWork) -> None:
        for chat in (7, 7, 8):
            work.audit.by("/start", NOW, chat_id=chat)
            work.audit.tell(Verb.REFUSED)
        work.audit.by("/start", NOW, member_id=alice.id)
        work.audit.tell(Verb.REFUSED)
        work.audit.by("/start", NOW - timedelta(hours=2), chat_id=7)
        work.audit.tell(Verb.REFUSED)

    store.run_here(refuse)
    count = [
        store.run_here(lambda work, of=chat: work.audit.refusals(of, "/start", NOW - timedelta(hours=1)))  # type: ignore[misc] # mypy cannot infer a lambda's defaults
        for chat in (7, 8, ALICE_CHAT)
    ]
    assert count == [2, 1, 0]


def test_it_is_read_in_order_and_in_parts(store: Store, case: Case) -> None:
    every = store.run_here(lambda work: work.audit.after(0, 1000))
    ids = [entry.id for entry in every]
    assert ids == sorted(ids)
    assert ids
    assert store.run_here(lambda work: work.audit.after(ids[0], 2)) == every[1:3]
    assert store.run_here(lambda work: work.audit.newest(2, before=ids[-1])) == every[-2:-4:-1]
    assert case


def test_nothing_of_what_was_written_can_stand_in_it() -> None:
    """Its columns are ids, instants and words of the program's own."""
    kinds = {column.name: str(column.type) for column in AuditRow.__table__.columns}
    assert set(kinds) == {"id", "at", "member_id", "chat_id", "deed", "verb", "row_table", "row_id"}


def test_every_table_is_told_of_or_left_out_for_a_reason() -> None:
    """A new table cannot be forgotten: a row written through the session appears, unless it is named above."""
    assert NOT_TOLD == CARRIERS
    assert set(Base.metadata.tables) > NOT_TOLD


def test_no_statement_goes_past_the_watchers_to_a_row_that_is_told_of(store: Store, alice: Person) -> None:
    """Shown to them, it is told; the short way is for carriers alone."""
    locked = update(table_of(Member)).where(table_of(Member).c.id == alice.id)
    with pytest.raises(ValueError, match="is told"):
        store.run_here(lambda work: work._session.write(Prepared(locked), {"locked_at": NOW}))
    assert store.run_here(lambda work: work.people.by_id(alice.id)) == alice
