"""Updates offered to one bot for a while, and what came of each: how soon it was answered, and whether in its turn."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import cycle
from typing import Any

from bench.load.account import Account

_PATIENCE_SECONDS = 30.0  # without any answer, after which what is open counts as lost
_AFTER_SECONDS = 0.1  # in which an answer said twice would still come


@dataclass(frozen=True, slots=True)
class Asked:
    """What is offered, for how long.

    `lines` are typed in each chat in turn, each with words that its answer must hold. With `window` so many are open at
    any time, spread over the first chats; with `rate` so many come in a second on average, drawn from `seed`, whatever
    is open. `delay` (seconds) is added to each answer that the bot waits for.
    """

    chats: list[int]
    lines: list[tuple[str, str]]
    seconds: float
    window: int = 0
    rate: float = 0
    delay: float = 0
    seed: int = 1

    def __post_init__(self) -> None:
        if not self.rate and not self.window:
            raise ValueError("either a window or a rate")


@dataclass(slots=True)
class Heard:
    """Of those `offered`, all were answered within `seconds` but the `lost`; answers `out_of_turn` in their chat, and
    messages that answered nothing.

    `latencies` in seconds, from the instant Telegram had the update. `share` is the part of one core that this end used
    meanwhile.
    """

    seconds: float = 0
    offered: int = 0
    lost: int = 0
    out_of_turn: int = 0
    unexpected: int = 0
    share: float = 0
    latencies: list[float] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Offering:
    """One at a time for each account; where each chat is in the lines is kept from one to the next in `places`."""

    def __init__(self, account: Account, asked: Asked, places: dict[int, int]) -> None:
        self._account = account
        self._asked = asked
        self._places = places
        self._open: dict[int, deque[tuple[str, float]]] = {chat: deque() for chat in asked.chats}
        self._opened = 0
        self._offering = True
        self._last = 0.0
        self._done = asyncio.Event()
        self.heard = Heard()

    async def go(self) -> Heard:
        """Returns once each update is answered, or nothing more comes."""
        asked, account, heard = self._asked, self._account, self.heard
        account.delay, account.heard = asked.delay, self._answered
        used, began = time.process_time(), time.perf_counter()
        self._last = began
        if asked.rate:
            await self._at_its_rate(began)
        else:
            self._fill_window()
            await asyncio.sleep(asked.seconds)
        self._offering = False
        await self._answered_all()
        heard.share = (time.process_time() - used) / (time.perf_counter() - began)
        heard.seconds, heard.lost = self._last - began, self._opened
        await asyncio.sleep(_AFTER_SECONDS)
        return heard

    def _fill_window(self) -> None:
        chats = self._asked.chats
        for number in range(self._asked.window):
            self._offer(chats[number % len(chats)])

    async def _at_its_rate(self, began: float) -> None:
        for at, chat in self._arrivals(began):
            wait = at - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            self._offer(chat, at)

    def _arrivals(self, began: float) -> Iterator[tuple[float, int]]:
        drawn, at = random.Random(self._asked.seed), began
        for chat in cycle(self._asked.chats):
            at += drawn.expovariate(self._asked.rate)
            if at >= began + self._asked.seconds:
                return
            yield at, chat

    def _offer(self, chat: int, at: float | None = None) -> None:
        place = self._places.get(chat, 0)
        self._places[chat] = place + 1
        line, answer = self._asked.lines[place % len(self._asked.lines)]
        self._open[chat].append((answer, at or time.perf_counter()))
        self._opened += 1
        self.heard.offered += 1
        self._account.offer(chat, line)

    def _answered(self, chat: int, text: str) -> None:
        waiting = self._open.get(chat, deque())
        found = next((place for place, (answer, _) in enumerate(waiting) if answer in text), None)
        if found is None:
            self.heard.unexpected += 1
            return
        self.heard.out_of_turn += found > 0
        now, offered_at = time.perf_counter(), waiting[found][1]
        del waiting[found]
        self._opened -= 1
        self._last = now
        self.heard.latencies.append(now - offered_at)
        if self._offering and self._asked.window:
            self._offer(chat)
        elif not self._opened:
            self._done.set()

    async def _answered_all(self) -> None:
        while self._opened and time.perf_counter() - self._last < _PATIENCE_SECONDS:
            self._done.clear()
            try:
                async with asyncio.timeout(min(1.0, _PATIENCE_SECONDS)):
                    await self._done.wait()
            except TimeoutError:
                continue
