"""The pace: 29 messages a second overall and one new message a second to a chat, with nothing wasted."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

import pytest

from bot.delivery.pacer import CHAT_SECONDS, OVERALL_PER_SECOND, NoPacer, Pacer
from tests.unit.bot.timeless import machine_time, stand_still, timeless

_ROUNDING = 1e-6
Sent = list[tuple[float, int]]


async def send(pacer: Pacer, chat_id: int, messages: int, sent: Sent, *, new_message: bool = True) -> None:
    """One message after the other, as the courier does within a chat."""
    for _ in range(messages):
        await pacer.wait(chat_id, new_message=new_message)
        sent.append((machine_time(), chat_id))


async def burst(pacer: Pacer, chats: Iterable[int], messages: int) -> Sent:
    """Everything there is at once; returns when each message went, and to which chat."""
    sent: Sent = []
    await asyncio.gather(*(send(pacer, chat_id, messages, sent) for chat_id in chats))
    return sent


def most_in_a_second(sent: Sent) -> int:
    times = sorted(at for at, _ in sent)
    return max(bisect_right(times, at + 1.0) - place for place, at in enumerate(times))


def shortest_gap(sent: Sent) -> float:
    by_chat = defaultdict(list)
    for at, chat_id in sent:
        by_chat[chat_id].append(at)
    return min(later - before for times in by_chat.values() for before, later in pairwise(times))


@pytest.mark.parametrize(("chats", "messages"), [(2000, 5), (40, 50), (31, 20), (29, 20)])
@timeless
async def test_a_crowd_is_served_at_full_pace_and_never_faster(chats: int, messages: int) -> None:
    sent = await burst(Pacer(machine_time), range(chats), messages)
    assert len(sent) == chats * messages
    assert most_in_a_second(sent) <= 30
    assert shortest_gap(sent) >= CHAT_SECONDS - _ROUNDING
    assert len(sent) / max(at for at, _ in sent) >= 0.95 * OVERALL_PER_SECOND


@timeless
async def test_chats_held_back_do_not_go_out_beside_the_others() -> None:
    """Each of the first fifteen has a second message at once; a new crowd comes when their second is over."""
    pacer, sent = Pacer(machine_time), list[tuple[float, int]]()

    async def crowd() -> None:
        await asyncio.sleep(1.0)
        sent.extend(await burst(pacer, range(100, 160), 1))

    first, _ = await asyncio.gather(burst(pacer, range(15), 2), crowd())
    assert most_in_a_second(first + sent) <= 30


@timeless
async def test_a_chat_held_back_holds_nobody_else_up() -> None:
    pacer, sent = Pacer(machine_time), list[tuple[float, int]]()
    await asyncio.gather(*(send(pacer, chat_id, 1, sent) for chat_id in (1, 1, 1, 2)))
    assert next(at for at, chat_id in sent if chat_id == 2) == pytest.approx(1 / OVERALL_PER_SECOND)


@timeless
async def test_new_messages_of_one_chat_are_a_second_apart_even_when_asked_for_at_once() -> None:
    pacer, sent = Pacer(machine_time), list[tuple[float, int]]()
    await asyncio.gather(*(send(pacer, 1, 1, sent) for _ in range(5)))
    assert [round(at, 3) for at, _ in sent] == [0.0, 1.0, 2.0, 3.0, 4.0]


@timeless
async def test_an_edit_is_not_held_by_its_chats_pace() -> None:
    pacer, sent = Pacer(machine_time), list[tuple[float, int]]()
    await send(pacer, 1, 1, sent)
    await send(pacer, 1, 3, sent, new_message=False)
    await send(pacer, 1, 1, sent)
    times = [at for at, _ in sent]
    assert times[3] == pytest.approx(3 / OVERALL_PER_SECOND), "edits wait for the overall pace alone"
    assert times[4] == pytest.approx(CHAT_SECONDS), "and do not put off the next message"


@timeless
async def test_no_burst_follows_a_pause() -> None:
    pacer = Pacer(machine_time)
    await burst(pacer, range(100), 1)
    await asyncio.sleep(600)
    began = machine_time()
    sent = await burst(pacer, range(100), 1)
    assert sent[0][0] == began, "nobody waits after a quiet time"
    assert most_in_a_second(sent) <= 30


@pytest.mark.parametrize("seconds", [0.05, 0.3, 1.7, 20])
@timeless
async def test_no_burst_follows_a_standstill(seconds: float) -> None:
    """The places of those who wait were given out before it, and have all come by its end."""

    async def stop() -> None:
        await asyncio.sleep(1.5)
        stand_still(seconds)

    pacer = Pacer(machine_time)
    sent, _ = await asyncio.gather(burst(pacer, range(200), 1), stop())
    assert len(sent) == 200
    assert most_in_a_second(sent) <= 30
    assert max(at for at, _ in sent) <= 200 / (0.95 * 30) + seconds, "and no time is lost over it"


@timeless
async def test_chats_go_in_the_order_they_asked() -> None:
    sent = await burst(Pacer(machine_time), range(50), 1)
    assert [chat_id for _, chat_id in sent] == list(range(50))


@timeless
async def test_quiet_chats_are_forgotten_and_waiting_ones_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.pacer._FORGET_ABOVE", 10)
    pacer = Pacer(machine_time)
    await burst(pacer, range(40), 1)
    sent = await burst(pacer, [39], 1)
    assert sent[0][0] == pytest.approx(39 / OVERALL_PER_SECOND + CHAT_SECONDS), "the newest is still held"
    await asyncio.sleep(60)
    await burst(pacer, [1], 1)
    assert len(pacer._next_in_chat) < 10


@timeless
async def test_a_sandbox_is_not_paced() -> None:
    sent = await burst(NoPacer(machine_time), range(3), 100)
    assert {at for at, _ in sent} == {0.0}
