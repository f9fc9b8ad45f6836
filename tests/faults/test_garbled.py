"""The real process: mutated updates, and some that are no JSON at all, amid lines that are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, text

from tests.e2e.house import ANA, House
from tests.faults.garbling import MARKS, GarblingWire
from tests.faults.mutations import Mutations, Raw
from tests.faults.practice import BEN, take_in

STRANGER = 9_001  # whose updates are mutated
MUTATED, EACH = 240, 30
_STATES = "SELECT update_id, state FROM inbox"


@pytest.fixture
def wired(house: House) -> Iterator[House]:
    """Ana and Ben at work, on a wire that garbles."""
    wire = GarblingWire(house.address)
    house.environment["TELEGRAM_API_URL"] = wire.url
    take_in(house, [ANA, BEN])
    house.start()
    house.idle(60)
    yield house
    house.close()
    wire.close()


def test_what_is_garbled_is_set_aside_and_whatever_stands_beside_it_is_answered(wired: House) -> None:
    """Passes if every line beside them is answered once and in order, in the process that began.

    And if what cannot be parsed was set aside by its id, without being fetched again and again.
    """
    garbled = [_hand_over(wired, _line(f"{mark.decode()} hello")) for mark in MARKS]
    mutations, lines = Mutations(seed=4, user=STRANGER, other=ANA), 0
    for number, raw in enumerate(mutations.drawn([_line("C7 dbt"), _tap(), _line("/help")], MUTATED)):
        if isinstance(raw, dict):
            _hand_over(wired, raw)
        if number % EACH == 0:
            lines += 1
            wired.say(f"C{lines} dbt", ANA, wait=False)
            wired.say(f"C{lines} dbt", BEN, wait=False)
            mark = list(MARKS)[lines % len(MARKS)]
            garbled.append(_hand_over(wired, _line(f"{mark.decode()} hello")))
    wired.idle(100)
    for user in (ANA, BEN):
        answered = [said.split()[0] for said in wired.said(user) if "is new to me" in said]
        assert answered == [f"C{number}" for number in range(1, lines + 1)]
    states = _states(wired)
    assert set(states.values()) <= {"done", "quarantined"}
    assert {states[number] for number in garbled if number is not None} == {"quarantined"}
    assert wired.polls() < 2 * MUTATED, "nothing is fetched for ever"
    assert wired.bot is not None
    assert wired.bot.poll() is None, "it did not end"


def _line(words: str) -> Raw:
    who = {"id": STRANGER, "is_bot": False, "first_name": "Somebody"}
    chat = {"id": STRANGER, "type": "private", "first_name": "Somebody"}
    return {
        "message": {"message_id": 5, "date": 1_795_000_000, "chat": chat, "from": who, "text": words},
        "update_id": 1,
    }


def _tap() -> Raw:
    message = _line("a card")["message"]
    query = {"id": "77", "from": message["from"], "chat_instance": "1", "data": "undo:1", "message": message}
    return {"callback_query": query, "update_id": 1}


def _hand_over(house: House, raw: Raw) -> int | None:
    """Its id; None for what not even the sandbox can take."""
    told: dict[str, Any] = {"update": raw, "unchecked": True}
    try:
        body = json.dumps(told, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return None
    answer = house.control.post("update", content=body)
    return int(answer.json()["update_id"]) if answer.status_code == 200 else None


def _states(house: House) -> dict[int, str]:
    engine = create_engine(house.environment["DATABASE_URL"], poolclass=NullPool)
    with engine.connect() as connection:
        return {row.update_id: row.state for row in connection.execute(text(_STATES))}
