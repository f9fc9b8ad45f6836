"""Where a process may die: before and after each commit, and before and after each call to Telegram.

The product knows nothing of this. `watch` puts itself around the two doors through which everything goes, counts what
passes, and kills the process where a file says so.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import Any, TypeVar

from bot.request import AiohttpRequest
from storage.batch import Work
from storage.store import Store
from storage.work import UnitOfWork

T = TypeVar("T")

# Units of work by the name of what is run; a test holds that each is still passed.
_UNITS = {
    "Intake._poll.<locals>.<lambda>": "keeping",
    "Webhook._keep.<locals>.<lambda>": "keeping",
    "take_turn": "a turn",
    "Claims._claim": "claiming",
    "_note_sent": "a fate",
    "write_fate": "a fate",
    "nudge_once": "a nudge",
    "alert_once": "an alert",
    "_beat": "leading",
}
_METHODS = (
    "getUpdates",
    "sendMessage",
    "editMessageText",
    "deleteMessage",
    "sendDocument",
    "answerCallbackQuery",
    "setMyCommands",
)
_COMMITS = [f"{when} commit of {unit}" for unit in dict.fromkeys(_UNITS.values()) for when in ("before", "after")]
_CALLS = [f"{when} {method}" for method in _METHODS for when in ("before", "after")]
BOUNDARIES = (*_COMMITS, *_CALLS)


class Watch:
    """Reads in `orders` where to die: a boundary and at which passing from then on. Notes in `passed` what was met."""

    def __init__(self, orders: Path, passed: Path) -> None:
        self._orders = orders
        self._passed = passed
        self._order = ""
        self._count = 0
        self._seen: set[str] = set()

    def passing(self, boundary: str) -> None:
        """May not return."""
        if boundary not in self._seen:
            self._seen.add(boundary)
            with self._passed.open("a") as file:
                file.write(f"{boundary}\n")
        order = self._orders.read_text() if self._orders.exists() else ""
        if order != self._order:
            self._order, self._count = order, 0
        where, _, number = order.partition("#")
        if where != boundary:
            return
        self._count += 1
        if self._count == int(number):
            os.kill(os.getpid(), signal.SIGKILL)


def watch(orders: Path, passed: Path) -> None:
    """From now on in this process."""
    watching = Watch(orders, passed)
    Store.run_all_here = _around_commits(Store.run_all_here, watching)  # type: ignore[method-assign]
    AiohttpRequest.do_request = _around_calls(AiohttpRequest.do_request, watching)  # type: ignore[method-assign]


def passed_in(passed: Path) -> Counter[str]:
    """Which boundaries processes have met, and how many of them did."""
    return Counter(passed.read_text().splitlines())


def _around_commits(run_all_here: Callable[..., Any], watching: Watch) -> Callable[..., Any]:
    @wraps(run_all_here)
    def run(store: Store, works: Sequence[Work[Any]], answer: Work[Any] | None = None, rung: bool = False) -> Any:
        watched = [_before_its_commit(work, watching) for work in works]
        outcomes = run_all_here(store, watched, _before_its_commit(answer, watching) if answer else None, rung)
        units = [*works, answer] if answer and len(outcomes) > len(works) else works
        for work, outcome in zip(units, outcomes, strict=True):
            unit = _UNITS.get(_name(work))
            if unit is not None and outcome.error is None and _did_something(outcome.result):
                watching.passing(f"after commit of {unit}")
        return outcomes

    return run


def _before_its_commit(work: Callable[[UnitOfWork], T], watching: Watch) -> Callable[[UnitOfWork], T]:
    unit = _UNITS.get(_name(work))

    def watched(unit_of_work: UnitOfWork) -> T:
        result = work(unit_of_work)
        if unit is not None and _did_something(result):
            unit_of_work._session.flush()  # all is written, and only the commit is left
            watching.passing(f"before commit of {unit}")
        return result

    return watched


def _around_calls(do_request: Callable[..., Any], watching: Watch) -> Callable[..., Any]:
    @wraps(do_request)
    async def run(request: AiohttpRequest, url: str, *arguments: Any, **named: Any) -> Any:
        method = url.partition("?")[0].rpartition("/")[2]
        watching.passing(f"before {method}")
        answer = await do_request(request, url, *arguments, **named)
        watching.passing(f"after {method}")
        return answer

    return run


def _name(work: Any) -> str:
    """What is run, under whatever it was wrapped in."""
    while isinstance(work, partial):
        work = work.func
    name: str = work.__qualname__
    if name == "Ticks._led.<locals>.work":
        inner = dict(zip(work.__code__.co_freevars, work.__closure__, strict=True))
        return _name(inner["once"].cell_contents)
    return name


def _did_something(result: object) -> bool:
    """A look that finds nothing to do is no boundary."""
    return result is None or bool(result)
