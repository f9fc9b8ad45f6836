"""An outbox, the courier at work on it, and the Telegram it sends to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine

from bot.delivery.courier import Courier
from bot.delivery.direct import Direct
from bot.delivery.pacer import Pacer
from bot.watching.watch import Watch
from bot.wording.card import Card
from tests.storage.practice import NOW, raw
from tests.unit.bot.fakes import Call, FakeTelegram, NearStore, StoppedClock, bot_over, leads
from tests.unit.bot.timeless import machine_time


@dataclass
class Post:
    """The outbox, the courier at work on it, and the Telegram it sends to."""

    store: NearStore
    telegram: FakeTelegram
    clock: StoppedClock
    token_doubted: list[bool] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)

    def __post_init__(self) -> None:
        self.direct = Direct(bot_over(self.telegram))
        self.next_start()

    def next_start(self) -> None:
        """Another process begins, and leads from now on."""
        self.term = leads(self.store)
        self.courier = Courier(
            self.store, bot_over(self.telegram), self.clock, Pacer(machine_time), self.term, self._doubt, self.watch
        )

    async def _doubt(self) -> None:
        self.token_doubted.append(True)

    def write(self, chat_id: int, *texts: str) -> list[int]:
        return [self._write(chat_id, text) for text in texts]

    def _write(self, chat_id: int, text: str) -> int:
        return self.store.run_here(lambda work: work.outbox.send(chat_id, Card(text).to_json(), NOW))

    def edit(self, chat_id: int, target: int, text: str) -> None:
        self.store.run_here(lambda work: work.outbox.edit(chat_id, target, Card(text).to_json(), NOW))

    @asynccontextmanager
    async def delivering(self) -> AsyncIterator[Courier]:
        """The courier runs; at the end everything has been delivered, and it is cancelled."""
        task = asyncio.create_task(self.courier.run())
        try:
            yield self.courier
            await self.quiet()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def quiet(self) -> None:
        for _ in range(10_000):
            if not self.courier.pending:
                return
            await asyncio.sleep(0.1)
        raise AssertionError("the courier never came to rest")

    def to(self, chat_id: int) -> list[Call]:
        return [call for call in self.telegram.calls if call.chat_id == chat_id]

    def states(self, engine: Engine) -> list[str]:
        return [row.state for row in raw(engine, "SELECT state FROM outbox ORDER BY id")]


def texts(calls: list[Call]) -> list[str]:
    return [call.text for call in calls]


def seconds(calls: list[Call]) -> list[float]:
    return [round(call.at, 1) for call in calls]
