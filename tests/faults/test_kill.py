"""kill -9 at every boundary, on both databases: what was typed counts exactly once, and is answered in its order."""

from __future__ import annotations

from random import Random

import pytest

from tests.e2e.house import House
from tests.faults.boundaries import BOUNDARIES, passed_in
from tests.faults.killing import Killing, passing_of

_SEED = 7
_CHAINS = 4
# Once, as they are cheap and lead nowhere.
_HARMLESS = {f"{when} {method}" for method in ("getMe", "deleteWebhook") for when in ("before", "after")}


def _chains() -> list[list[tuple[str, int]]]:
    """Every boundary once, each with a passing at which to die, in as many runs."""
    random = Random(_SEED)
    shuffled = random.sample(BOUNDARIES, len(BOUNDARIES))
    return [[(one, passing_of(one, random)) for one in shuffled[start::_CHAINS]] for start in range(_CHAINS)]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("backend", "kills"), list(zip(["sqlite", "postgresql"] * 2, _chains(), strict=True)))
def test_a_kill_at_any_boundary_loses_nothing_and_doubles_nothing(house: House, kills: list[tuple[str, int]]) -> None:
    """Passes if after each kill the oracle finds everything once, said again at most what was in flight.

    And if the process died, which it does only at a boundary that is passed: so none of the names is out of date.
    """
    killing = Killing(house)
    for boundary, passing in kills:
        killing.die(boundary, passing)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_run_passes_every_boundary_and_calls_nothing_else(house: House) -> None:
    """Passes if an undisturbed run meets exactly the boundaries of the list: a new call to Telegram belongs there."""
    killing = Killing(house)
    killing.live()
    assert set(passed_in(house.folder / "passed")) == {*BOUNDARIES, *_HARMLESS}
