"""The people every storage test speaks of."""

from __future__ import annotations

import pytest

from referrals.client import Client
from referrals.model import Referral
from storage.person import Person
from storage.store import Store
from tests.storage.practice import ALICE_CHAT, BOB_CHAT, founded, joined, logged


@pytest.fixture
def alice(store: Store) -> Person:
    founded(store)
    return joined(store, ALICE_CHAT)


@pytest.fixture
def bob(store: Store, alice: Person) -> Person:  # noqa: ARG001 - he comes to a practice that she is in
    return joined(store, BOB_CHAT)


@pytest.fixture
def case(store: Store, alice: Person) -> tuple[Client, Referral]:
    """Alice's client C7 and the psychiatric evaluation she recommended."""
    return logged(store, alice)
