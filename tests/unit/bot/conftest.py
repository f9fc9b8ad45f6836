"""A Telegram without a network, a clock that stands, and a founded practice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from bot.turn import Handler
from referrals.client import Client
from referrals.model import Referral
from storage.person import Person
from storage.store import Store
from tests.storage.practice import ALICE_CHAT, founded, joined, logged
from tests.unit.bot.fakes import FakeTelegram, NearStore, StoppedClock
from tests.unit.bot.house import House
from tests.unit.bot.post import Post


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def near(engine: Engine) -> Iterator[NearStore]:
    """The memory over a fresh database, without threads."""
    store = NearStore(engine)
    yield store
    store.close()


@pytest.fixture
def alice(store: Store) -> Person:
    founded(store)
    return joined(store, ALICE_CHAT)


@pytest.fixture
def case(store: Store, alice: Person) -> tuple[Client, Referral]:
    """Alice's client C7 and the psychiatric evaluation she recommended."""
    return logged(store, alice)


@pytest.fixture
def post(near: NearStore, telegram: FakeTelegram, clock: StoppedClock) -> Post:
    return Post(near, telegram, clock)


@pytest.fixture
def house(near: NearStore, telegram: FakeTelegram, engine: Engine, alice: Person) -> House:  # noqa: ARG001 - she is in it
    return House(near, telegram, engine)


@pytest.fixture
def route(monkeypatch: pytest.MonkeyPatch) -> Callable[[Handler], None]:
    """Makes one handler the only one."""

    def only(handler: Handler) -> None:
        monkeypatch.setattr("bot.turns.route", lambda _update: handler)

    return only
