"""A caseload moves whole, by the one who has it, to the one who was asked; nobody else answers or withdraws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from referrals.client import Client
from referrals.model import Referral
from referrals.supervisors import Because, Decision
from storage.changes import Undone
from storage.handover import Load
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import HABITS, NOW, joined, logged, raw, snapshot, told

Case = tuple[Client, Referral]
CARA_CHAT = 1003


@pytest.fixture
def cara(store: Store, bob: Person) -> Person:  # noqa: ARG001 - she comes after Bob
    return joined(store, CARA_CHAT)


def moved(store: Store, giver: Person, taker: Person) -> dict[str, str]:
    done = store.run_here(lambda work: work.handovers.move(giver.id, taker.id, NOW))
    return {str(one.was): str(one.code) for one in done}


def test_all_that_is_about_her_clients_moves_and_nothing_of_anybody_elses(
    store: Store, engine: Engine, alice: Person, bob: Person, cara: Person, case: Case
) -> None:
    client, referral = case
    logged(store, cara, "D4")

    def more(work: UnitOfWork) -> None:
        cases = work.cases(alice.id)
        cases.answer(client.id, "facts", Because.MOVING, NOW)
        cases.decide(client.id, Decision.NOTE, alice.id, NOW)
        cases.make_condition(
            client.id, referral.id, reason="r", offered="o", review_on=NOW.date(), recorded_by=None, now=NOW
        )
        work.alerts.begin(alice.id, client.id, NOW)

    store.run_here(more)
    assert moved(store, alice, bob) == {"C7": "C7"}
    tables = ("client", "referral", "stall_answer", "decision", "condition", "alert")
    for name in tables:
        rows = raw(engine, f"SELECT owner_id FROM {name} ORDER BY id")  # noqa: S608 - names of ours
        assert [row.owner_id for row in rows][:1] == [bob.id], name
    assert store.run_here(lambda work: [one.code for one in work.caseload(cara.id).clients()]) == ["D4"]
    assert store.run_here(lambda work: work.handovers.load(alice.id)) == Load(0, 0, 0, 0, 0)
    assert store.run_here(lambda work: work.handovers.load(bob.id)) == Load(1, 0, 1, 0, 0)
    assert store.run_here(lambda work: work.caseload(alice.id).client("C7")) is None


def test_a_stale_save_of_the_old_owner_reaches_nothing(store: Store, alice: Person, bob: Person, case: Case) -> None:
    moved(store, alice, bob)
    with pytest.raises(Exception, match="No row"):
        store.run_here(lambda work: work.caseload(alice.id).save(case[1], "agreed", NOW))


def test_codes_that_are_taken_give_way_and_none_meets_another(
    store: Store, alice: Person, bob: Person, case: Case
) -> None:
    for code in ("B2", "D4"):
        logged(store, alice, code)
    for code in ("C7", "D4"):
        logged(store, bob, code)
    codes = moved(store, alice, bob)
    assert codes["B2"] == "B2"
    assert {codes["C7"], codes["D4"]}.isdisjoint({"B2", "C7", "D4"})
    assert store.run_here(lambda work: work.caseload(bob.id).client_by_id(case[0].id)) is not None


@pytest.mark.parametrize(
    "act",
    [
        lambda work, bob, number: work.handovers.agreed(bob, number, NOW),
        lambda work, bob, number: work.handovers.declined(bob, number, NOW),
        lambda work, bob, number: work.handovers.withdrawn(bob, number, NOW),
    ],
    ids=["agreed", "declined", "withdrawn"],
)
def test_bob_answers_nothing_that_cara_was_asked(
    store: Store,
    engine: Engine,
    alice: Person,
    bob: Person,
    cara: Person,
    act: Callable[[UnitOfWork, int, int], None],
) -> None:
    asked = store.run_here(lambda work: work.handovers.propose(alice.id, cara.id, leaves=False, now=NOW))
    assert asked is not None
    before = snapshot(engine)["handover"]
    store.run_here(lambda work: act(work, bob.id, asked.id))
    assert snapshot(engine)["handover"] == before
    assert store.run_here(lambda work: work.handovers.one_for(bob.id, asked.id)) is None
    assert store.run_here(lambda work: work.handovers.standing(bob.id)) is None
    assert store.run_here(lambda work: work.handovers.asked_of(bob.id)) == []
    assert store.run_here(lambda work: work.handovers.one_for(cara.id, asked.id)) == asked


def test_one_wish_waits_at_a_time_and_an_answer_is_the_last_word(store: Store, alice: Person, bob: Person) -> None:
    def propose(work: UnitOfWork) -> object:
        return work.handovers.propose(alice.id, bob.id, leaves=True, now=NOW)

    first = store.run_here(propose)
    assert first is not None
    assert store.run_here(propose) is None
    store.run_here(lambda work: work.handovers.declined(bob.id, 1, NOW))
    store.run_here(lambda work: work.handovers.agreed(bob.id, 1, NOW))
    (row,) = store.run_here(lambda work: [work.handovers.one_for(bob.id, 1)])
    assert row is None
    with pytest.raises(ValueError, match="herself"):
        store.run_here(lambda work: work.handovers.propose(alice.id, alice.id, leaves=False, now=NOW))


def test_bob_lets_nothing_of_alices_go_and_forgets_nothing_of_hers(
    store: Store, engine: Engine, alice: Person, bob: Person, case: Case
) -> None:
    client, referral = case

    def change(work: UnitOfWork) -> int:
        caseload = work.caseload(alice.id)
        caseload.save(replace(referral, readings=told(7)), "readiness", NOW)
        work.nudges.replan(caseload, client, HABITS, NOW)
        number = work.reflections.begin(alice.id, client.id, NOW)
        work.reflections.share(alice.id, number, "words", NOW)
        return work.changes.record(alice.id, client.id, NOW)

    number = store.run_here(change)
    before = snapshot(engine)
    store.run_here(lambda work: work.nudges.let_go(bob.id, [client.id], NOW))
    store.run_here(lambda work: work.changes.forget(bob.id, [client.id]))
    store.run_here(lambda work: work.reflections.unshare(bob.id, [client.id]))
    store.run_here(lambda work: work.erasing.erase_reflections(bob.id, NOW))
    assert snapshot(engine) == before
    store.run_here(lambda work: work.changes.forget(alice.id, [client.id]))
    assert store.run_here(lambda work: work.changes.undo(alice.id, number, NOW)) == (Undone.ALREADY, None)
