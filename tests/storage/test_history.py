"""What happened to a client, newest first; what was undone did not happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from referrals.client import Client
from referrals.model import Barrier, Referral, State
from storage.changes import Undone
from storage.history import Happened
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import NOW, THURSDAYS, logged, told

Case = tuple[Client, Referral]
LATER = NOW + timedelta(minutes=3)


def history(store: Store, owner: Person, client: Client) -> list[Happened]:
    return store.run_here(lambda work: work.caseload(owner.id).history(client.id))


def agreed(store: Store, owner: Person, case: Case) -> int:
    """Two events in one change."""

    def turn(work: UnitOfWork) -> int:
        was = work.caseload(owner.id).referral(case[1].id)
        assert was is not None
        work.caseload(owner.id).save(replace(was, state=State.AGREED), "agreed", LATER, {"step": "agreed"})
        work.caseload(owner.id).set_sessions(case[0].id, THURSDAYS, LATER)
        return work.changes.record(owner.id, case[0].id, LATER)

    return store.run_here(turn)


def test_what_happened_is_told_newest_first(store: Store, alice: Person, case: Case) -> None:
    client, referral = case
    agreed(store, alice, case)
    assert history(store, alice, client) == [
        Happened("sessions", None, alice.id, {}, LATER),
        Happened("agreed", referral.id, alice.id, {"step": "agreed"}, LATER),
        Happened("suggested", referral.id, alice.id, {}, NOW),
    ]


def test_what_was_undone_is_left_out_whole_and_so_is_the_undoing(store: Store, alice: Person, case: Case) -> None:
    change = agreed(store, alice, case)
    before = [one.kind for one in history(store, alice, case[0])]
    store.run_here(
        lambda work: work.caseload(alice.id).save_client(replace(case[0], sessions=THURSDAYS), "goals", LATER)
    )
    assert store.run_here(lambda work: work.changes.undo(alice.id, change, LATER))[0] is Undone.RESTORED
    assert before == ["sessions", "agreed", "suggested"]
    assert [one.kind for one in history(store, alice, case[0])] == ["goals", "suggested"]


def test_of_a_change_about_two_it_is_left_out_for_both(store: Store, alice: Person, case: Case) -> None:
    other, _ = logged(store, alice, "N2")

    def turn(work: UnitOfWork) -> int:
        for client in (case[0], other):
            work.caseload(alice.id).save_client(replace(client, goals="sleep"), "goals", LATER)
        return work.changes.record(alice.id, case[0].id, LATER)

    change = store.run_here(turn)
    assert store.run_here(lambda work: work.changes.undo(alice.id, change, LATER))[0] is Undone.RESTORED
    assert [one.kind for one in (*history(store, alice, case[0]), *history(store, alice, other))] == ["suggested"] * 2


def test_a_barrier_that_was_taken_back_was_not_reported(store: Store, alice: Person, case: Case) -> None:
    def turn(work: UnitOfWork) -> int:
        detail = {"barrier": Barrier.COST.value}
        work.caseload(alice.id).save(replace(case[1], barrier=Barrier.COST), "barrier", LATER, detail)
        return work.changes.record(alice.id, case[0].id, LATER)

    def barriers() -> object:
        return store.run_here(lambda work: work.caseload(alice.id).barriers(case[0].id))

    change = store.run_here(turn)
    assert barriers() == {case[1].id: [Barrier.COST]}
    assert store.run_here(lambda work: work.changes.undo(alice.id, change, LATER))[0] is Undone.RESTORED
    assert barriers() == {}


def test_what_could_not_be_undone_stays(store: Store, alice: Person, case: Case) -> None:
    change = agreed(store, alice, case)
    store.run_here(
        lambda work: work.caseload(alice.id).save(replace(case[1], version=2, readings=told(7)), "readiness", LATER)
    )
    assert store.run_here(lambda work: work.changes.undo(alice.id, change, LATER))[0] is Undone.OVERTAKEN
    assert "agreed" in [one.kind for one in history(store, alice, case[0])]


def test_each_client_has_a_history_of_her_own(store: Store, alice: Person, case: Case) -> None:
    other, theirs = logged(store, alice, "N2")
    assert [one.referral_id for one in history(store, alice, case[0])] == [case[1].id]
    assert [one.referral_id for one in history(store, alice, other)] == [theirs.id]


def test_nobody_elses_history_is_told(store: Store, bob: Person, case: Case) -> None:
    with pytest.raises(NoResultFound):
        history(store, bob, case[0])
