"""The database out of reach: nothing is acknowledged, nothing is lost, and who is known hears one line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.wording.trouble import OUTAGE
from tests.e2e.house import House

sqlite_only = pytest.mark.parametrize("backend", ["sqlite"])


@contextmanager
def locked(house: House) -> Iterator[None]:
    """Another process holds the write lock."""
    connection = sqlite3.connect(house.environment["DATABASE_URL"].split("///", 1)[1], isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


@sqlite_only
def test_a_locked_database_loses_no_line_and_is_said_once(house: House) -> None:
    house.start_and_come_aboard()
    with locked(house):
        for number in range(1, 6):
            house.say(f"C{number} dbt", wait=False)
        house.until(lambda: OUTAGE in house.said())
        polled = house.polls()
        house.until(lambda: house.polls() >= polled + 1)
        assert house.unacknowledged() == 5
    house.idle(60)
    house.say("/status")
    assert "Open 5 " in house.said()[-1]
    assert house.said().count(OUTAGE) == 1


@sqlite_only
def test_a_stranger_hears_nothing_of_an_outage(house: House) -> None:
    house.start_and_come_aboard()
    with locked(house):
        house.say("hello", 6, wait=False)
        house.say("C1 dbt", wait=False)
        house.until(lambda: OUTAGE in house.said())
        assert house.said(6) == []
    house.idle(60)
    assert len(house.said(6)) == 1
