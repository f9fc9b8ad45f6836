"""Telegram asks to wait, breaks down, does not answer, or half of the people are gone: the others hear all of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, text

from tests.e2e.house import ANA, House
from tests.faults.between import Between, Passing
from tests.faults.oracle import CHANGES, Oracle
from tests.faults.practice import BEN, PEOPLE, take_in

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
_WAIT = 3  # seconds that Telegram asks for: more than it would wait by itself at first
_MANY = range(1001, 1021)


@pytest.fixture
def between(house: House) -> Iterator[Between]:
    """In front of Telegram."""
    between = Between(house.address)
    house.environment["TELEGRAM_API_URL"] = between.url
    house.program = "tests.faults.dying"
    house.environment["BOUNDARIES"] = str(house.folder)
    yield between
    between.close()


def _started(house: House, people: Any = PEOPLE) -> Oracle:
    take_in(house, people)
    house.start()
    house.idle(60)
    return Oracle(house)


def _error(status: int, description: str, **parameters: int) -> tuple[int, dict[str, Any]]:
    return status, {"ok": False, "error_code": status, "description": description, "parameters": parameters}


def test_a_chat_told_to_wait_waits_and_the_others_go_on(house: House, between: Between) -> None:
    """Passes if no call to a chat comes before its wait is over, and the others' answers come before its own."""
    oracle = _started(house)
    sends: list[tuple[int, int, float]] = []  # chat, status, machine time

    def storm(passing: Passing) -> tuple[int, Any] | None:
        if passing.method not in CHANGES:
            return None
        floods = sum(status == 429 for _, status, _ in sends)
        hit = passing.chat_id == ANA and floods < 2
        sends.append((passing.chat_id, 429 if hit else 200, time.monotonic()))
        return _error(429, "Too Many Requests", retry_after=_WAIT) if hit else None

    between.before = storm
    for number in range(1, 4):
        for user in PEOPLE:
            oracle.new_client(f"K{number}", user)
    oracle.settle()
    oracle.look()
    to_ana = [(status, at) for chat, status, at in sends if chat == ANA]
    assert [status for status, _ in to_ana] == [429] * 2 + [200] * 3
    assert all(at - hit >= _WAIT for (_, hit), (_, at) in pairwise(to_ana[:3]))
    assert {chat for chat, *_ in sends[-3:]} == {ANA}, "the others did not wait with her"


def test_a_telegram_that_breaks_down_is_tried_until_it_answers(house: House) -> None:
    """Passes if everything comes once, in its order, though sends and polls met 500 and 502."""
    oracle = _started(house)
    house.fault(method="sendMessage", status=500, times=3)
    house.fault(method="getUpdates", status=502, times=2)
    house.fault(method="sendMessage", status=502, times=1)
    for number in range(1, 4):
        for user in PEOPLE:
            oracle.new_client(f"K{number}", user)
    oracle.settle()
    oracle.look()


def test_an_answer_that_does_not_come_costs_one_message_twice_and_nobody_else_waits(
    house: House, between: Between
) -> None:
    """Passes if the message whose answer was held back stands twice, nothing else, and others were answered before."""
    house.environment["SECONDS"] = "1"
    oracle = _started(house)
    ends: list[int] = []

    def hold(passing: Passing) -> float:
        if passing.method != "sendMessage":
            return 0.0
        first = passing.chat_id == ANA and ANA not in ends
        ends.append(passing.chat_id)
        return 5.0 if first else 0.0

    between.after = hold
    for user in PEOPLE:
        oracle.new_client("K1", user)
    oracle.settle()
    assert oracle.look(repeats=1) == 1
    assert ends.count(ANA) == 2
    assert ends[-1] == ANA, "the others did not wait with her"


def test_whoever_shut_the_bot_out_is_tried_once_a_message_and_the_others_hear_all(
    house: House, between: Between
) -> None:
    """Passes if ten of twenty get all of theirs, the ten others are marked, and each message is tried once.

    And if she who speaks again is within reach again.
    """
    oracle = _started(house, _MANY)
    for user in _MANY:
        oracle.new_client("K1", user)
        oracle.sessions("K1", "tue 2pm weekly", user)
    oracle.settle()
    oracle.look()
    out = set(_MANY[::2])
    oracle.shut_out = set(out)
    tried: Counter[int] = Counter()

    def shut(passing: Passing) -> tuple[int, Any] | None:
        if passing.method not in CHANGES or passing.chat_id not in out:
            return None
        tried[passing.chat_id] += 1
        return _error(403, "Forbidden: bot was blocked by the user")

    between.before = shut
    for times in (1, 2):  # before the session, and after it
        house.control.post("clock", json={"to": _comes_next(house), "jump": True})
        oracle.settle()
        oracle.look()
        assert tried == dict.fromkeys(out, times)
        assert _marked(house) == out
    out.remove(ANA)
    oracle.new_client("K2", ANA)
    oracle.settle()
    oracle.look()
    assert _marked(house) == out
    assert BEN not in tried


def _comes_next(house: House) -> str:
    return datetime.fromisoformat(house.control.get("clock").json()["next_nudge"]).isoformat()


def _marked(house: House) -> set[int]:
    engine = create_engine(house.environment["DATABASE_URL"], poolclass=NullPool)
    with engine.connect() as connection:
        return set(connection.scalars(text("SELECT telegram_id FROM member WHERE blocked_at IS NOT NULL")))
