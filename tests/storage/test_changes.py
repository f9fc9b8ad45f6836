"""Undo gives back exactly what was there, or says why it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from referrals.client import Client
from referrals.lifecycle import hold
from referrals.model import Barrier, Hold, Referral
from referrals.risk import Risk, Safety
from referrals.safety import log_risk
from storage.caseload import NewReferral
from storage.changes import UNDO_FOR, Undone
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.filled import filled
from tests.storage.practice import HABITS, HOURS, NOW, THURSDAYS, logged, snapshot, told

Case = tuple[Client, Referral]
LATER = NOW + timedelta(minutes=3)


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


def of_another_turn(case: Case, turn: int) -> Case:
    """Client and referral with every field other than before, as far as a person may change it."""
    client = filled(Client, turn, id=case[0].id, code=case[0].code)
    fixed = {name: getattr(case[1], name) for name in ("id", "client_id", "service", "created_at", "version")}
    return client, filled(Referral, turn, **fixed)


def saved(store: Store, owner: Person, case: Case) -> int:
    """A turn that writes a client and a referral whole; returns the change's id."""

    def save(work: UnitOfWork) -> None:
        work.caseload(owner.id).save_client(case[0], "changed", NOW)
        work.caseload(owner.id).save(case[1], "changed", NOW)

    return changed(store, owner, case[0], save)


@pytest.fixture
def rich(store: Store, alice: Person, case: Case) -> Case:
    """A client and a referral of which every column says something."""
    full = of_another_turn(case, 0)
    saved(store, alice, full)
    return full


def test_undo_restores_every_column(store: Store, engine: Engine, alice: Person, rich: Case) -> None:
    before = of_clients(engine)
    change = saved(store, alice, of_another_turn(rich, 1))
    assert all(was != now for was, now in zip(before, of_clients(engine), strict=True))
    assert undone(store, alice, change) is Undone.RESTORED
    assert of_clients(engine) == before


def test_undo_restores_columns_that_were_empty(store: Store, engine: Engine, alice: Person, case: Case) -> None:
    before = of_clients(engine)
    change = saved(store, alice, of_another_turn(case, 1))
    assert undone(store, alice, change) is Undone.RESTORED
    assert of_clients(engine) == before


def test_undo_gives_back_risk_and_what_it_put_to_rest(store: Store, engine: Engine, alice: Person, case: Case) -> None:
    client, referral = case
    before = of_clients(engine)

    def acute(work: UnitOfWork) -> None:
        caseload = work.caseload(alice.id)
        caseload.save_client(log_risk(client, Risk.ACUTE, HOURS, NOW), "risk", NOW, {"level": "acute"})
        caseload.save(hold(referral, Hold.RISK, NOW), "held", NOW, {"why": "risk"})

    change = changed(store, alice, client, acute)
    acute_client = store.run_here(lambda work: work.caseload(alice.id).client_by_id(client.id))
    assert acute_client is not None
    assert acute_client.safety.acute
    assert undone(store, alice, change) is Undone.RESTORED
    assert of_clients(engine) == before


MOVES_ON = {"check_at": NOW + timedelta(days=2), "safety": Safety(return_at=NOW + timedelta(days=2))}


def test_what_the_bot_moved_on_keeps_no_change_from_being_undone(store: Store, alice: Person, case: Case) -> None:
    """Not even between a line and its Undo: to ask again is nothing that a person did."""
    client, referral = case
    due = replace(client, check_at=NOW, safety=Safety(return_at=NOW))
    store.run_here(lambda work: work.caseload(alice.id).save_client(due, "changed", NOW))
    goals = changed(
        store,
        alice,
        client,
        lambda work: work.caseload(alice.id).save_client(replace(due, goals="to sleep"), "goals", NOW),
    )
    plan = reported(store, alice, case, plan="phone the clinic")

    def ticks(work: UnitOfWork) -> None:
        work.caseload(alice.id).move_client(replace(due, **MOVES_ON))  # type: ignore[arg-type] # the fields' own values
        work.caseload(alice.id).put_off(referral.id, NOW + timedelta(days=5))

    store.run_here(ticks)
    assert [undone(store, alice, change) for change in (plan, goals)] == [Undone.RESTORED, Undone.RESTORED]
    back = store.run_here(lambda work: work.caseload(alice.id).client_by_id(client.id))
    assert back == replace(client, **MOVES_ON), "what has been asked is not asked again"  # type: ignore[arg-type]
    asked = store.run_here(lambda work: work.caseload(alice.id).referral(referral.id))
    assert asked is not None
    assert (asked.plan, asked.next_check_at) == (None, NOW + timedelta(days=5))


def test_a_change_of_when_to_ask_is_itself_undone(store: Store, alice: Person, case: Case) -> None:
    change = reported(store, alice, case, next_check_at=NOW + timedelta(days=9))
    store.run_here(lambda work: work.caseload(alice.id).put_off(case[1].id, NOW + timedelta(days=5)))
    assert undone(store, alice, change) is Undone.RESTORED
    back = store.run_here(lambda work: work.caseload(alice.id).referral(case[1].id))
    assert back is not None
    assert back.next_check_at == NOW


@pytest.mark.parametrize("field", ["hold", "state", "held_at", "plan", "readings"])
def test_what_a_person_changed_since_keeps_it(store: Store, alice: Person, rich: Case, field: str) -> None:
    older = reported(store, alice, rich, barrier=None)
    reported(store, alice, rich, **{field: getattr(of_another_turn(rich, 1)[1], field)})
    assert undone(store, alice, older) is Undone.OVERTAKEN


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
        assert work.nudges.replan(caseload, client, HABITS, NOW)

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
    change = reported(store, alice, case, readings=told(7))
    assert undone(store, alice, change) is Undone.RESTORED
    before = snapshot(engine)
    assert undone(store, alice, change) is Undone.ALREADY
    assert snapshot(engine) == before


def test_a_change_overtaken_by_a_newer_one_stays_until_that_is_undone(
    store: Store, engine: Engine, alice: Person, case: Case
) -> None:
    untouched = of_clients(engine)
    older = reported(store, alice, case, readings=told(7))
    newer = reported(store, alice, case, barrier=Barrier.COST)
    before = snapshot(engine)
    assert undone(store, alice, older) is Undone.OVERTAKEN
    assert snapshot(engine) == before
    assert undone(store, alice, newer) is Undone.RESTORED
    assert undone(store, alice, older) is Undone.RESTORED
    assert of_clients(engine) == untouched


def test_after_ten_minutes_it_is_too_late(store: Store, engine: Engine, alice: Person, case: Case) -> None:
    change = reported(store, alice, case, readings=told(7))
    before = snapshot(engine)
    late = NOW + UNDO_FOR + timedelta(seconds=1)
    assert store.run_here(lambda work: work.changes.undo(alice.id, change, late)) == (Undone.TOO_LATE, case[0].id)
    assert snapshot(engine) == before


def test_the_newest_change_not_undone_is_known(store: Store, alice: Person, bob: Person, case: Case) -> None:
    assert store.run_here(lambda work: work.changes.newest(alice.id)) is None
    older = reported(store, alice, case, readings=told(7))
    newer = reported(store, alice, case, barrier=Barrier.COST)
    assert store.run_here(lambda work: work.changes.newest(alice.id)) == newer
    undone(store, alice, newer)
    assert store.run_here(lambda work: work.changes.newest(alice.id)) == older
    assert store.run_here(lambda work: work.changes.newest(bob.id)) is None


def test_what_happened_stays_in_the_history(store: Store, engine: Engine, alice: Person, case: Case) -> None:
    undone(store, alice, reported(store, alice, case, readings=told(7)))
    kinds = [row.kind for row in snapshot(engine)["event"]]
    assert kinds == ["suggested", "reported", "undone"]
