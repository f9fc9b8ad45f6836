"""One lane a chat: what a person did is handled in the order she did it, while other chats go on beside it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

import structlog

from storage.inbox import Waiting

log = structlog.get_logger()

_FULL = 1000  # waiting updates above which no more are fetched; Telegram is the better place to keep them


class Lanes:
    """Hands each waiting update to `handle`, in order within a chat."""

    def __init__(self, handle: Callable[[Waiting], Awaitable[None]]) -> None:
        self._handle = handle
        self._queues: dict[int, deque[Waiting]] = {}
        self._here: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._room = asyncio.Event()
        self._room.set()
        self.pending = 0

    def put(self, waiting: Iterable[Waiting]) -> None:
        """Takes updates in, each into the lane of its chat; one that is in it already is passed over."""
        for item in waiting:
            if item.id in self._here:
                continue
            self._here.add(item.id)
            self.pending += 1
            if self.pending > _FULL:
                self._room.clear()
            if item.chat_id in self._queues:
                self._queues[item.chat_id].append(item)
                continue
            self._queues[item.chat_id] = deque([item])
            task = asyncio.create_task(self._run(item.chat_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    @property
    def full(self) -> bool:
        """Whether there is no room for more."""
        return not self._room.is_set()

    async def room(self) -> None:
        """Returns once there is room for more."""
        await self._room.wait()

    async def stop(self, seconds: float = 5) -> None:
        """Lets the turns under way end, up to `seconds`: one may be waiting for a database that is away.

        What is not done by then stays open in the inbox, for the next start.
        """
        self._stopping = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()

    async def _run(self, chat_id: int) -> None:
        queue = self._queues[chat_id]
        while queue and not self._stopping:
            item = queue.popleft()
            try:
                await self._handle(item)
            except Exception as error:  # noqa: BLE001 - a lane must outlive whatever one update does to it
                log.error("turn broke its wrapper", inbox_id=item.id, error=error)
            finally:
                self._here.discard(item.id)
                self.pending -= 1
                if self.pending <= _FULL:
                    self._room.set()
        del self._queues[chat_id]
