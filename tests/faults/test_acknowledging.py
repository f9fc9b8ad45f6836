"""Telegram hears that an update arrived only once it is committed: then it may forget it, and nobody else has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import NullPool, create_engine, text

from tests.e2e.house import House, free_port
from tests.faults.between import Between, Passing
from tests.faults.oracle import Oracle
from tests.faults.practice import PEOPLE, take_in

_SECRET = "the-secret-of-the-webhook"  # pragma: allowlist secret


class Heard:
    """What Telegram was told, and what the database did not hold at that moment."""

    def __init__(self, house: House) -> None:
        self.oracle = Oracle(house)
        self.acknowledged: set[int] = set()
        self.too_early: set[int] = set()

    def polled(self, passing: Passing) -> None:
        """An offset acknowledges all below it."""
        if passing.method == "getUpdates" and (offset := int(passing.query.get("offset", 0))):
            self._told({number for number in self.typed() if number < offset})

    def knocked(self, passing: Passing) -> float:
        """200 acknowledges what was brought."""
        if passing.status == 200:
            self._told({passing.update_id})
        return 0.0

    def typed(self) -> set[int]:
        return {number for chat in self.oracle.chats.values() for number in chat.updates}

    def _told(self, numbers: set[int]) -> None:
        self.acknowledged |= numbers
        self.too_early |= numbers - self.oracle.committed()


@contextmanager
def refusing(house: House) -> Iterator[None]:
    """The database takes no update in: another connection holds it."""
    url = house.environment["DATABASE_URL"]
    locking = "BEGIN IMMEDIATE" if url.startswith("sqlite") else "LOCK TABLE inbox IN EXCLUSIVE MODE"
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(locking))
        yield
        connection.rollback()


@pytest.fixture(params=["polling", "webhook"])
def heard(house: House, request: pytest.FixtureRequest) -> Iterator[Heard]:
    """A bot that can be killed, behind a proxy by which each of its acknowledgements is looked at."""
    house.program = "tests.faults.dying"
    house.environment["BOUNDARIES"] = str(house.folder)
    take_in(house)
    if request.param == "polling":
        between = Between(house.address)
        house.environment["TELEGRAM_API_URL"] = between.url
    else:
        port = free_port()
        between = Between(f"http://127.0.0.1:{port}")
        knocked = {"WEBHOOK_URL": f"{between.url}/hook", "WEBHOOK_SECRET": _SECRET, "HTTP_PORT": str(port)}
        house.environment |= knocked
    house.start()
    house.idle(60)
    heard = Heard(house)
    if request.param == "polling":
        between.before = heard.polled
    else:
        between.after = heard.knocked
    yield heard
    between.close()


def test_nothing_is_acknowledged_before_it_is_committed(house: House, heard: Heard) -> None:
    """Passes if at no acknowledgement an update was missing: in a burst, while the database refuses it, over a kill."""
    oracle = heard.oracle
    for number in range(1, 6):
        for user in PEOPLE:
            oracle.new_client(f"K{number}", user)
    oracle.settle()
    with refusing(house):
        for user in PEOPLE:
            oracle.new_client("K6", user)
        house.until(lambda: "inbox out of reach" in house.log.read_text())
    oracle.settle()
    (house.folder / "orders").write_text("before commit of keeping#1")
    for user in PEOPLE:
        oracle.new_client("K7", user)
    assert house.bot is not None
    house.bot.wait(timeout=20)
    house.bot = None
    (house.folder / "orders").write_text("")
    assert house.unacknowledged() == len(PEOPLE), "what was not committed is still Telegram's to bring"
    house.start()
    oracle.settle()
    oracle.look()
    assert heard.too_early == set()
    assert heard.acknowledged == heard.typed()
