"""A practice's week, simulated: is the bot's memory at its end what it was at its beginning?

Lines, commands, taps, ticks and tidying go through the bot's own parts (lanes, turns, courier, pacer, ticks, counts) in
one process, over a real SQLite file and a Telegram that is only played. The machine clock jumps, the calendar walks on
from Monday. At the end of each day what is no longer reached is collected, and memory is read: what Python holds
(tracemalloc) and what the process holds; then, with everything forgotten that is kept in a cache with a bound, what
Python still holds: that must not grow. The first day is not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import tracemalloc
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import _lru_cache_wrapper, partial
from pathlib import Path
from random import Random
from statistics import linear_regression
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, event
from sqlalchemy.pool import ConnectionPoolEntry
from telegram.ext import Application, ExtBot

from bot.delivery.courier import Courier
from bot.delivery.direct import Direct
from bot.delivery.pacer import Pacer
from bot.founding import found_practice
from bot.intake.door import taken_in
from bot.intake.screening import keep
from bot.lanes import Lanes
from bot.leading import machine_time as by_the_machine
from bot.outage import Outage
from bot.scheduling.ticks import Ticks
from bot.turns import Turns
from bot.watching.watch import Watch
from referrals.model import Role
from storage.crypto import FieldCipher
from storage.engine import database_url, open_engine
from storage.migrate import migrate
from tests.unit.bot.fakes import BOT_ID, TOKEN, FakeTelegram, NearStore, StoppedClock, leads
from tests.unit.bot.timeless import machine_time, timeless

ZONE = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=ZONE)
WEEK = 7
FLAT_KIB = 64  # a day, at most: by a year of them it would hold a fifth more
_LINES = (
    "C{n} dbt group", "C{n} housing, psychiatric evaluation", "C{n} agreed dbt", "C{n} booked housing fri 3pm",
    "C{n} went housing", "C{n} not ready dbt", "C{n} mon 10am weekly", "C{n} thu 2pm weekly", "C{n}", "C{n} plan",
    "/status", "/today", "/new", "/settings", "/services", "what is this", "undo",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """Memory at its end, in KiB: what the process holds, what Python does, and does without bounded caches."""

    process: float
    python: float
    kept: float
    updates: int


class Phones(FakeTelegram):
    """Remembers of each chat only the buttons under its newest card."""

    def __init__(self) -> None:
        super().__init__()
        self.newest: dict[int, tuple[int, list[str]]] = {}
        self.said = 0

    def _result(self, call: Any) -> Any:
        result = super()._result(call)
        if call.method in {"sendMessage", "editMessageText"}:
            self.said += 1
            message_id = result["message_id"] if call.method == "sendMessage" else call.parameters["message_id"]
            rows = (call.parameters.get("reply_markup") or {}).get("inline_keyboard", [])
            self.newest[call.chat_id] = message_id, [button["callback_data"] for row in rows for button in row]
        self.calls.clear()
        return result


class Week:
    """The practice, its people and the bot that serves them."""

    def __init__(self, store: NearStore, people: int, lines: int, seed: int) -> None:
        self._store, self._phones, self._clock = store, Phones(), StoppedClock(MONDAY)
        self._people, self._lines, self._rng = range(1001, 1001 + people), lines, Random(seed)
        self._watch = Watch()
        self._updates = 0

    async def walk(self, days: int) -> list[Day]:
        """So many days, each as it ended."""
        async with AsyncExitStack() as ends:
            await self._open(ends)
            self._store.run_here(lambda work: found_practice(work, "Harbour Street", ZONE, "the director", MONDAY))
            for chat_id in self._people:
                await self._come_aboard(chat_id)
            return [await self._day(number) for number in range(days)]

    async def _open(self, ends: AsyncExitStack) -> None:
        bot = ExtBot(TOKEN, request=self._phones, get_updates_request=self._phones)
        application = Application.builder().bot(bot).updater(None).job_queue(None).build()
        await ends.enter_async_context(application)
        self._direct = Direct(bot)
        self._outage = Outage(self._store, self._direct)
        term, told = leads(self._store), asyncio.Event()
        self._courier = Courier(
            self._store, bot, self._clock, Pacer(machine_time), term, partial(_doubted, told), self._watch
        )
        turns = Turns(self._store, application, self._clock, self._direct, self._outage, watch=self._watch)
        self._lanes = Lanes(turns.handle)
        self._ticks = Ticks(self._store, self._clock, term)
        sending = asyncio.create_task(self._courier.run())
        ends.push_async_callback(partial(asyncio.gather, sending, return_exceptions=True))
        ends.callback(sending.cancel)

    async def _come_aboard(self, chat_id: int) -> None:
        code = self._store.run_here(lambda work: work.invites.make(Role.THERAPIST, self._clock.instant))
        await self._say(chat_id, f"/start {code}")
        for _question in range(3):
            message_id, buttons = self._phones.newest[chat_id]
            await self._press(chat_id, message_id, buttons[0])

    async def _day(self, number: int) -> Day:
        before, morning = self._updates, MONDAY + timedelta(days=number)
        working = morning.weekday() < 5
        todo = [chat_id for chat_id in self._people for _ in range(self._lines)] if working else []
        self._rng.shuffle(todo)
        steps = 12 * 12  # of five minutes
        for step in range(steps):
            self._clock.instant = morning + timedelta(minutes=5 * step)
            for chat_id in todo[step * len(todo) // steps : (step + 1) * len(todo) // steps]:
                await self._act(chat_id)
            await self._ticks.tick()
            if step % 12 == 0:
                await self._ticks.tidy()
            await self._quiet()
        return Day(*_held(self._store.engine), self._updates - before)

    async def _act(self, chat_id: int) -> None:
        """A line, and often a tap on what it is answered with."""
        await self._say(chat_id, self._rng.choice(_LINES).format(n=self._rng.randrange(1, 26)))
        message_id, buttons = self._phones.newest.get(chat_id, (0, []))
        if buttons and self._rng.random() < 0.6:
            await self._press(chat_id, message_id, self._rng.choice(buttons))

    async def _say(self, chat_id: int, text: str) -> None:
        await self._hand_over(chat_id, message=self._message(chat_id, text=text))

    async def _press(self, chat_id: int, message_id: int, data: str) -> None:
        shown = {**self._message(chat_id, text="a card"), "message_id": message_id}
        who = {"id": chat_id, "is_bot": False, "first_name": "Somebody"}
        query = {"id": str(self._updates + 1), "from": who, "chat_instance": "1", "data": data, "message": shown}
        await self._hand_over(chat_id, callback_query=query)

    def _message(self, chat_id: int, **content: Any) -> dict[str, Any]:
        who = {"id": chat_id, "first_name": "Somebody"}
        at = int(self._clock.instant.timestamp())
        chat = {**who, "type": "private"}
        return {
            "message_id": 10**6 + self._updates,
            "date": at,
            "chat": chat,
            "from": {**who, "is_bot": False},
            **content,
        }

    async def _hand_over(self, chat_id: int, **content: Any) -> None:
        self._updates += 1
        now = self._clock.instant
        raw = {"update_id": self._updates, **content}
        received = taken_in(raw, now, self._watch.tally)
        if received is None:
            raise RuntimeError(f"an update of chat {chat_id} is none")
        kept = self._store.run_here(lambda work: keep(work, BOT_ID, [(raw, received)], now))
        self._watch.tally.came(kept, by_the_machine())
        self._lanes.put(kept)
        await self._quiet()

    async def _quiet(self) -> None:
        while self._lanes.pending or self._courier.pending or self._direct.pending:  # noqa: ASYNC110 - three at once
            await asyncio.sleep(0.05)

    def check(self) -> None:
        """Raises RuntimeError unless every update was handled and answered somehow."""
        left = self._store.run_here(lambda work: len(work.inbox.open()) + work.outbox.waiting())
        if left or self._phones.said < self._updates / 2:
            raise RuntimeError(f"{left} left undone; {self._phones.said} messages for {self._updates} updates")


async def _doubted(told: asyncio.Event) -> None:
    told.set()


def _held(engine: Engine) -> tuple[float, float, float]:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    with_caches, _peak = tracemalloc.get_traced_memory()
    for cached in gc.get_objects():
        if isinstance(cached, _lru_cache_wrapper) and cached.cache_parameters()["maxsize"] is not None:
            cached.cache_clear()
    engine.clear_compiled_cache()
    gc.collect()
    without, _peak = tracemalloc.get_traced_memory()
    return pages * 4, with_caches / 1024, without / 1024


def walked(people: int, lines: int, days: int, seed: int) -> list[Day]:
    """So many days of so many people, each of whom types so many lines on a working day."""
    with TemporaryDirectory() as name:
        engine = open_engine(database_url(f"sqlite:///{Path(name)}/bench.db"), FieldCipher(bytes(32)))
        event.listen(engine, "connect", _need_not_last)
        migrate(engine)
        store = NearStore(engine)
        found: list[Day] = []
        tracemalloc.start()
        week = Week(store, people, lines, seed)

        async def walk() -> None:
            found.extend(await week.walk(days))

        timeless(walk)()
        week.check()
        store.close()
        tracemalloc.stop()
    return found


def _need_not_last(connection: object, _entry: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA synchronous=OFF")  # type: ignore[attr-defined]  # SQLAlchemy names no type for it


def slope(days: Sequence[Day]) -> float:
    """KiB that Python keeps more after each day, the first not counted."""
    counted = [day.kept for day in days[1:]]
    return linear_regression(range(len(counted)), counted).slope


def shown(days: Sequence[Day]) -> Table:
    table = Table(title="Memory at the end of each day")
    for name in ("day", "updates", "the process holds, KiB", "Python holds, KiB", "of it not in bounded caches"):
        table.add_column(name, justify="right")
    for number, day in enumerate(days, start=1):
        table.add_row(str(number), f"{day.updates:,}", f"{day.process:,.0f}", f"{day.python:,.0f}", f"{day.kept:,.0f}")
    return table


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.week", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="three people, and a few lines a day")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    people, lines = (3, 8) if asked.quick else (20, 12)
    days = walked(people, lines, WEEK, asked.seed)
    console = Console(width=120)
    console.print(shown(days))
    grows = slope(days)
    console.print(f"{'holds ' if grows <= FLAT_KIB else 'MISSED'}  flat: {grows:+.1f} KiB a day, at most {FLAT_KIB}")


if __name__ == "__main__":
    main()
