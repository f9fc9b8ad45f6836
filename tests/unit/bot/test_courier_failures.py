"""Delivery when Telegram, the person or the database will not have it."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest
from sqlalchemy import Engine
from telegram.error import TimedOut

from bot.request import NotSentError
from storage.person import Person
from tests.storage.practice import NOW, on_sqlite, raw
from tests.unit.bot.fakes import Refusal, Slow
from tests.unit.bot.post import Post, seconds, texts
from tests.unit.bot.timeless import timeless

pytestmark = on_sqlite

BLOCKED = Refusal(403, "Forbidden: bot was blocked by the user")


def concerns(engine: Engine) -> list[tuple[str, int]]:
    return [(row.kind, row.about) for row in raw(engine, "SELECT kind, about FROM concern ORDER BY id")]


@timeless
async def test_a_flood_wait_holds_its_own_chat_for_as_long_as_asked(post: Post, engine: Engine) -> None:
    post.write(1, "one", "two")
    post.write(2, "one", "two")
    post.telegram.next_answers(1, Refusal(429, "Too Many Requests", 20))
    async with post.delivering():
        pass
    assert texts(post.to(1)) == ["one", "one", "two"]
    assert post.to(1)[1].at >= 20
    assert post.to(2)[-1].at < 5
    assert post.states(engine) == ["sent"] * 4


@timeless
async def test_what_never_left_goes_again_in_its_place(post: Post, engine: Engine) -> None:
    post.write(1, "one", "two")
    post.telegram.next_answers(1, NotSentError("refused"), NotSentError("refused"))
    async with post.delivering():
        await asyncio.sleep(0.5)
        assert post.states(engine) == ["pending", "pending"]
    assert texts(post.to(1)) == ["one", "one", "one", "two"]
    first, second, third, _ = seconds(post.to(1))
    assert (second - first, third - second) == (1.0, 2.0), "each wait twice as long as the one before"


@timeless
async def test_a_claim_whose_end_was_not_heard_holds_up_nobody(post: Post, engine: Engine) -> None:
    """Committed, and the connection lost: those messages stand as being sent, and nobody sends them."""
    post.write(1, "one", "two")
    post.write(2, "one")
    post.store.unheard = 1
    async with post.delivering():
        pass
    assert texts(post.to(1)) == ["one", "two"]
    assert texts(post.to(2)) == ["one"]
    assert post.states(engine) == ["sent"] * 3


@timeless
async def test_a_second_claim_of_a_row_whose_end_was_not_heard_holds_up_nobody(post: Post, engine: Engine) -> None:
    """It was in hand before, and is not any more."""
    post.write(1, "one")
    post.telegram.next_answers(1, NotSentError("refused"))
    async with post.delivering():
        await asyncio.sleep(0.5)
        assert post.states(engine) == ["pending"]
        post.store.unheard = 1
    assert texts(post.to(1)) == ["one", "one"]
    assert post.states(engine) == ["sent"]


@timeless
async def test_a_claim_that_came_to_its_end_late_holds_up_nobody_for_long(post: Post, engine: Engine) -> None:
    """Lost, then after all committed: it was not there yet when it was looked for."""
    async with post.delivering():
        await post.quiet()
        post.write(1, "one")
        post.store.run_here(lambda work: work.outbox.claim(post.term.fence, [], 1))
        await asyncio.sleep(20)
        assert post.states(engine) == ["sent"]


@timeless
async def test_a_note_whose_end_was_not_heard_says_nothing_twice_and_holds_up_nothing(
    post: Post, engine: Engine
) -> None:
    """The next of the chat was claimed by the same commit."""
    post.write(1, "one", "two")
    post.telegram.next_answers(1, Slow(1))
    async with post.delivering():
        await asyncio.sleep(0.5)
        post.store.unheard = 1
    assert post.store.unheard == 0
    assert texts(post.to(1)) == ["one", "two"]
    assert post.states(engine) == ["sent"] * 2


@timeless
async def test_what_is_being_sent_meanwhile_was_heard_of(post: Post, engine: Engine) -> None:
    """The second waits for its slot; what becomes of it is noted, and it is not sent again."""
    post.write(1, "one", "two")
    post.telegram.next_answers(1, None, Refusal(400, "Bad Request: chat not found"))
    async with post.delivering() as courier:
        await asyncio.sleep(0.5)
        post.write(2, "one")
        post.store.unheard = 1
        courier.wake()
    assert texts(post.to(1)) == ["one", "two"]
    assert post.states(engine) == ["sent", "dead", "sent"]


@timeless
async def test_a_long_outage_is_tried_at_least_every_minute(post: Post) -> None:
    post.write(1, "one")
    post.telegram.next_answers(1, *[NotSentError("refused")] * 12)
    async with post.delivering():
        pass
    times = [call.at for call in post.to(1)]
    assert max(later - before for before, later in pairwise(times)) == pytest.approx(60, abs=1)


@pytest.mark.parametrize("lost", [TimedOut(), Refusal(502, "Bad Gateway")])
@timeless
async def test_a_lost_reply_is_uncertain_and_said_again_before_what_follows(
    post: Post, engine: Engine, lost: Exception | Refusal
) -> None:
    post.write(1, "one", "two")
    post.telegram.next_answers(1, lost)
    async with post.delivering():
        await asyncio.sleep(0.5)
        assert post.states(engine) == ["uncertain", "pending"]
    assert texts(post.to(1)) == ["one", "one", "two"]
    assert post.states(engine) == ["sent", "sent"]


@timeless
async def test_an_edit_that_changes_nothing_is_done(post: Post, engine: Engine) -> None:
    (shown,) = post.write(1, "asked")
    post.telegram.next_answers(1, None, Refusal(400, "Bad Request: message is not modified"))
    async with post.delivering():
        await post.quiet()
        post.edit(1, shown, "asked")
        post.courier.wake()
    assert post.states(engine) == ["sent", "sent"]
    assert len(post.to(1)) == 2


@timeless
async def test_an_edit_of_a_message_deleted_meanwhile_is_said_anew(post: Post, engine: Engine) -> None:
    (shown,) = post.write(1, "asked")
    post.telegram.next_answers(1, None, Refusal(400, "Bad Request: message to edit not found"))
    async with post.delivering():
        await post.quiet()
        post.edit(1, shown, "answered")
        post.courier.wake()
    assert [call.method for call in post.to(1)] == ["sendMessage", "editMessageText", "sendMessage"]
    assert post.telegram.texts[-1] == "answered"
    assert post.states(engine) == ["sent", "sent"]


@timeless
async def test_who_shuts_the_bot_out_is_noted_and_not_tried_again(post: Post, engine: Engine, alice: Person) -> None:
    post.write(alice.telegram_id, "one", "two")
    post.telegram.next_answers(alice.telegram_id, BLOCKED)
    async with post.delivering():
        pass
    assert post.states(engine) == ["dead", "sent"]
    assert raw(engine, "SELECT error FROM outbox WHERE state = 'dead'") == [("forbidden",)]
    assert len(raw(engine, "SELECT id FROM member WHERE blocked_at IS NOT NULL")) == 1
    assert concerns(engine) == [("unreachable", alice.id)]


@timeless
async def test_what_telegram_will_not_have_holds_nobody_up(post: Post, engine: Engine) -> None:
    post.write(1, "one", "two")
    post.telegram.next_answers(1, Refusal(400, "Bad Request: can't parse entities"))
    async with post.delivering():
        pass
    assert post.states(engine) == ["dead", "sent"]
    assert concerns(engine) == [("undelivered", 0)]


@timeless
async def test_a_row_that_is_no_card_holds_nobody_up(post: Post, engine: Engine) -> None:
    post.store.run_here(lambda work: work.outbox.send(1, "no card", NOW))
    post.write(1, "two")
    async with post.delivering():
        pass
    assert post.states(engine) == ["dead", "sent"]


@timeless
async def test_a_lost_token_is_told_and_the_message_kept(post: Post, engine: Engine) -> None:
    post.write(1, "one")
    post.telegram.next_answers(1, Refusal(401, "Unauthorized"))
    async with post.delivering():
        await asyncio.sleep(0.5)
        assert post.token_doubted == [True]
        assert post.states(engine) == ["pending"]


@timeless
async def test_an_outage_while_a_result_is_noted_says_nothing_twice(post: Post, engine: Engine) -> None:
    post.write(1, "one", "two")
    post.telegram.next_answers(1, Slow(1))
    async with post.delivering():
        await asyncio.sleep(0.5)
        post.store.outages = 20
    assert post.store.outages == 0
    assert texts(post.to(1)) == ["one", "two"]
    assert post.states(engine) == ["sent", "sent"]


@timeless
async def test_an_outage_while_looking_for_work_is_waited_out(post: Post, engine: Engine) -> None:
    post.write(1, "one")
    post.store.outages = 10
    async with post.delivering():
        pass
    assert post.states(engine) == ["sent"]
    assert post.to(1)[0].at == pytest.approx(5)


@timeless
async def test_what_cannot_be_noted_does_not_stand_as_being_sent_for_good(
    post: Post, engine: Engine, alice: Person
) -> None:
    raw(engine, "UPDATE member SET called = x'00'")  # opens with no key
    post.write(alice.telegram_id, "one", "two")
    post.telegram.next_answers(alice.telegram_id, BLOCKED, BLOCKED)
    async with post.delivering():
        pass
    assert post.states(engine) == ["sent", "sent"]
    assert texts(post.to(alice.telegram_id)) == ["one", "one", "one", "two"]
    assert post.to(alice.telegram_id)[-1].at > 120, "a minute between the tries"


@timeless
async def test_a_note_that_breaks_off_leaves_its_chat_alone_for_a_minute(
    post: Post, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    note, errors = post.courier._sent_ones.note, [LookupError("the note's own")]

    async def breaks_off_once(outbox_id: int, message_id: int | None) -> None:
        if errors:
            raise errors.pop()
        await note(outbox_id, message_id)

    monkeypatch.setattr(post.courier._sent_ones, "note", breaks_off_once)
    post.write(1, "one", "two")
    async with post.delivering() as courier:
        await asyncio.sleep(5)
        courier.wake()
    assert texts(post.to(1)) == ["one", "one", "two"]
    assert post.to(1)[1].at > 59
    assert post.states(engine) == ["sent", "sent"]
