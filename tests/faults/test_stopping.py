"""SIGTERM, as a service manager sends it: out within ten seconds, and whoever starts next finds all of it."""

from __future__ import annotations

import time

import pytest

from tests.e2e.house import House
from tests.faults.oracle import Oracle
from tests.faults.practice import PEOPLE, take_in
from tests.faults.test_acknowledging import refusing

GRACE_SECONDS = 10  # what Docker gives


@pytest.fixture
def oracle(house: House) -> Oracle:
    take_in(house)
    house.start()
    house.idle(60)
    return Oracle(house)


def _burst(oracle: Oracle, first: int, lines: int = 8) -> None:
    for number in range(first, first + lines):
        for user in PEOPLE:
            oracle.new_client(f"K{number}", user)


def _stop(house: House) -> float:
    """How many seconds it took."""
    began = time.monotonic()
    assert house.stop() == 0
    return time.monotonic() - began


def test_told_to_stop_in_a_burst_it_ends_in_time_and_says_nothing_twice(house: House, oracle: Oracle) -> None:
    """Passes if it ends in its grace with code 0, and after the next start all is there once and nothing twice."""
    _burst(oracle, 1)
    house.until(lambda: len(house.said()) > 2)
    took = _stop(house)
    house.start()
    oracle.settle()
    oracle.look()
    assert took < GRACE_SECONDS


def test_told_to_stop_while_turns_wait_for_the_database_it_ends_in_time(house: House, oracle: Oracle) -> None:
    """Passes if it ends in its grace with code 0 although the database lets nothing through, and nothing is lost.

    What was being sent when the database went away cannot be noted, so that may be said again.
    """
    _burst(oracle, 1)
    house.until(lambda: len(house.said()) > 2)
    with refusing(house):
        _burst(oracle, 9, 1)
        house.until(lambda: "out of reach" in house.log.read_text() or "waits for" in house.log.read_text())
        took = _stop(house)
        oracle.died()
    house.start()
    oracle.settle()
    oracle.look()
    assert took < GRACE_SECONDS
