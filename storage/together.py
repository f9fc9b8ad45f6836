"""Batch after batch, each of what came while the last was under way, and the answer where the bell was rung.

A file is written so, by one thread. A server's units go beside each other, and only answers to the bell come this way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import Any, TypeVar

from storage.batch import Answer, Outcome, Outcomes, Work

T = TypeVar("T")
Run = Callable[[Sequence[Work[Any]], Work[Any] | None, bool], Outcomes]

MOST = 32  # units to a commit: the first of them waits for the last


class Together:
    """Collects what comes while a batch is under way, and runs it as the next one."""

    def __init__(self, thread: Executor, run: Run) -> None:
        """`run` is called in `thread`, and never twice at a time: with the units, the answer's and whether it rang."""
        self._thread = thread
        self._run = run
        self._waiting: list[tuple[Work[Any], asyncio.Future[Any]]] = []
        self._rung = False
        self._answering = False
        self._busy = False
        self._closed = False
        self.answer: Answer[Any] | None = None

    async def run(self, work: Work[T]) -> T:
        """What the work returns, once it is committed; raises what it raises, and RuntimeError once this is closed."""
        if self._closed:
            raise RuntimeError("the store was closed")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, future))
        if not self._busy:
            self._begin()
        return await future

    def ring(self) -> None:
        """The next batch ends with the answer, whatever is in it."""
        self._rung = not self._closed
        if not self._busy:
            self._begin()

    @property
    def ringing(self) -> bool:
        """Whether this rang, and the answer is still to come."""
        return self._rung or self._answering

    def close(self) -> None:
        """What waits never begins, and nothing is taken any more."""
        self._closed, self._rung = True, False
        for _, future in self._waiting:
            future.cancel()

    def _begin(self) -> None:
        wanted = [(work, future) for work, future in self._waiting if not future.cancelled()]
        batch, self._waiting = wanted[:MOST], wanted[MOST:]
        answer, rung, self._rung = self.answer, self._rung, False
        self._answering = rung and answer is not None
        if not batch and not self._answering:
            return
        self._busy = True
        works = [work for work, _ in batch]
        ran = asyncio.get_running_loop().run_in_executor(
            self._thread, self._run, works, answer.work if answer else None, rung
        )
        ran.add_done_callback(partial(self._ended, [future for _, future in batch], answer))

    def _ended(
        self, futures: Sequence[asyncio.Future[Any]], answer: Answer[Any] | None, ran: asyncio.Future[Outcomes]
    ) -> None:
        outcomes = [] if ran.cancelled() else _of_each(ran, len(futures) + self._answering)
        try:
            if answer is not None and len(outcomes) > len(futures):
                answer.told(outcomes[-1])  # before the next batch begins, whose answer may depend on it
        finally:
            self._busy = False
            self._begin()
            _resolve(futures, outcomes)


def _resolve(futures: Sequence[asyncio.Future[Any]], outcomes: Outcomes) -> None:
    """All are told of theirs; without any this never began, for the store was closed."""
    if not outcomes:
        for future in futures:
            future.cancel()
    for future, outcome in zip(futures, outcomes, strict=False):  # nobody waits for the answer's
        if future.cancelled():
            continue
        if outcome.error is not None:
            future.set_exception(outcome.error)
        else:
            future.set_result(outcome.result)


def _of_each(ran: asyncio.Future[Outcomes], units: int) -> Outcomes:
    """As many as there are, where the thread raised."""
    error = ran.exception()  # of all: not even a transaction could be tried, as on a file that is damaged
    return ran.result() if error is None else [Outcome(error=error)] * units
