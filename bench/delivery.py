"""Ten thousand messages to two thousand chats, as fast as is considerate: the real courier and pacer, simulated time.

The machine clock jumps from one timer to the next, so that minutes of delivery are exact and hardly take any. The
memory is a real SQLite file that does not wait for the disk; what a message costs in CPU is counted. The great delivery
is undisturbed; two smaller ones meet a storm, in which Telegram answers everything with 429 for five seconds, and a
chat that is refused once, beside the same without. Every try counts, whatever became of it.
python-telegram-bot's own AIORateLimiter is not beside it: it needs aiolimiter, which is not among the pinned packages.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import structlog
from rich.console import Console
from rich.table import Table
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry

from bot.delivery.pacer import OVERALL_PER_SECOND
from bot.wording.card import Card
from storage.crypto import FieldCipher
from storage.engine import database_url, open_engine
from storage.migrate import migrate
from storage.work import UnitOfWork
from tests.storage.practice import NOW
from tests.unit.bot.fakes import Call, NearStore, Refusal, StoppedClock
from tests.unit.bot.post import Post
from tests.unit.bot.storms import StormyTelegram, by_chat, most_in_a_second
from tests.unit.bot.timeless import timeless

CEILING = 30  # Telegram's, messages a second
LEAST, LONGEST_HINDRANCE_MS = 0.95, 50.0
STORM = (10.0, 15.0)
REFUSED_CHAT, REFUSED_SECONDS = 7, 5
MANY = 2_000, 10_000  # chats and messages
FEWER = 400, 2_000  # chats and messages, where there is trouble: each second is like the next
STORMY = "a storm of 429"


@dataclass(frozen=True, slots=True)
class Delivered:
    """One delivery: every try, and those that Telegram took, in order; seconds of CPU that all of it took here."""

    tries: Sequence[Call]
    taken: Sequence[Call]
    cpu: float

    @property
    def seconds(self) -> float:
        return self.tries[-1].at - self.tries[0].at

    def fullest(self, begins: float = 0.0, ends: float = float("inf")) -> int:
        """The most tries in any second that touches this span."""
        return most_in_a_second([call.at for call in self.tries if begins - 1 <= call.at <= ends + 1])


def delivered(telegram: StormyTelegram, chats: int, messages: int) -> Delivered:
    """All of them are written, then the courier begins. Raises RuntimeError unless each comes once and in order."""
    with TemporaryDirectory() as name:
        engine = open_engine(database_url(f"sqlite:///{Path(name)}/bench.db"), FieldCipher(bytes(32)))
        event.listen(engine, "connect", _need_not_last)
        migrate(engine)
        store = NearStore(engine)
        post = Post(store, telegram, StoppedClock())
        store.run_here(partial(_write, chats=chats, messages=messages))
        began = time.process_time()
        timeless(partial(_deliver, post))()
        took = time.process_time() - began
        store.close()
    wanted = {chat_id: [_text(number, chat_id) for number in range(messages // chats)] for chat_id in _numbers(chats)}
    if {chat_id: [call.text for call in calls] for chat_id, calls in by_chat(telegram.taken).items()} != wanted:
        raise RuntimeError("not each message came once and in its order")
    return Delivered(telegram.of("sendMessage"), telegram.taken, took)


async def _deliver(post: Post) -> None:
    courier = asyncio.create_task(post.courier.run())
    while post.store.run_here(lambda work: work.outbox.waiting()):  # noqa: ASYNC110 - it says nothing when it is done
        await asyncio.sleep(1)
    courier.cancel()
    await asyncio.gather(courier, return_exceptions=True)


def _write(work: UnitOfWork, chats: int, messages: int) -> None:
    for number in range(messages // chats):
        for chat_id in _numbers(chats):
            work.outbox.send(chat_id, Card(_text(number, chat_id)).to_json(), NOW)


def _need_not_last(connection: object, _entry: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA synchronous=OFF")  # type: ignore[attr-defined]  # SQLAlchemy names no type for it


def _numbers(chats: int) -> range:
    return range(1, chats + 1)


def _text(number: int, chat_id: int) -> str:
    return f"{number} for {chat_id}"


def hindrance(undisturbed: Delivered, refused: Delivered) -> list[float]:
    """By how many milliseconds each message to the other chats came later than undisturbed."""
    before = {call.text: call.at for call in undisturbed.taken}
    others = (call for call in refused.taken if call.chat_id != REFUSED_CHAT)
    return [(call.at - before[call.text]) * 1000 for call in others]


def shown(deliveries: Mapping[str, Delivered]) -> Table:
    table = Table(title=f"Paced at {OVERALL_PER_SECOND} a second; Telegram's ceiling is {CEILING}")
    heads = ("tries", "simulated s", "tries/s", "fullest second", "the first", "after the storm", "CPU ms a message")
    table.add_column("")
    for name in heads:
        table.add_column(name, justify="right")
    for name, one in deliveries.items():
        table.add_row(
            name,
            f"{len(one.tries):,}",
            f"{one.seconds:,.1f}",
            f"{len(one.tries) / one.seconds:.2f}",
            str(one.fullest()),
            str(one.fullest(0, 1)),
            str(one.fullest(STORM[1], STORM[1] + 1)) if name == STORMY else "",
            f"{one.cpu / len(one.taken) * 1000:.2f}",
        )
    return table


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.delivery", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="five hundred messages to a hundred chats")
    asked = parser.parse_args()
    chats, messages = fewer = (100, 500)
    if not asked.quick:
        (chats, messages), fewer = MANY, FEWER
    # What is refused is logged, each time; here that is the plan.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    one_refused = StormyTelegram()
    one_refused.next_answers(REFUSED_CHAT, Refusal(429, "Too Many Requests", REFUSED_SECONDS))
    deliveries = {
        "undisturbed": delivered(StormyTelegram(), chats, messages),
        STORMY: delivered(StormyTelegram(*STORM), *fewer),
        "one chat refused": delivered(one_refused, *fewer),
    }
    undisturbed, _, refused = deliveries.values()
    later = hindrance(delivered(StormyTelegram(), *fewer), refused)
    console = Console(width=120)
    console.print(shown(deliveries))
    usual, most = median(later), max(later)
    console.print(f"One chat refused: the others came {usual:.1f} ms later (median), {most:.1f} at most.")
    goals = {
        f"at least {LEAST:.0%} of {CEILING} a second": len(undisturbed.tries) / undisturbed.seconds >= LEAST * CEILING,
        f"never more than {CEILING} in any second": all(one.fullest() <= CEILING for one in deliveries.values()),
        f"a refusal adds at most {LONGEST_HINDRANCE_MS:.0f} ms": most <= LONGEST_HINDRANCE_MS,
        "order in each chat kept": True,  # or there were no figures
    }
    for goal, holds in goals.items():
        console.print(f"{'holds ' if holds else 'MISSED'}  {goal}")


if __name__ == "__main__":
    main()
