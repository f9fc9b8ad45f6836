"""Every field of the rules' types comes back from the database as it went in, those not yet thought of included."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from referrals.client import Client
from referrals.model import Readiness, Referral, Service
from referrals.risk import Safety
from storage.person import Person
from storage.rows import maker
from storage.store import Store
from tests.storage.filled import filled
from tests.storage.practice import NOW, told

Case = tuple[Client, Referral]
# What is set once, when it is made.
OF_ITS_MAKING = ("id", "client_id", "service", "created_at", "version")


def kept(of: Referral | Client, *names: str) -> dict[str, Any]:
    return {name: getattr(of, name) for name in names}


@pytest.mark.parametrize("turn", range(5))
def test_every_field_of_a_referral_comes_back(store: Store, alice: Person, case: Case, turn: int) -> None:
    full = filled(Referral, turn, **kept(case[1], *OF_ITS_MAKING))
    store.run_here(lambda work: work.caseload(alice.id).save(full, "reported", NOW))
    back = store.run_here(lambda work: work.caseload(alice.id).referral(full.id))
    assert back == replace(full, version=case[1].version + 1)


@pytest.mark.parametrize("turn", range(5))
def test_every_field_of_a_client_comes_back(store: Store, alice: Person, case: Case, turn: int) -> None:
    full = filled(Client, turn, **kept(case[0], "id", "code"))
    store.run_here(lambda work: work.caseload(alice.id).save_client(full, "changed", NOW))
    assert store.run_here(lambda work: work.caseload(alice.id).client_by_id(full.id)) == full
    assert store.run_here(lambda work: work.caseload(alice.id).client(full.code)) == full


def test_every_field_can_be_emptied_again(store: Store, alice: Person, case: Case) -> None:
    client, referral = case
    full = filled(Client, **kept(client, "id", "code")), filled(Referral, **kept(referral, *OF_ITS_MAKING))
    for a_client, a_referral in (full, case):
        store.run_here(lambda work, one=a_client: work.caseload(alice.id).save_client(one, "changed", NOW))  # type: ignore[misc] # mypy cannot infer a lambda's defaults
        store.run_here(lambda work, one=a_referral: work.caseload(alice.id).save(one, "changed", NOW))  # type: ignore[misc]
    assert store.run_here(lambda work: work.caseload(alice.id).client_by_id(client.id)) == client
    back = store.run_here(lambda work: work.caseload(alice.id).referral(referral.id))
    assert back == replace(referral, version=referral.version + 2)


def test_every_field_of_a_service_comes_back(store: Store, case: Case) -> None:
    full = filled(Service, id=case[1].service.id)
    store.run_here(lambda work: work.directory.amend(full))
    assert store.run_here(lambda work: work.directory.service(full.id)) == full


def test_when_to_come_back_is_written_and_nothing_else(store: Store, alice: Person, case: Case) -> None:
    """The bot moves two instants; what else the rules have of the client in hand is a person's to save."""
    full = filled(Client, **kept(case[0], "id", "code"))
    store.run_here(lambda work: work.caseload(alice.id).move_client(full))
    moved = replace(case[0], check_at=full.check_at, safety=Safety(return_at=full.safety.return_at))
    assert store.run_here(lambda work: work.caseload(alice.id).client_by_id(full.id)) == moved
    assert [one.kind for one in store.run_here(lambda work: work.caseload(alice.id).history(full.id))] == ["suggested"]


def test_nothing_is_left_empty_by_what_fills() -> None:
    """Else the tests above would find what is lost to be as it was."""
    for full, empty in (
        (filled(Client, id=1, code="C7"), Client(id=1, code="C7")),
        (filled(Safety), Safety()),
    ):
        assert [field.name for field in fields(full) if getattr(full, field.name) == getattr(empty, field.name)] in (
            ["id", "code"],
            [],
        )
    assert filled(Referral, service=told(7)).readings != filled(Referral, 1, service=told(7)).readings


@pytest.mark.parametrize(("kind", "names"), [(Readiness, ("value", "guess")), (Safety, ("level", "kind"))])
def test_what_has_something_to_check_or_more_fields_is_not_made_past_its_constructor(
    kind: type[Any], names: tuple[str, ...]
) -> None:
    with pytest.raises(TypeError, match="is not made of"):
        maker(kind, *names)
