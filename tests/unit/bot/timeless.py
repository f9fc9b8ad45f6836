"""Machine time without waiting: a loop whose clock jumps to the next timer."""

from __future__ import annotations

import asyncio
import gc
import selectors
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec

from bot.warming import import_all

P = ParamSpec("P")


class _Jumping(selectors.SelectSelector):
    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise AssertionError("everything waits, and nothing is to come")
        self.now += max(timeout, 0.0)
        return super().select(0)


class TimelessLoop(asyncio.SelectorEventLoop):
    """Sleeps take no time. Nothing outside the loop may be waited for: no threads, no sockets."""

    def __init__(self) -> None:
        import_all()  # else a thread would
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now

    def stand_still(self, seconds: float) -> None:
        self._jumping.now += seconds


def timeless(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Runs an async test on a loop of its own that never waits; a task that fails unheard fails the test."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        unheard: list[dict[str, Any]] = []
        with asyncio.Runner(loop_factory=TimelessLoop) as runner:
            runner.get_loop().set_exception_handler(lambda _loop, context: unheard.append(context))
            runner.run(test(*args, **kwargs))
            gc.collect(1)  # the young, where the tasks of this test are
        assert unheard == []

    return run


def machine_time() -> float:
    """The running loop's clock, in seconds."""
    return asyncio.get_running_loop().time()


def stand_still(seconds: float) -> None:
    """The running timeless loop does nothing for so long, as when its process is stopped; then all that fell due is."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, TimelessLoop)
    loop.stand_still(seconds)
