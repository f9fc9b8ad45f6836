"""How many statements a change takes: a fixed number, however many clients the therapist has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, event

from storage.store import Store
from tests.conversation.talk import Practice, Talker

MONDAY = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # 9:00 in New York
FEW, MANY = 3, 25
DAYS = ("mon", "tue", "wed", "thu", "fri")
# Not asked for by the turn: how a transaction begins, and the bell of PostgreSQL.
AROUND = ("PRAGMA", "BEGIN", "NOTIFY")


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(AROUND):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def turn_of(ana: Talker, line: str) -> list[str]:
    """The statements of the turn that takes a line, from its transaction's begin to its end.

    Save the one that moves messages of that day, if any has to make room.
    """
    practice = ana.practice
    (waiting,) = practice.keep({"update_id": practice.next_id(), "message": ana.message(text=line)})
    with statements(practice.store.engine) as asked:
        practice.take(waiting)
    practice.deliver()
    moves = [statement for statement in asked if statement.startswith("UPDATE nudge SET send_at=")]
    assert len(moves) <= 1
    return [statement for statement in asked if statement not in moves]


def therapist(practice: Practice, user_id: int, clients: int) -> Talker:
    """Somebody with so many clients, each with two referrals and a weekly session."""
    talker = practice.person(user_id)
    for number in range(clients):
        talker.say(f"C{number + 7} dbt, housing")
        talker.say(f"C{number + 7} {DAYS[number % 5]} {1 + number // 5}pm weekly")
    return talker


@pytest.fixture
def practice(store: Store) -> Practice:
    return Practice(store, MONDAY)


def test_a_change_takes_the_same_however_many_clients_there_are(practice: Practice) -> None:
    few, many = therapist(practice, 1001, FEW), therapist(practice, 1002, MANY)
    for line, answer, most in (
        ("C7 agreed dbt", "agreed", 31),
        ("C7 psych eval", "noted", 32),
        ("/undo", "Undone", 31),
    ):
        asked = [turn_of(talker, line) for talker in (few, many)]
        assert answer in few.text
        assert answer in many.text
        assert len(asked[0]) == len(asked[1]) <= most, "\n".join(asked[1])


def test_nothing_is_asked_that_does_nothing(practice: Practice) -> None:
    """No list of ids that is empty, and nothing planned anew that stays as it is."""
    ana = therapist(practice, 1001, FEW)
    turn_of(ana, "C7 agreed dbt")
    again = turn_of(ana, "C7 ready 7 for dbt")
    assert "7" in ana.text
    assert [asked for asked in again if "1!=1" in asked or "1 != 1" in asked] == []
    assert [asked for asked in again if asked.startswith(("DELETE", "INSERT INTO nudge", "UPDATE nudge"))] == []
