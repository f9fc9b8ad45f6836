"""Supervision as rows: each belongs to one therapist, a link to two, and what is not hers nobody reads or writes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, NoResultFound

from referrals.client import Client
from referrals.model import Referral
from referrals.supervisors import Because, Decision, Rung, SupervisionKind
from storage.alerts import Taking
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import NOW, on_postgresql, raw

Case = tuple[Client, Referral]
CLINICAL, GROUP = SupervisionKind
LATER = NOW + timedelta(days=1)


def test_bob_writes_nothing_to_alices_case(store: Store, bob: Person, case: Case) -> None:
    client, referral = case
    for write in (
        lambda work: work.cases(bob.id).answer(client.id, "facts", Because.MOVING, NOW),
        lambda work: work.cases(bob.id).decide(client.id, Decision.GO_ON, bob.id, NOW),
        lambda work: work.reflections.begin(bob.id, client.id, NOW),
        lambda work: work.cases(bob.id).make_condition(
            client.id, referral.id, reason="x", offered="y", review_on=NOW.date(), recorded_by=None, now=NOW
        ),
    ):
        with pytest.raises(NoResultFound):
            store.run_here(write)


def test_bob_reads_and_changes_nothing_of_alices(store: Store, alice: Person, bob: Person, case: Case) -> None:
    client, referral = case

    def fill(work: UnitOfWork) -> tuple[int, int]:
        cases = work.cases(alice.id)
        cases.answer(client.id, "facts", Because.MOVING, NOW)
        cases.decide(client.id, Decision.NOTE, alice.id, NOW, line="hers")
        made = cases.make_condition(
            client.id, referral.id, reason="x", offered="y", review_on=NOW.date(), recorded_by=None, now=NOW
        )
        reflection = work.reflections.begin(alice.id, client.id, NOW)
        work.reflections.answer(alice.id, reflection, ["hers"])
        return made.id, reflection

    def others(work: UnitOfWork) -> list[object]:
        work.reflections.answer(bob.id, reflection, ["his"])
        work.reflections.share(bob.id, reflection, "his", NOW)
        work.reflections.erase(bob.id, reflection)
        work.cases(bob.id).end_condition(condition, NOW)
        return [
            work.reflections.one(bob.id, reflection),
            *work.reflections.about(bob.id, client.id),
            *work.cases(bob.id).decisions(client.id),
            *work.cases(bob.id).untold(client.id),
            work.cases(bob.id).condition(condition),
            *work.cases(bob.id).known(),
            *work.cases(bob.id).known([client.id]),
        ]

    condition, reflection = store.run_here(fill)
    assert store.run_here(others) == [None, None]
    kept = store.run_here(lambda work: work.reflections.one(alice.id, reflection))
    assert kept is not None
    assert (kept.answers, kept.shared) == (("hers",), None)
    assert store.run_here(lambda work: work.cases(alice.id).condition(condition)) is not None


def test_what_was_shared_is_read_without_the_rest(store: Store, alice: Person, case: Case) -> None:
    client, _ = case

    def share(work: UnitOfWork) -> None:
        reflection = work.reflections.begin(alice.id, client.id, NOW)
        work.reflections.answer(alice.id, reflection, ["private"])
        work.reflections.share(alice.id, reflection, "one line", NOW)

    store.run_here(share)
    assert store.run_here(lambda work: work.reflections.shared_of({client.id: NOW})) == {client.id: "one line"}
    assert store.run_here(lambda work: work.reflections.shared_of({client.id: LATER})) == {}


def test_one_supervisor_of_each_kind_at_a_time(store: Store, alice: Person, bob: Person, engine: Engine) -> None:
    def link(work: UnitOfWork) -> None:
        work.supervising.link(bob.id, alice.id, CLINICAL, NOW)
        work.supervising.link(bob.id, alice.id, CLINICAL, LATER)
        work.supervising.link(bob.id, alice.id, GROUP, LATER)

    store.run_here(link)
    links = store.run_here(lambda work: work.supervising.supervisors(alice.id))
    assert [(one.kind, one.since) for one in links] == [(CLINICAL, NOW), (GROUP, LATER)]
    with pytest.raises(IntegrityError):
        raw(engine, "UPDATE supervises SET kind = 'clinical'")
    with pytest.raises(ValueError, match="herself"):
        store.run_here(lambda work: work.supervising.link(alice.id, alice.id, CLINICAL, NOW))


def test_only_the_two_end_it(store: Store, alice: Person, bob: Person) -> None:
    store.run_here(lambda work: work.supervising.link(bob.id, alice.id, CLINICAL, NOW))
    (link,) = store.run_here(lambda work: work.supervising.supervisees(bob.id))
    store.run_here(lambda work: work.supervising.end(link.id, 99, LATER))
    assert store.run_here(lambda work: work.supervising.supervisees(bob.id)) == [link]
    store.run_here(lambda work: work.supervising.end(link.id, alice.id, LATER))
    assert store.run_here(lambda work: work.supervising.supervisees(bob.id)) == []


def alarm(work: UnitOfWork, owner: Person, client: Client, told: Person) -> int:
    alert = work.alerts.begin(owner.id, client.id, NOW)
    work.alerts.told(alert.id, told.id, Rung.SUPERVISOR, 1, NOW, LATER)
    return alert.id


def test_an_alert_is_taken_once_and_then_due_no_more(store: Store, alice: Person, bob: Person, case: Case) -> None:
    number = store.run_here(lambda work: alarm(work, alice, case[0], bob))
    assert store.run_here(lambda work: work.alerts.due(NOW)) is None
    assert store.run_here(lambda work: work.alerts.due(LATER)) is not None
    assert store.run_here(lambda work: work.alerts.take(number, alice.id, NOW))[0] is Taking.NOT_TOLD
    taken = [store.run_here(lambda work: work.alerts.take(number, bob.id, NOW))[0] for _ in range(2)]
    assert taken == [Taking.TAKEN, Taking.MINE_ALREADY]
    assert store.run_here(lambda work: work.alerts.due(LATER)) is None
    store.run_here(lambda work: work.alerts.end(number, LATER))
    assert store.run_here(lambda work: work.alerts.take(number, bob.id, NOW))[0] is Taking.OVER


@on_postgresql
def test_an_alert_in_another_hand_is_left_to_it(store: Store, alice: Person, bob: Person, case: Case) -> None:
    def twice(work: UnitOfWork) -> tuple[object, object]:
        return work.alerts.due(LATER), store.run_here(lambda other: other.alerts.due(LATER))

    store.run_here(lambda work: alarm(work, alice, case[0], bob))
    mine, theirs = store.run_here(twice)
    assert mine is not None
    assert theirs is None


def test_an_alert_that_has_ended_is_the_clients_no_more(store: Store, alice: Person, case: Case) -> None:
    begun = store.run_here(lambda work: work.alerts.begin(alice.id, case[0].id, NOW))
    assert store.run_here(lambda work: work.alerts.of_client(case[0].id)) == begun
    store.run_here(lambda work: work.alerts.end(begun.id, NOW))
    assert store.run_here(lambda work: work.alerts.of_client(case[0].id)) is None
