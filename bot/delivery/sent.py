"""What Telegram took is noted together with whatever else it took meanwhile: one unit of work for many messages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from storage.work import UnitOfWork


class SentOnes:
    """`stored` runs a unit of work until the database has taken it."""

    def __init__(self, stored: Callable[[Callable[[UnitOfWork], None]], Awaitable[None]]) -> None:
        self._stored = stored
        self._messages: dict[int, int | None] = {}
        self._next: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def note(self, outbox_id: int, message_id: int | None) -> None:
        """Returns once it is committed that this row was sent, and as which message, if it is a new one."""
        self._messages[outbox_id] = message_id
        if self._next is None:
            self._next = asyncio.create_task(self._write())
        # Whoever is told to wait no longer leaves the others' notes alone.
        await asyncio.shield(self._next)

    async def _write(self) -> None:
        async with self._one_at_a_time:
            messages, self._messages, self._next = self._messages, {}, None
            await self._stored(partial(_note_sent, messages=messages))


def _note_sent(work: UnitOfWork, messages: dict[int, int | None]) -> None:
    work.outbox.all_sent(messages)
