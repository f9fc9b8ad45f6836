"""Delivery over a real memory: order within a chat, taps, what comes too late, and the end."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from telegram.error import TimedOut

from bot.request import NotSentError
from bot.wording.card import Card
from referrals.client import Client
from referrals.model import Referral
from storage.person import Person
from tests.storage.practice import ALICE_CHAT, BOB_CHAT, HABITS, NOW, on_sqlite, raw
from tests.storage.test_together import Commits
from tests.unit.bot.fakes import Refusal, Slow
from tests.unit.bot.post import Post, seconds, texts
from tests.unit.bot.timeless import machine_time, timeless

pytestmark = on_sqlite

BLOCKED = Refusal(403, "Forbidden: bot was blocked by the user")
LONG_AGO = NOW - timedelta(minutes=1)


@timeless
async def test_each_chat_in_its_order_while_the_others_go_on(post: Post, engine: Engine) -> None:
    for text in ("one", "two", "three"):
        post.write(1, f"{text} for 1")
        post.write(2, f"{text} for 2")
    post.telegram.next_answers(1, Slow(30))
    async with post.delivering():
        pass
    assert texts(post.to(1)) == ["one for 1", "two for 1", "three for 1"]
    assert texts(post.to(2)) == ["one for 2", "two for 2", "three for 2"]
    assert post.to(2)[-1].at < 5 < post.to(1)[1].at, "a slow chat delays itself alone"
    assert post.states(engine) == ["sent"] * 6
    assert raw(engine, "SELECT id FROM outbox WHERE body IS NOT NULL") == []


@timeless
async def test_messages_to_one_chat_keep_a_second_between_them(post: Post) -> None:
    post.write(1, "one", "two", "three")
    async with post.delivering():
        pass
    assert seconds(post.to(1)) == [0.0, 1.0, 2.0]


@timeless
async def test_what_is_said_is_claimed_by_the_commit_that_says_it(post: Post) -> None:
    """And noted by another: on a slow disk each commit is felt."""
    async with post.delivering():
        await post.quiet()
        commits = Commits(post.store.engine)
        await post.store.run(lambda work: work.outbox.send(1, Card("one").to_json(), NOW))
        assert (commits.count, post.courier.pending) == (1, 1), "it is under way"
        await post.quiet()
        assert commits.count == 2


@timeless
async def test_a_chats_next_is_claimed_by_the_commit_that_notes_the_one_before(post: Post) -> None:
    post.write(1, "one", "two", "three")
    commits = Commits(post.store.engine)
    async with post.delivering():
        pass
    assert texts(post.to(1)) == ["one", "two", "three"]
    assert commits.count == 4, "the first is looked for; each is noted"


@timeless
async def test_a_chats_next_is_waited_for_like_any_other(post: Post, engine: Engine) -> None:
    """It is under way before the one before it has ended."""
    post.write(1, "one", "two")
    post.telegram.next_answers(1, None, Slow(3))
    async with post.delivering() as courier:
        await asyncio.sleep(2)
        assert courier.pending == 1
        await courier.drain(5)
        assert machine_time() == pytest.approx(4)
        assert post.states(engine) == ["sent", "sent"]


@timeless
async def test_an_edit_does_not_wait_for_the_chats_pace(post: Post) -> None:
    (shown,) = post.write(1, "asked")
    async with post.delivering():
        await post.quiet()
        post.edit(1, shown, "answered")
        post.courier.wake()
        await post.quiet()
    sent, edited = post.to(1)
    assert edited.method == "editMessageText"
    assert edited.parameters["message_id"] == 501, "the number the first one was given"
    assert edited.at < sent.at + 0.5


@timeless
async def test_an_edit_behind_its_message_under_way_finds_its_number(post: Post) -> None:
    (shown,) = post.write(1, "asked")
    post.telegram.next_answers(1, Slow(5))
    async with post.delivering():
        await asyncio.sleep(1)
        post.edit(1, shown, "answered")
        post.courier.wake()
    assert [(call.method, call.parameters.get("message_id")) for call in post.to(1)] == [
        ("sendMessage", None),
        ("editMessageText", 501),
    ]


@timeless
async def test_what_comes_too_late_is_not_sent_and_its_nudge_goes(
    post: Post, engine: Engine, alice: Person, case: tuple[Client, Referral]
) -> None:
    post.store.run_here(lambda work: work.nudges.replan(work.caseload(alice.id), case[0], HABITS, NOW))
    ((nudge_id,),) = raw(engine, "SELECT id FROM nudge")
    late = post.store.run_here(
        lambda work: work.outbox.send(ALICE_CHAT, Card("late").to_json(), NOW, not_after=LONG_AGO)
    )
    post.store.run_here(lambda work: work.nudges.sent(nudge_id, case[1].id, late, NOW))
    post.write(ALICE_CHAT, "next")
    async with post.delivering():
        pass
    assert post.telegram.texts == ["next"]
    assert post.states(engine) == ["cancelled", "sent"]
    assert raw(engine, "SELECT id FROM nudge") == []


@timeless
async def test_what_is_in_time_to_the_second_is_sent(post: Post, engine: Engine) -> None:
    post.store.run_here(lambda work: work.outbox.send(1, Card("in time").to_json(), NOW, not_after=NOW))
    async with post.delivering():
        pass
    assert post.states(engine) == ["sent"]


@timeless
async def test_more_chats_than_are_claimed_at_once_are_all_served(post: Post, engine: Engine) -> None:
    for chat_id in range(1, 151):
        post.write(chat_id, "hello")
    async with post.delivering():
        pass
    assert post.states(engine) == ["sent"] * 150
    assert post.to(150)[0].at < 6, "as fast as the pace allows, and without a pause where there was no room"


@timeless
async def test_a_tap_is_answered_at_once_past_the_outbox_and_past_the_pace(post: Post) -> None:
    for chat_id in range(1, 61):
        post.write(chat_id, "hello")
    async with post.delivering():
        post.direct.toast("query", "Noted")
        await asyncio.sleep(0.01)
        (answer,) = post.telegram.of("answerCallbackQuery")
        assert answer.at == 0.0
        assert answer.parameters == {"callback_query_id": "query", "text": "Noted"}


@timeless
async def test_a_tap_without_words_is_answered_without_words_and_long_ones_are_cut(post: Post) -> None:
    async with post.delivering():
        post.direct.toast("one", "")
        post.direct.toast("two", "x" * 300)
    empty, long = post.telegram.of("answerCallbackQuery")
    assert "text" not in empty.parameters
    assert long.text == "x" * 200


@pytest.mark.parametrize(
    "failure", [Refusal(400, "Bad Request: query is too old"), TimedOut(), NotSentError("refused")]
)
@timeless
async def test_a_tap_that_cannot_be_answered_harms_nothing(post: Post, failure: Exception | Refusal) -> None:
    post.write(1, "one")
    post.telegram.next_answers("answerCallbackQuery", failure)
    async with post.delivering():
        post.direct.toast("query", "Noted")
    assert post.telegram.texts == ["Noted", "one"]
    assert len(post.telegram.of("answerCallbackQuery")) == 1


@timeless
async def test_a_direct_line_goes_past_the_outbox_and_its_failure_is_harmless(post: Post, engine: Engine) -> None:
    post.telegram.next_answers(1, BLOCKED)
    await post.direct.say(1, "one")
    await post.direct.say(2, "two")
    assert post.telegram.texts == ["one", "two"]
    assert post.states(engine) == []


@timeless
async def test_draining_waits_for_what_is_under_way(post: Post, engine: Engine) -> None:
    post.write(1, "one")
    post.telegram.next_answers(1, Slow(3))
    post.telegram.next_answers("answerCallbackQuery", Slow(2))
    async with post.delivering() as courier:
        post.direct.toast("query", "Noted")
        await asyncio.sleep(0.5)
        await courier.drain(5)
        assert machine_time() == pytest.approx(3)
        assert post.states(engine) == ["sent"]
        assert not courier.pending


@timeless
async def test_draining_begins_nothing_more_and_waits_out_no_rest(post: Post, engine: Engine) -> None:
    """Or a leader told to stop in a flood would be killed before it let go of its lease."""
    post.write(1, "one", "two", "three")
    post.write(BOB_CHAT, "one")
    post.telegram.next_answers(1, Slow(3))
    post.telegram.next_answers(BOB_CHAT, Refusal(429, "Too Many Requests", 20))
    async with post.delivering() as courier:
        await asyncio.sleep(0.5)
        await courier.drain(60)
        assert machine_time() == pytest.approx(3)
    assert post.states(engine) == ["sent", "pending", "pending", "pending"]


@timeless
async def test_draining_ends_in_time_and_the_next_start_says_what_was_cut_off(post: Post, engine: Engine) -> None:
    post.write(1, "one", "two")
    post.write(BOB_CHAT, "one")
    post.telegram.next_answers(1, Slow(60))
    task = asyncio.create_task(post.courier.run())
    await asyncio.sleep(2)
    await post.courier.drain(5)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert machine_time() == pytest.approx(7, abs=0.1)
    assert post.states(engine) == ["sending", "pending", "sent"]
    post.store.run_here(lambda work: work.outbox.orphans_uncertain(2))
    post.next_start()
    async with post.delivering():
        pass
    assert texts(post.to(1)) == ["one", "one", "two"]
    assert post.states(engine) == ["sent"] * 3


@timeless
async def test_what_a_command_wrote_is_found_where_nobody_rings(post: Post, engine: Engine) -> None:
    async with post.delivering():
        await post.quiet()
        post.write(1, "from another process")
        await asyncio.sleep(20)
        assert post.states(engine) == ["sent"]


@timeless
async def test_no_more_is_under_way_than_may_be_said_twice(post: Post, engine: Engine) -> None:
    """What is under way when a process is killed is said again: 64 at most, however often the bell rings."""
    for chat_id in range(1, 101):
        post.write(chat_id, "one")
    post.telegram.next_answers("sendMessage", *[Slow(14)] * 100)
    async with post.delivering() as courier:
        for _ in range(5):
            courier.wake()
            await asyncio.sleep(1)
        assert post.states(engine).count("sending") == 64
    assert post.states(engine) == ["sent"] * 100


@timeless
async def test_where_there_was_no_room_it_is_looked_again_once_there_is(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is noted is still under way when the same commit looks for more."""
    monkeypatch.setattr("bot.delivery.claims._AT_ONCE", 1)
    post.write(1, "one")
    post.write(2, "one")
    async with post.delivering():
        pass
    assert post.to(2)[0].at < 1


@timeless
async def test_chats_that_are_left_alone_for_a_while_hold_up_no_others(post: Post, engine: Engine) -> None:
    for chat_id in range(1, 65):
        post.write(chat_id, "one")
        post.telegram.next_answers(chat_id, Refusal(429, "Too Many Requests", 600))
    post.write(100, "one")
    async with post.delivering():
        await asyncio.sleep(10)
        assert post.states(engine) == ["pending"] * 64 + ["sent"]
