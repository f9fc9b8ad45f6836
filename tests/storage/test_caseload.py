"""A client and her referrals come back from the database as the rules made them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from referrals.client import Client
from referrals.model import Barrier, Purpose, Readiness, Referral, ServiceKind, State
from referrals.sessions import SessionRule
from referrals.starter import StarterService
from storage.caseload import NewReferral
from storage.person import Person
from storage.rules import rule_from_json, rule_to_json
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import NOW, THURSDAYS, founded, logged, told
from tests.unit.moments import rules_with_exceptions

Case = tuple[Client, Referral]
DBT = StarterService("DBT group", (), ServiceKind.SKILLS_GROUP, in_house=True)


def test_a_new_referral_is_suggested_and_may_be_asked_about_at_once(case: Case) -> None:
    client, referral = case
    assert (referral.client_id, referral.state, referral.next_check_at) == (client.id, State.SUGGESTED, NOW)


def test_what_the_line_said_comes_back(store: Store, alice: Person, case: Case) -> None:
    new = NewReferral(
        service=case[1].service,
        purposes=frozenset({Purpose.CRISIS, Purpose.LIVING}),
        readiness=Readiness(0, guess=True),
        wanted_by=NOW.date(),
    )
    made = store.run_here(lambda work: work.caseload(alice.id).add_referral(case[0].id, new, NOW))
    back = store.run_here(lambda work: work.caseload(alice.id).referral(made.id))
    assert back == made
    assert (made.purposes, made.readiness, made.wanted_by) == (new.purposes, new.readiness, new.wanted_by)


@pytest.mark.parametrize("state", list(State))
def test_what_the_rules_made_of_it_comes_back(store: Store, alice: Person, case: Case, state: State) -> None:
    moved = replace(
        case[1],
        state=state,
        readings=told(7),
        barrier=Barrier.UNREACHABLE,
        appointment_at=NOW + timedelta(days=3),
        appointment_timed=False,
        ended_because="attended",
        moved_at=NOW + timedelta(hours=1),
        next_check_at=None,
    )
    store.run_here(lambda work: work.caseload(alice.id).save(moved, "reported", NOW))
    back = store.run_here(lambda work: work.caseload(alice.id).referral(case[1].id))
    assert back == replace(moved, version=case[1].version + 1)


def test_a_caseload_is_read_in_order(store: Store, alice: Person, case: Case) -> None:
    other, _ = logged(store, alice, "A1")
    _, third = logged(store, alice, case[0].code)
    assert [one.code for one in store.run_here(lambda work: work.caseload(alice.id).clients())] == ["A1", "C7"]
    assert store.run_here(lambda work: work.caseload(alice.id).referrals(case[0].id)) == [case[1], third]
    everything = store.run_here(lambda work: work.caseload(alice.id).every_referral())
    assert [one.client_id for one in everything] == [case[0].id, other.id, case[0].id]


def test_a_clients_sessions_come_back(store: Store, alice: Person, case: Case) -> None:
    store.run_here(lambda work: work.caseload(alice.id).set_sessions(case[0].id, THURSDAYS, NOW))
    back = store.run_here(lambda work: work.caseload(alice.id).client_by_id(case[0].id))
    assert back == replace(case[0], sessions=THURSDAYS)
    assert store.run_here(lambda work: work.all_session_rules()) == [THURSDAYS]


def test_a_turn_sees_at_once_what_it_changed(store: Store, alice: Person, case: Case) -> None:
    def turn(work: UnitOfWork) -> Client | None:
        work.caseload(alice.id).set_sessions(case[0].id, THURSDAYS, NOW)
        return work.caseload(alice.id).client_by_id(case[0].id)

    assert store.run_here(turn) == replace(case[0], sessions=THURSDAYS)


def test_some_of_a_caseload_are_read_by_their_ids(store: Store, alice: Person, bob: Person, case: Case) -> None:
    logged(store, alice, "A1")
    theirs, _ = logged(store, bob, "B1")
    some = [case[0].id, theirs.id]
    assert store.run_here(lambda work: work.caseload(alice.id).clients(some)) == [case[0]]
    assert store.run_here(lambda work: work.caseload(alice.id).every_referral(some)) == [case[1]]
    assert store.run_here(lambda work: work.caseload(alice.id).clients([])) == []


@given(rules_with_exceptions)
def test_any_session_rule_survives_json(rule: SessionRule) -> None:
    assert rule_from_json(rule_to_json(rule)) == rule


def test_the_directory_is_read_by_name(store: Store) -> None:
    founded(store)
    store.run_here(lambda work: work.directory.begin([DBT]))
    services = store.run_here(lambda work: work.directory.services())
    assert [(one.name, one.aliases, one.in_house) for one in services] == [
        ("DBT group", (), True),
        ("Psychiatric evaluation", ("psych eval",), False),
    ]
    assert store.run_here(lambda work: work.directory.service(services[0].id)) == services[0]
    assert store.run_here(lambda work: work.directory.service(999)) is None
