"""What is promised of the pace, the courier at work over a real memory. Every try counts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from tests.storage.practice import on_sqlite
from tests.unit.bot.fakes import Call, FakeTelegram, NearStore, Refusal, StoppedClock
from tests.unit.bot.post import Post, texts
from tests.unit.bot.storms import StormyTelegram, by_chat, most_in_a_second
from tests.unit.bot.timeless import stand_still, timeless

pytestmark = on_sqlite

CHATS, EACH = 120, 3
LEAST = 0.95 * 30  # messages a second
LONGEST_HINDRANCE = 0.05  # seconds


def write_all(post: Post, chats: int = CHATS, each: int = EACH) -> None:
    for number in range(each):
        for chat_id in range(1, chats + 1):
            post.write(chat_id, f"{number} for {chat_id}")


def tries(telegram: FakeTelegram) -> list[float]:
    return [call.at for call in telegram.of("sendMessage")]


def in_order(calls: Sequence[Call], each: int = EACH) -> bool:
    """Whether every chat got each of its messages once, in the order in which they were written."""
    return all(
        texts(to_chat) == [f"{number} for {chat_id}" for number in range(each)]
        for chat_id, to_chat in by_chat(calls).items()
    )


@timeless
async def test_a_crowd_is_served_at_full_pace_from_the_first_second(post: Post) -> None:
    write_all(post)
    async with post.delivering():
        pass
    at = tries(post.telegram)
    assert len(at) == CHATS * EACH
    assert most_in_a_second(at) <= 30
    assert len(at) / (max(at) - min(at)) >= LEAST
    assert in_order(post.telegram.calls)


@timeless
async def test_after_a_storm_nobody_is_overrun_and_no_order_is_lost(near: NearStore, clock: StoppedClock) -> None:
    telegram = StormyTelegram(2.0, 7.0)
    post = Post(near, telegram, clock)
    write_all(post)
    async with post.delivering():
        pass
    assert telegram.refused, "there was a storm"
    assert most_in_a_second(tries(telegram)) <= 30, "those refused count, and so does the second in which it ends"
    assert len(telegram.taken) == CHATS * EACH
    assert in_order(telegram.taken)
    last = max(call.at for call in telegram.taken)
    assert CHATS * EACH / (last - 5.0) >= 0.9 * LEAST, "nothing is lost over it but the storm itself"


@timeless
async def test_a_process_that_stood_still_overruns_nobody(post: Post) -> None:
    write_all(post)
    async with post.delivering():
        await asyncio.sleep(2.0)
        stand_still(1.9)
    assert most_in_a_second(tries(post.telegram)) <= 30
    assert in_order(post.telegram.calls)


@pytest.mark.parametrize("refusals", [1, 3])
def test_a_chat_that_is_refused_hinders_the_others_by_one_place_at_most(
    near: NearStore, clock: StoppedClock, refusals: int
) -> None:
    """Beside the same delivery without: so many more tries, each of which takes a place of a thirtieth of a second."""
    refused = 7
    undisturbed, disturbed = FakeTelegram(), FakeTelegram()
    disturbed.next_answers(refused, *[Refusal(429, "Too Many Requests", 2)] * refusals)

    @timeless
    async def deliver(telegram: FakeTelegram) -> None:
        post = Post(near, telegram, clock)
        write_all(post, each=1)
        async with post.delivering():
            pass

    deliver(undisturbed)
    deliver(disturbed)
    before = {call.chat_id: call.at for call in undisturbed.of("sendMessage")}
    later = {call.chat_id: call.at - before[call.chat_id] for call in disturbed.of("sendMessage")}
    assert len(disturbed.of("sendMessage")) == CHATS + refusals
    assert later.pop(refused) >= 2.0 * refusals, "not before Telegram wished"
    assert max(later.values()) <= LONGEST_HINDRANCE * refusals
    first = disturbed.of("sendMessage")[: 29 * 2]
    assert max(later[call.chat_id] for call in first if call.chat_id != refused) == pytest.approx(0, abs=1e-6)
