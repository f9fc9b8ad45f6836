"""Polling: nothing is acknowledged before it is stored, and what goes wrong is waited out."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.delivery.direct import Direct
from bot.intake.polling import Intake
from bot.lanes import Lanes
from bot.outage import Outage
from bot.request import AiohttpRequest
from bot.watching.watch import Watch
from storage.inbox import Waiting
from storage.person import Person
from tests.storage.practice import ALICE_CHAT, BOB_CHAT, NOW, on_sqlite, raw
from tests.unit.bot.fakes import FakeTelegram, NearStore, Refusal, StoppedClock, bot_over
from tests.unit.bot.timeless import machine_time, timeless

pytestmark = on_sqlite

Batch = list[Any] | TelegramError
UNPARSABLE = '{"update_id": 6, "message": '  # the answer breaks off in the midst of it


class Polls(AiohttpRequest):
    """Telegram's side of long polling: a batch or an error for each poll, then silence."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: deque[Batch] = deque()
        self.offsets: list[str | None] = []
        self.limits: list[str] = []
        self.times: list[float] = []

    async def do_request(self, url: str, *_args: Any, **_more: Any) -> tuple[int, bytes]:
        self.offsets.append(parse_qs(urlsplit(url).query).get("offset", [None])[0])
        self.limits.append(parse_qs(urlsplit(url).query)["limit"][0])
        self.times.append(machine_time())
        if not self.batches:
            await asyncio.Event().wait()
        batch = self.batches.popleft()
        if isinstance(batch, TelegramError):
            raise batch
        told = ", ".join(raw if raw is UNPARSABLE else json.dumps(raw) for raw in batch)
        return 200, f'{{"ok": true, "result": [{told}]}}'.encode()


class Door:
    """The intake over a fake Telegram, with all that came through it."""

    def __init__(self, store: NearStore, telegram: FakeTelegram) -> None:
        self.store = store
        self.telegram = telegram
        self.polls = Polls()
        self.handled: list[int] = []
        self.token_doubted: list[bool] = []
        self.lanes = Lanes(self._handle)
        self.watch = Watch()

    @asynccontextmanager
    async def open(self, *batches: Batch) -> AsyncIterator[None]:
        """Polls through all batches, then a minute longer."""
        self.polls.batches.extend(batches)
        bot, clock = bot_over(self.telegram), StoppedClock()
        await bot.initialize()
        outage = Outage(self.store, Direct(bot))
        await outage.learn()
        task = asyncio.create_task(
            Intake(self.store, self.polls, bot, clock, self.lanes, outage, self._doubt, self.watch).run(), name="intake"
        )
        yield
        await asyncio.wait([task], timeout=600)
        task.cancel()
        (ended,) = await asyncio.gather(task, return_exceptions=True)
        assert ended is None or isinstance(ended, asyncio.CancelledError), ended

    async def _handle(self, waiting: Waiting) -> None:
        self.handled.append(waiting.update_id)
        self.store.run_here(lambda work: work.inbox.done(waiting.id, NOW))

    async def _doubt(self) -> None:
        self.token_doubted.append(True)


@pytest.fixture
def door(near: NearStore, telegram: FakeTelegram) -> Door:
    return Door(near, telegram)


def update(update_id: int, chat_id: int = ALICE_CHAT) -> dict[str, Any]:
    chat = {"id": chat_id, "type": "private"}
    said = {"message_id": update_id, "date": 1, "chat": chat, "from": {"id": chat_id, "first_name": "Somebody"}}
    return {"update_id": update_id, "message": {**said, "text": "C7 dbt"}}


def stored(engine: Engine) -> list[int]:
    return [row.update_id for row in raw(engine, "SELECT update_id FROM inbox ORDER BY id")]


@timeless
async def test_what_is_stored_is_acknowledged_by_the_next_poll(door: Door, engine: Engine) -> None:
    async with door.open([update(5), update(6)], [], [update(7)]):
        pass
    assert door.polls.offsets == [None, "7", "7", "8"]
    assert stored(engine) == door.handled == [5, 6, 7]


@timeless
@pytest.mark.parametrize(("batch", "heard"), [([], True), ([update(5)], True), (NetworkError("away"), False)])
async def test_a_good_poll_is_a_sign_of_life(door: Door, batch: Batch, heard: bool) -> None:
    async with door.open(batch):
        pass
    assert (door.watch.signs.heard_seconds is not None) is heard
    assert door.watch.signs.silent_seconds is None, "it polls no more"


@timeless
async def test_one_that_could_not_be_stored_is_none(door: Door) -> None:
    async with door.open([update(5)]):
        door.store.outages = 1
    assert door.watch.signs.heard_seconds is None


@timeless
async def test_a_failing_memory_acknowledges_nothing(door: Door, engine: Engine) -> None:
    async with door.open([update(5)], [update(5)], [update(5)]):
        door.store.outages = 2
    assert door.polls.offsets == [None, None, None, "6"]
    assert stored(engine) == door.handled == [5], "and once it is back, it is stored once"


@timeless
async def test_members_hear_of_an_outage_once_and_strangers_nothing(door: Door, alice: Person) -> None:
    batch = [update(5), update(6), update(7, BOB_CHAT)]
    async with door.open(batch, batch, batch):
        door.store.outages = 2
    assert [call.chat_id for call in door.telegram.of("sendMessage")] == [alice.telegram_id]


@timeless
async def test_what_has_no_id_is_passed_over_and_its_neighbours_are_not(door: Door) -> None:
    async with door.open(["poison", {"message": {}}, update(5), None], [update(6)]):
        pass
    assert door.polls.offsets == [None, "6", "7"]
    assert door.handled == [5, 6]


@timeless
async def test_what_cannot_be_read_is_acknowledged_kept_and_not_handled(door: Door, engine: Engine) -> None:
    async with door.open([{"update_id": 5, "message": "text"}, update(6)]):
        pass
    assert door.polls.offsets == [None, "7"]
    assert stored(engine) == [5, 6]
    assert door.handled == [6]


@timeless
async def test_a_batch_that_cannot_be_parsed_is_fetched_one_by_one(door: Door, engine: Engine) -> None:
    """The one that is to blame is set aside, by the id that stands in its text; its neighbours go on."""
    batch = [update(5), UNPARSABLE, update(7)]
    async with door.open(batch, batch[:1], batch[1:2], batch[2:]):
        pass
    assert door.polls.limits == ["100", "1", "1", "100", "100"]
    assert door.polls.offsets == [None, None, "6", "7", "8"]
    assert door.handled == [5, 7]
    states = [tuple(row) for row in raw(engine, "SELECT update_id, state FROM inbox ORDER BY update_id")]
    assert states == [(5, "done"), (6, "quarantined"), (7, "done")]


@timeless
async def test_a_batch_that_can_be_parsed_after_all_is_fetched_at_once_again(door: Door) -> None:
    async with door.open([UNPARSABLE], [update(5)], [], [update(6), update(7)]):
        pass
    assert door.polls.limits[:4] == ["100", "1", "1", "100"]
    assert door.handled == [5, 6, 7]


@timeless
async def test_what_cannot_be_acknowledged_is_not_fetched_without_a_pause(door: Door) -> None:
    async with door.open([{"message": {}}], [{"message": {}}], [{"message": {}}]):
        pass
    waits = [later - before for before, later in pairwise(door.polls.times)]
    assert waits == [2.0, 4.0, 8.0]


@timeless
async def test_a_memory_that_is_back_is_noticed_soon_however_long_it_was_away(door: Door) -> None:
    """A minute's outage must not leave half a minute in which nothing is fetched."""
    async with door.open(*[[update(5)]] * 11):
        door.store.outages = 10
    assert max(later - before for before, later in pairwise(door.polls.times)) == 2.0
    assert door.handled == [5]


@timeless
async def test_a_batch_handed_over_twice_is_stored_and_handled_once(door: Door, engine: Engine) -> None:
    batch = [update(5), update(6)]
    async with door.open(batch, TimedOut(), batch):
        pass
    assert stored(engine) == door.handled == [5, 6]


@timeless
async def test_numbers_out_of_order_acknowledge_up_to_the_greatest(door: Door) -> None:
    async with door.open([update(9), update(3)]):
        pass
    assert door.polls.offsets == [None, "10"]


@timeless
async def test_an_answer_that_is_no_list_is_nothing(door: Door) -> None:
    door.polls.batches.append({"not": "a list"})  # type: ignore[arg-type] # that is the point
    async with door.open([update(5)]):
        pass
    assert door.handled == [5]


@pytest.mark.parametrize(
    ("errors", "waits"),
    [
        ([RetryAfter(17)], [17.0]),
        ([NetworkError("gone")] * 8, [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]),
        ([Conflict("another")] * 5, [2.0, 4.0, 8.0, 16.0, 30.0]),
        ([NetworkError("gone"), [], NetworkError("gone")], [0.5, 0.0, 0.5]),  # a good poll begins anew
    ],
)
@timeless
async def test_a_failed_poll_is_tried_again_later_and_later(
    door: Door, errors: list[Batch], waits: list[float]
) -> None:
    async with door.open(*errors):
        pass
    times = door.polls.times
    assert [later - before for before, later in pairwise(times)] == waits
    assert door.token_doubted == []


@timeless
async def test_an_older_webhook_is_ended_before_the_first_poll_that_can_and_then_left_alone(door: Door) -> None:
    door.telegram.next_answers("deleteWebhook", NetworkError("gone"), Refusal(502))
    async with door.open(Conflict("webhook is active"), Conflict("webhook is active"), [update(5)], [], []):
        pass
    assert len(door.telegram.of("deleteWebhook")) == 3
    assert door.handled == [5]


@timeless
async def test_a_token_that_is_not_known_is_doubted_and_polling_goes_on(door: Door) -> None:
    """Whether it is lost, Telegram is asked apart: an empty 404 of a proxy reads the same."""
    async with door.open(InvalidToken("Unauthorized"), [update(5)]):
        pass
    assert door.token_doubted == [True]
    assert door.handled == [5]


@timeless
async def test_nothing_is_fetched_while_the_lanes_are_full(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.lanes._FULL", 1)
    busy = asyncio.Event()

    async def wait(_waiting: Waiting) -> None:
        await busy.wait()

    door.lanes = Lanes(wait)
    async with door.open([update(5), update(6)], [update(7)]):
        await asyncio.sleep(60)
        assert len(door.polls.offsets) == 1
        busy.set()
    assert len(door.polls.offsets) == 3
