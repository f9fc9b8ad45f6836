"""How much of the processor something takes, so measured that a busy machine and a full memory do not count."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import thread_time


def cpu_seconds(run: Callable[[], object], times: int = 5) -> float:
    """The least this thread needed for `run` in so many tries, with nothing collected meanwhile.

    A collection costs what the whole process holds, which after thousands of tests is more than a second.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return min(_once(run) for _ in range(times))
    finally:
        if collecting:
            gc.enable()


def _once(run: Callable[[], object]) -> float:
    begun = thread_time()
    run()
    return thread_time() - begun
