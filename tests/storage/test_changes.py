"""Undo gives back exactly what was there, or says why it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from referrals.client import Client
from referrals.model import Barrier, Purpose, Readiness, Referral, State
from storage.caseload import NewReferral
from storage.changes import UNDO_FOR, Undone
from storage.people import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import HOURS, NEW_YORK, NOW, THURSDAYS, logged, snapshot

Case = tuple[Client, Referral]
LATER = NOW + timedelta(minutes=3)
EVERYTHING_ELSE = {
    "state": State.SCHEDULED,
    "readiness": Readiness(7, guess=True),
    "barrier": Barrier.COST,
    "appointment_at": (NOW + timedelta(days=3)).astimezone(NEW_YORK),
    "appointment_timed": False,
    "ended_because": "not in truth",
    "moved_at": LATER,
    "next_check_at": None,
}


def changed(store: Store, owner: Person, client: Client, work: Callable[[UnitOfWork], object]) -> int:
    """A turn that changes something; returns the change's id."""

    def turn(unit: UnitOfWork) -> int:
        work(unit)
        return unit.changes.record(owner.id, client.id, NOW)

    return store.run_here(turn)


def reported(store: Store, owner: Person, case: Case, **values: Any) -> int:
    def save(work: UnitOfWork) -> None:
        was = work.caseload(owner.id).referral(case[1].id)
        assert was is not None
        work.caseload(owner.id).save(replace(was, **values), "reported", NOW)

    return changed(store, owner, case[0], save)


def undone(store: Store, owner: Person, change_id: int) -> Undone:
    return store.run_here(lambda work: work.changes.undo(owner.id, change_id, LATER))[0]


def of_clients(engine: Engine) -> tuple[list[Any], list[Any]]:
    """The rows undo is about, whole but for their versions."""
    rows = snapshot(engine)
    return [row[:-1] for row in rows["client"]], [row[:-1] for row in rows["referral"]]


@pytest.fixture
def rich(store: Store, alice: Person, case: Case) -> Case:
    """A referral of which every column says something."""
    new = NewReferral(
        service=case[1].service,
        purposes=frozenset({Purpose.CRISIS, Purpose.LIVING}),
        readiness=Readiness(4),
        wanted_by=NOW.date(),
        note="asks her sister first",
    )
    referral = store.run_here(lambda work: work.caseload(alice.id).add_referral(case[0].id, new, NOW))
    values = {**EVERYTHING_ELSE, "readiness": Readiness(2), "barrier": Barrier.FEAR, "appointment_at": NOW}
    reported(store, alice, (case[0], referral), **values)
    return case[0], referral


def test_undo_restores_every_column(store: Store, engine: Engine, alice: Person, rich: Case) -> None:
    before = of_clients(engine)
    change = reported(store, alice, rich, **{**EVERYTHING_ELSE, "state": State.DECLINED})
    assert of_clients(engine) != before
    assert undone(store, alice, change) is Undone.RESTORED
    assert of_clients(engine) == before


def test_undo_restores_columns_that_were_empty(store: Store, engine: Engine, alice: Person, case: Case) -> None:
    before = of_clients(engine)
    change = reported(store, alice, case, **EVERYTHING_ELSE)
    assert undone(store, alice, change) is Undone.RESTORED
    assert of_clients(engine) == before


def test_undo_restores_a_clients_sessions(store: Store, engine: Engine, alice: Person, case: Case) -> None:
    client, _ = case
    fridays = replace(THURSDAYS, slots=(replace(THURSDAYS.slots[0], weekday=4),))
    untold = of_clients(engine)
    first = changed(store, alice, client, lambda work: work.caseload(alice.id).set_sessions(client.id, THURSDAYS, NOW))
    told = of_clients(engine)
    second = changed(store, alice, client, lambda work: work.caseload(alice.id).set_sessions(client.id, fridays, NOW))
    assert undone(store, alice, second) is Undone.RESTORED
    assert of_clients(engine) == told
    assert undone(store, alice, first) is Undone.RESTORED
    assert of_clients(engine) == untold


def test_undo_removes_what_was_made_and_its_questions(store: Store, engine: Engine, alice: Person, case: Case) -> None:
    """With the client who was new in the same line; another client's rows stay."""
    before = of_clients(engine)

    def log(work: UnitOfWork) -> None:
        caseload = work.caseload(alice.id)
        client = caseload.add_client("N2", NOW)
        caseload.add_referral(client.id, NewReferral(service=case[1].service), NOW)
        assert work.nudges.replan(caseload, client, HOURS, NOW)

    change = changed(store, alice, case[0], log)
    assert undone(store, alice, change) is Undone.RESTORED
    assert of_clients(engine) == before
    assert snapshot(engine)["nudge"] == []


def test_a_client_who_got_another_referral_since_stays(store: Store, alice: Person, case: Case) -> None:
    def log(work: UnitOfWork) -> None:
        caseload = work.caseload(alice.id)
        client = caseload.add_client("N2", NOW)
        caseload.add_referral(client.id, NewReferral(service=case[1].service), NOW)

    change = changed(store, alice, case[0], log)
    client, second = logged(store, alice, "N2")
    assert undone(store, alice, change) is Undone.RESTORED
    assert store.run_here(lambda work: work.caseload(alice.id).referrals(client.id)) == [second]


def test_ids_of_what_was_undone_are_never_used_again(store: Store, alice: Person, case: Case) -> None:
    """An old button must not reach a new row."""

    def log(work: UnitOfWork) -> tuple[int, int, int]:
        caseload = work.caseload(alice.id)
        client = caseload.add_client("N2", NOW)
        referral = caseload.add_referral(client.id, NewReferral(service=case[1].service), NOW)
        return client.id, referral.id, work.changes.record(alice.id, client.id, NOW)

    first = store.run_here(log)
    assert undone(store, alice, first[-1]) is Undone.RESTORED
    again = store.run_here(log)
    assert all(new > old for new, old in zip(again, first, strict=True))


def test_a_change_is_undone_once(store: Store, engine: Engine, alice: Person, case: Case) -> None:
    change = reported(store, alice, case, readiness=Readiness(7))
    assert undone(store, alice, change) is Undone.RESTORED
    before = snapshot(engine)
    assert undone(store, alice, change) is Undone.ALREADY
    assert snapshot(engine) == before


def test_a_change_overtaken_by_a_newer_one_stays_until_that_is_undone(
    store: Store, engine: Engine, alice: Person, case: Case
) -> None:
    untouched = of_clients(engine)
    older = reported(store, alice, case, readiness=Readiness(7))
    newer = reported(store, alice, case, barrier=Barrier.COST)
    before = snapshot(engine)
    assert undone(store, alice, older) is Undone.OVERTAKEN
    assert snapshot(engine) == before
    assert undone(store, alice, newer) is Undone.RESTORED
    assert undone(store, alice, older) is Undone.RESTORED
    assert of_clients(engine) == untouched


def test_after_ten_minutes_it_is_too_late(store: Store, engine: Engine, alice: Person, case: Case) -> None:
    change = reported(store, alice, case, readiness=Readiness(7))
    before = snapshot(engine)
    late = NOW + UNDO_FOR + timedelta(seconds=1)
    assert store.run_here(lambda work: work.changes.undo(alice.id, change, late)) == (Undone.TOO_LATE, case[0].id)
    assert snapshot(engine) == before


def test_the_newest_change_not_undone_is_known(store: Store, alice: Person, bob: Person, case: Case) -> None:
    assert store.run_here(lambda work: work.changes.newest(alice.id)) is None
    older = reported(store, alice, case, readiness=Readiness(7))
    newer = reported(store, alice, case, barrier=Barrier.COST)
    assert store.run_here(lambda work: work.changes.newest(alice.id)) == newer
    undone(store, alice, newer)
    assert store.run_here(lambda work: work.changes.newest(alice.id)) == older
    assert store.run_here(lambda work: work.changes.newest(bob.id)) is None


def test_what_happened_stays_in_the_history(store: Store, engine: Engine, alice: Person, case: Case) -> None:
    undone(store, alice, reported(store, alice, case, readiness=Readiness(7)))
    kinds = [row.kind for row in snapshot(engine)["event"]]
    assert kinds == ["suggested", "reported", "undone"]
