"""Delivery while the thread of the store works beside the loop: what one has done the other does not know yet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import Engine

from storage.batch import Outcome, Outcomes, Work
from storage.outages import StorageUnavailableError
from tests.storage.practice import on_sqlite
from tests.unit.bot.fakes import Here, Refusal, Slow
from tests.unit.bot.post import Post, texts
from tests.unit.bot.timeless import machine_time, timeless

pytestmark = on_sqlite
T = TypeVar("T")


class HeardLater(Executor):
    """A thread that did its work at once, of which the loop hears so many seconds later."""

    seconds = 0.01

    def submit(self, fn: Callable[..., T], /, *args: Any, **named: Any) -> Future[T]:
        done = Here().submit(fn, *args, **named)
        later: Future[T] = Future()
        later.set_running_or_notify_cancel()
        asyncio.get_running_loop().call_later(self.seconds, lambda: later.set_result(done.result()))
        return later


class Later(Executor):
    """A thread that does its work a millisecond later."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **named: Any) -> Future[T]:
        later: Future[T] = Future()

        def do() -> None:
            try:
                later.set_result(fn(*args, **named))
            except Exception as error:  # noqa: BLE001 - whoever waits for the future hears of it
                later.set_exception(error)

        asyncio.get_running_loop().call_later(0.001, do)
        return later


def _with_thread(post: Post, thread: Executor) -> None:
    post.store._threads = thread
    post.store._together._thread = thread


@timeless
async def test_draining_begins_nothing_that_was_claimed_as_it_began(post: Post, engine: Engine) -> None:
    """A claim under way in the thread: `drain` returns at once, and what it took is sent all the same, unwatched."""
    _with_thread(post, HeardLater())
    post.write(1, "one")
    task = asyncio.create_task(post.courier.run())
    await asyncio.sleep(0.005)  # the thread has claimed it, the loop has not heard of it
    await post.courier.drain(3)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await asyncio.sleep(0.01)
    post.term.end()
    assert post.telegram.texts == []
    assert post.states(engine) == ["sending"]


@timeless
async def test_what_was_claimed_as_draining_began_is_not_said_twice(post: Post, engine: Engine) -> None:
    """No crash, no lost reply: told to stop while a claim was under way, and the next leader says it again."""
    _with_thread(post, HeardLater())
    post.write(1, "one")
    post.telegram.next_answers(1, Slow(2))
    task = asyncio.create_task(post.courier.run())
    await asyncio.sleep(0.005)
    await post.courier.drain(3)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)  # it is in here that the loop hears of the claim, or just after
    await asyncio.sleep(0.01)
    post.term.end()
    post.store.run_here(lambda work: work.outbox.orphans_uncertain(2))
    post.next_start()
    async with post.delivering():
        pass
    assert post.telegram.texts == ["one"]
    assert post.states(engine) == ["sent"]


@timeless
async def test_a_note_written_again_does_not_hold_up_the_third_of_its_chat(post: Post) -> None:
    """The first's note is repeated while the second is sent, and ends when that is being noted."""
    _with_thread(post, Later())
    post.write(1, "one", "two", "three")
    post.telegram.next_answers(1, Slow(1))
    async with post.delivering() as courier:
        await asyncio.sleep(0.5)
        post.store.unheard = 1  # the first's note: committed, and the connection lost
        await asyncio.sleep(0.6)
        courier.wake()  # something is said to somebody else
        await asyncio.sleep(20)
    assert texts(post.to(1)) == ["one", "two", "three"]
    assert post.to(1)[2].at < 10, "not found by the look every 15 seconds"


@timeless
async def test_while_a_note_is_written_again_the_chats_next_is_left_alone_as_long_as_telegram_asks(
    post: Post,
) -> None:
    """Else it is claimed out of its rest, again and again."""
    (first,) = post.write(1, "one")
    post.telegram.next_answers(1, Slow(1), Refusal(429, "Too Many Requests", 20))
    async with post.delivering():
        await asyncio.sleep(0.5)
        post.edit(1, first, "edited")  # an edit does not wait for the pace of its chat
        post.store.unheard = 1
        await asyncio.sleep(0.6)
        post.courier.wake()
    assert texts(post.to(1)) == ["one", "edited", "edited"]
    assert post.to(1)[2].at > 20


class _Between(set[int]):
    """The rows that went; the thread that claims looks just as one of them is let go of."""

    def __init__(self, look: Callable[[], None]) -> None:
        super().__init__()
        self._look = look

    def discard(self, element: object) -> None:
        super().discard(element)
        self._look()


@timeless
async def test_a_claim_between_the_note_and_the_end_of_a_message_holds_up_nobody(post: Post, engine: Engine) -> None:
    """The thread reads what is busy while the loop goes on: there is a moment in which a chat is neither."""
    post.write(1, "one")
    courier, loop = post.courier, asyncio.get_running_loop()

    def thread_claims() -> None:
        if post.states(engine) == ["sent"]:
            post.write(1, "two")
            outcome = Outcome.of(lambda: post.store._run_here(courier._claims._claim))
            loop.call_soon(courier._claims._claimed, outcome)

    courier._claims._noting = _Between(thread_claims)
    async with post.delivering():
        await asyncio.sleep(30)
    assert texts(post.to(1)) == ["one", "two"]
    assert post.to(1)[1].at < 10, "not found by the look every 15 seconds"


class _Ending(dict[int, int]):
    """What is in hand; just after the thread looked at it the loop ends all of it."""

    def __init__(self, noting: set[int]) -> None:
        super().__init__()
        self._noting = noting

    def items(self) -> Any:
        rows = dict(self).items()
        self.clear()
        self._noting.clear()
        return rows


@timeless
async def test_what_ends_while_the_thread_looks_holds_up_nobody(post: Post) -> None:
    first, second = post.write(1, "one", "two")
    courier = post.courier
    post.store.run_here(lambda work: work.outbox.sent(first, 501))
    courier._claims._noting.add(first)
    courier._claims._in_hand = _Ending(courier._claims._noting)
    courier._claims._in_hand[first] = 1
    assert [one.id for one in post.store.run_here(courier._claims._claim)] == [second]


@timeless
async def test_in_an_outage_it_looks_no_more_often_than_every_half_second(post: Post) -> None:
    """Each look of the fifteen seconds fails as well, and begins no series of its own."""
    _with_thread(post, Later())
    looks = 0
    within = post.store.run_all_here

    def counted(works: Any, answer: Work[Any] | None = None, rung: bool = False) -> Outcomes:
        nonlocal looks
        looks += 1
        return within(works, answer, rung)

    post.store._together._run = counted
    async with post.delivering():
        await post.quiet()
        looks, post.store.outages = 0, 10**9
        await asyncio.sleep(600)
        in_ten_minutes, post.store.outages = looks, 0
    assert in_ten_minutes <= 1250


@timeless
async def test_units_that_fail_do_not_make_it_look_more_often(post: Post) -> None:
    """Four lanes wait for the database here; nobody rang."""
    _with_thread(post, Later())
    tries = looks = 0
    within = post.store.run_all_here

    def counted(works: Any, answer: Work[Any] | None = None, rung: bool = False) -> Outcomes:
        nonlocal looks
        looks += rung
        return within(works, answer, rung)

    async def lane(number: int) -> None:
        nonlocal tries
        await asyncio.sleep(0.1 * number)
        while post.store.outages:
            tries += 1
            with suppress(StorageUnavailableError):
                await post.store.run(lambda work: work.outbox.waiting())
            await asyncio.sleep(0.5)

    post.store._together._run = counted
    async with post.delivering():
        await post.quiet()
        looks, post.store.outages = 0, 10**9
        lanes = asyncio.gather(*map(lane, range(4)))
        await asyncio.sleep(60)
        in_a_minute, post.store.outages = looks, 0
        await lanes
    assert in_a_minute <= 130, f"beside {tries} tries"


@timeless
async def test_a_lease_lost_while_told_to_stop_is_no_error_unheard(post: Post) -> None:
    """The claim under way finds another leading after nobody waits for that: `timeless` fails on what is unheard."""
    _with_thread(post, HeardLater())
    task = asyncio.create_task(post.courier.run())
    await asyncio.sleep(0.02)
    courier = post.courier
    post.next_start()
    courier.wake()
    await courier.drain(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await asyncio.sleep(1)
    del courier
    assert machine_time() > 1
