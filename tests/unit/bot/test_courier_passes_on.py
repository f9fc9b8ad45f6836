"""On a server: what rings within one process alone is heard by whoever sends by then."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Engine, event

from bot.wording.card import Card
from storage.bell import RING
from storage.outages import StorageUnavailableError
from storage.work import UnitOfWork
from tests.storage.practice import NOW, on_postgresql
from tests.unit.bot.post import Post
from tests.unit.bot.test_courier_beside_the_thread import HeardLater
from tests.unit.bot.timeless import timeless

pytestmark = on_postgresql


def says_one(work: UnitOfWork) -> None:
    work.outbox.send(1, Card("one").to_json(), NOW)


@timeless
async def test_a_turn_whose_end_was_not_heard_is_answered_at_once(post: Post) -> None:
    """Committed, and the connection lost: tried again the turn finds its update done, and rings no more."""
    async with post.delivering():
        await post.quiet()
        post.store.unheard = 1
        with pytest.raises(StorageUnavailableError):
            await post.store.run(says_one)
        await asyncio.sleep(20)
    assert post.to(1)[0].at < 10, "not found by the look every 15 seconds"


@timeless
async def test_who_hears_from_a_beat_that_another_leads_rings_for_that_one(post: Post, engine: Engine) -> None:
    """As `Leader.beat` and the duties' end do: what rang here alone is known to nobody who sends."""
    thread = HeardLater()
    post.store._threads = post.store._together._thread = thread
    said: list[str] = []
    old = post.courier
    task = asyncio.create_task(old.run())
    await asyncio.sleep(0.05)
    post.next_start()  # another process leads

    def listening(*of: object) -> None:
        said.append(str(of[2]))

    event.listen(engine, "before_cursor_execute", listening)
    await post.store.run(says_one)
    await old.drain(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await asyncio.sleep(1)
    event.remove(engine, "before_cursor_execute", listening)
    assert str(RING) in said
