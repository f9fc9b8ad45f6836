"""A practice of thousands, and a leader that stands still in the middle of its busiest minute."""

from __future__ import annotations

import signal
from collections import Counter

import httpx
import pytest
from sqlalchemy import Engine

from tests.e2e.house import ANA, TOKEN, House
from tests.faults.crowd import multiply
from tests.faults.replicas import Replicas
from tests.storage.practice import raw

PEOPLE = 1250
CLIENTS = 4
IN_FLIGHT = 64  # as many as one claim takes
SLOTS = ("10am", "11am", "1pm", "2pm")
_DUE = "due_at <= '2026-12-01 20:30:00+00'"


class Sent:
    """The messages that Telegram took since this was made, by chat."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._calls: list[dict[str, object]] = []
        self._after = max((call["n"] for call in house.calls()), default=0)

    def by_chat(self) -> Counter[int]:
        new = self._house.control.get("calls", params={"after": self._after}).json()["calls"]
        self._after = max((call["n"] for call in new), default=self._after)
        self._calls += [call for call in new if call["method"] == "sendMessage" and call["status"] == 200]
        return Counter(int(call["params"]["chat_id"]) for call in self._calls)  # type: ignore[index] # JSON


def grow(house: House, engine: Engine) -> list[int]:
    """A therapist with four clients, and as many like her as make a practice of thousands; returns their chats."""
    house.start_and_come_aboard()
    house.move(to="2026-11-26T12:00:00-05:00", jump=True)
    for number, slot in enumerate(SLOTS, 1):
        house.say(f"C{number} dbt")
        house.say(f"C{number} tue {slot} weekly")
    house.stop()
    for user in range(ANA + 1, ANA + PEOPLE):
        house.say("hello", user, wait=False)  # or Telegram knows no such chat
    httpx.post(f"{house.address}/bot{TOKEN}/deleteWebhook", json={"drop_pending_updates": True}).raise_for_status()
    return multiply(engine, ANA, PEOPLE - 1)


@pytest.mark.parametrize("backend", ["postgresql"])
@pytest.mark.timeout(900)
def test_ten_thousand_due_nudges_while_the_leader_stands_still(house: House, engine: Engine) -> None:
    """Pass: each of ten thousand due nudges is said, in one message to each therapist; only what was in flight when the
    first leader was stopped may stand twice.
    """
    everybody = grow(house, engine)
    replicas = Replicas(house, 2, webhook=False)
    try:
        replicas.start(0)
        replicas.start(1)
        first = replicas.leader()
        sent = Sent(house)
        (due,) = raw(engine, f"SELECT count(*) FROM nudge WHERE state = 'planned' AND {_DUE}")  # noqa: S608 - ours
        house.move(to="2026-12-01T15:30:00-05:00", jump=True, wait=False)
        house.until(lambda: sent.by_chat().total() > PEOPLE // 10, 300)
        replicas.send(first, signal.SIGSTOP)
        house.until(lambda: replicas.leader() != first, 60)
        house.until(lambda: sent.by_chat().total() > PEOPLE // 3, 300)
        replicas.send(first, signal.SIGCONT)
        house.until(lambda: sent.by_chat().total() >= PEOPLE, 600)
        house.idle(120)
        written = replicas.written(first)
    finally:
        replicas.close()
    said = sent.by_chat()
    assert "not leading any more" in written
    assert due[0] == 10_000
    assert set(said) == set(everybody)
    assert said.total() - PEOPLE <= IN_FLIGHT
    # Of each client's two, the one to bring up before a session that is over by now is not said any more.
    found = raw(engine, f"SELECT state, count(*), count(DISTINCT outbox_id) FROM nudge WHERE {_DUE} GROUP BY state")  # noqa: S608 - ours
    assert [tuple(row) for row in found] == [("sent", CLIENTS * PEOPLE, PEOPLE)]
