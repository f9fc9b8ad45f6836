"""How fast messages may go: one by one on the machine's clock, so that no burst follows a pause, nor a standstill."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable

OVERALL_PER_SECOND = 29
MOST_IN_A_SECOND = 30
CHAT_SECONDS = 1.0
_A_SECOND = 1.001  # a little more, so that it is one by another's clock as well
_FORGET_ABOVE = 10_000


class Pacer:
    """Holds each message back until it may go, overall and to its chat. `machine_time` counts seconds."""

    def __init__(self, machine_time: Callable[[], float] = time.monotonic) -> None:
        self._time = machine_time
        self._next = 0.0
        self._next_in_chat: dict[int, float] = {}
        self._went: deque[float] = deque(maxlen=MOST_IN_A_SECOND)

    async def wait(self, chat_id: int, *, new_message: bool) -> None:
        """Returns when the message may go.

        Telegram's limit per chat counts new messages; edits and deletions only the overall one. A message held back by
        its chat takes its place overall only then, or those held back would later go out beside the others.
        """
        while new_message and (ready := self._next_in_chat.get(chat_id, 0.0)) > self._time():
            await self._until(ready)
        now = self._time()
        at = max(now, self._next)
        self._next = at + 1 / OVERALL_PER_SECOND
        if new_message:
            self._next_in_chat[chat_id] = at + CHAT_SECONDS
            self._forget(now)
        await self._until(at)
        await self._not_too_many()

    async def _not_too_many(self) -> None:
        """While the process stood still, many places came and went; their messages do not go all at once."""
        while len(self._went) == MOST_IN_A_SECOND and (free := self._went[0] + _A_SECOND) > self._time():
            await self._until(free)
        self._went.append(self._time())

    async def _until(self, at: float) -> None:
        if (wait := at - self._time()) > 0:
            await asyncio.sleep(wait)

    def _forget(self, now: float) -> None:
        if len(self._next_in_chat) > _FORGET_ABOVE:
            self._next_in_chat = {chat: at for chat, at in self._next_in_chat.items() if at > now}


class NoPacer(Pacer):
    """For a sandbox on this machine, where there is nobody to be considerate of."""

    async def wait(self, chat_id: int, *, new_message: bool) -> None:
        """Returns at once."""
