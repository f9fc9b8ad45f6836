"""The network cut around each call that changes something: the change counts once, and is shown at most once more."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from tests.e2e.house import House
from tests.faults.oracle import Oracle
from tests.faults.practice import take_in

_NEW_MESSAGES = {"sendMessage", "sendDocument"}


class Deeds:
    """What makes the bot call each method, and the oracle that knows what is to come of it."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._codes = (f"K{number}" for number in count(1))

    def of(self, method: str) -> tuple[Callable[[], None], Callable[[], None]]:
        """What must come before, and the deed."""
        match method:
            case "editMessageText" | "answerCallbackQuery":
                code = next(self._codes)
                return lambda: self._oracle.new_client(code), lambda: self._oracle.undo(code)
            case "sendDocument":
                return self._oracle.offer_export, self._oracle.export
            case "deleteMessage":
                return lambda: None, lambda: self._oracle.phone_number("K1")
            case _:
                return lambda: None, self._two_lines

    def _two_lines(self) -> None:
        """The second is brought by another poll than the first."""
        self._oracle.new_client(next(self._codes))
        self._oracle.house.until(lambda: self._oracle.house.unacknowledged() == 0)
        self._oracle.new_client(next(self._codes))


def all_were_met(house: House) -> bool:
    """Whether no fault is left; forgets those that are."""
    waiting = house.control.post("fault", json={"method": "getFile", "status": 500}).json()["faults"]
    house.fault()
    return bool(waiting == 1)


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("drop", ["before", "midway", "after"])
def test_a_call_cut_off_counts_once_and_is_shown_at_most_once_more(house: House, drop: str) -> None:
    """Passes if the oracle finds everything once; a new message whose answer was lost, and nothing else, stands twice.

    Seven methods, one after the other, each cut once. A menu that did not arrive waits for the next start.
    """
    take_in(house)
    house.fault(method="setMyCommands", drop=drop)
    house.start()
    house.idle(60)
    assert all_were_met(house)
    oracle = Oracle(house)
    deeds, again = Deeds(oracle), 0
    for method in (
        "getUpdates",
        "sendMessage",
        "editMessageText",
        "deleteMessage",
        "sendDocument",
        "answerCallbackQuery",
    ):
        before, deed = deeds.of(method)
        before()
        oracle.settle()
        house.fault(method=method, drop=drop)
        deed()
        oracle.settle()
        assert all_were_met(house), f"{method} was called"
        again += method in _NEW_MESSAGES and drop != "before"
        assert oracle.look(repeats=1) == again, f"{method} cut {drop}"
