"""One lane a chat: in order within it, side by side with the others."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import pytest

from bot.lanes import Lanes
from storage.inbox import Waiting
from tests.unit.bot.timeless import machine_time, timeless


def update(number: int, chat_id: int) -> Waiting:
    return Waiting(number, number, chat_id, None, "{}", None)


class Desk:
    """Handles each update in a second, or when `door` opens; notes what began and what ended."""

    def __init__(self) -> None:
        self.began: list[int] = []
        self.ended: defaultdict[int, list[int]] = defaultdict(list)
        self.last = 0.0
        self.door = asyncio.Event()
        self.door.set()
        self.poison: set[int] = set()

    async def handle(self, waiting: Waiting) -> None:
        self.began.append(waiting.id)
        await asyncio.sleep(1)
        await self.door.wait()
        if waiting.id in self.poison:
            raise ValueError("poison")
        self.ended[waiting.chat_id].append(waiting.id)
        self.last = machine_time()


async def idle(lanes: Lanes) -> None:
    """Waits for longer than anything here takes."""
    await asyncio.sleep(60)
    assert lanes.pending == 0


@timeless
async def test_in_order_within_a_chat_and_side_by_side_across_chats() -> None:
    desk = Desk()
    lanes = Lanes(desk.handle)
    lanes.put([update(number, number % 3) for number in range(9)])
    assert lanes.pending == 9
    await idle(lanes)
    assert desk.ended == {0: [0, 3, 6], 1: [1, 4, 7], 2: [2, 5, 8]}
    assert desk.last == 3.0, "three chats take as long as one"


@timeless
async def test_what_comes_while_a_lane_works_is_done_after_it() -> None:
    desk = Desk()
    lanes = Lanes(desk.handle)
    lanes.put([update(1, 7)])
    await asyncio.sleep(0.5)
    lanes.put([update(2, 7)])
    assert desk.began == [1]
    await idle(lanes)
    lanes.put([update(3, 7)])
    await idle(lanes)
    assert desk.ended == {7: [1, 2, 3]}


@timeless
async def test_a_lane_outlives_what_one_update_does_to_it() -> None:
    desk = Desk()
    desk.poison = {1, 2}
    lanes = Lanes(desk.handle)
    lanes.put([update(number, 7) for number in (1, 2, 3)])
    await idle(lanes)
    assert desk.ended == {7: [3]}


@timeless
async def test_above_the_limit_there_is_no_room_until_one_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.lanes._FULL", 3)
    desk = Desk()
    desk.door.clear()
    lanes = Lanes(desk.handle)
    lanes.put([update(number, number) for number in range(3)])
    await asyncio.wait_for(lanes.room(), 1)
    lanes.put([update(3, 3)])
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(lanes.room(), 60)
    desk.door.set()
    await asyncio.wait_for(lanes.room(), 1)


@timeless
async def test_stopping_ends_what_is_under_way_and_leaves_the_rest() -> None:
    desk = Desk()
    lanes = Lanes(desk.handle)
    lanes.put([update(number, number % 2) for number in range(6)])
    await asyncio.sleep(0.5)
    await lanes.stop()
    assert desk.began == [0, 1]
    assert desk.ended == {0: [0], 1: [1]}
    lanes.put([update(6, 0)])
    await lanes.stop()
    assert desk.began == [0, 1], "nothing more is taken up"


@timeless
async def test_what_is_in_a_lane_already_is_not_put_into_it_again() -> None:
    """A leader looks for what was left every few seconds, however long the lane has waited for the database."""
    desk = Desk()
    lanes = Lanes(desk.handle)
    for _ in range(3):
        lanes.put([update(1, 1), update(2, 1)])
    assert lanes.pending == 2
    await idle(lanes)
    assert desk.began == [1, 2]
