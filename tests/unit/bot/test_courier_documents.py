"""A document on its way: made when its turn comes, in its place among the messages, and never holding them up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.documents import Recipe
from bot.paper.apart import ToldToStopError
from bot.paper.calendar import written
from bot.paper.chart import draw
from bot.wording import calendar, trends
from bot.wording.privacy import exporting
from bot.wording.supervision.paper import not_made
from storage.person import Person
from storage.work import UnitOfWork
from tests.storage.practice import ALICE_CHAT, NEW_YORK, NOW, on_sqlite, raw
from tests.unit.bot.fakes import Refusal
from tests.unit.bot.post import Post, texts
from tests.unit.bot.timeless import timeless

pytestmark = [on_sqlite, pytest.mark.usefixtures("alice")]


@pytest.fixture(autouse=True)
def typeset_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Typeset in place: a loop without time does not wait for a thread."""

    async def in_place(work: Callable[..., object], *arguments: object) -> object:
        return work(*arguments)

    monkeypatch.setattr("bot.delivery.documents.asyncio.to_thread", in_place)


def queued(post: Post, member_id: int) -> None:
    recipe = Recipe.agenda(member_id, False, NOW, NEW_YORK, "The agenda")
    post.store.run_here(lambda work: work.outbox.document(ALICE_CHAT, recipe.to_json(), NOW))


@timeless
async def test_it_is_sent_in_its_place_and_its_recipe_goes(post: Post, alice: Person, engine: Engine) -> None:
    post.write(ALICE_CHAT, "before")
    queued(post, alice.id)
    post.write(ALICE_CHAT, "after")
    async with post.delivering():
        pass
    assert [call.method for call in post.to(ALICE_CHAT)] == ["sendMessage", "sendDocument", "sendMessage"]
    assert post.states(engine) == ["sent"] * 3
    assert raw(engine, "SELECT id FROM outbox WHERE body IS NOT NULL") == []


@timeless
async def test_one_that_cannot_be_made_holds_nobody_up(post: Post, engine: Engine) -> None:
    queued(post, 99)  # no such member
    post.write(ALICE_CHAT, "after")
    async with post.delivering():
        pass
    assert texts(post.to(ALICE_CHAT)) == ["after", not_made().html], "and whoever asked for it is told"
    assert post.states(engine) == ["dead", "sent", "sent"]
    assert [row.error for row in raw(engine, "SELECT error FROM outbox WHERE state = 'dead'")] == ["LookupError"]


@timeless
async def test_a_locked_account_hears_nothing_of_one_that_was_not_made(
    post: Post, alice: Person, engine: Engine
) -> None:
    post.store.run_here(lambda work: work.members.lock(alice.id, NOW))
    queued(post, alice.id)
    async with post.delivering():
        pass
    assert post.to(ALICE_CHAT) == []
    assert post.states(engine) == ["dead"]


@timeless
async def test_an_export_that_cannot_be_made_says_so_in_its_own_words(post: Post, engine: Engine) -> None:
    recipe = Recipe.export(99, True, NOW, NEW_YORK, "All that is yours")
    post.store.run_here(lambda work: work.outbox.document(ALICE_CHAT, recipe.to_json(), NOW))
    async with post.delivering():
        pass
    assert texts(post.to(ALICE_CHAT)) == [exporting.not_made().html]
    assert post.states(engine) == ["dead", "sent"]


@timeless
async def test_an_export_is_sent_as_a_file(post: Post, alice: Person) -> None:
    recipe = Recipe.export(alice.id, True, NOW, NEW_YORK, "All that is yours")
    post.store.run_here(lambda work: work.outbox.document(ALICE_CHAT, recipe.to_json(), NOW))
    async with post.delivering():
        pass
    (call,) = post.telegram.of("sendDocument")
    assert call.parameters["caption"] == "All that is yours"


def asked_for_trends(post: Post, member_id: int) -> None:
    recipe = Recipe.trends(member_id, NOW, NEW_YORK)
    post.store.run_here(lambda work: work.outbox.document(ALICE_CHAT, recipe.to_json(), NOW))


@timeless
async def test_trends_are_sent_as_a_picture_that_may_leave(post: Post, alice: Person, engine: Engine) -> None:
    asked_for_trends(post, alice.id)
    async with post.delivering():
        pass
    (call,) = post.to(ALICE_CHAT)
    assert call.method == "sendPhoto"
    assert call.parameters["caption"].startswith("Your referrals, Tue 24 Nov, in words.\nNow: nothing open.")
    assert call.parameters["protect_content"] is False
    assert raw(engine, "SELECT id FROM outbox WHERE message_id IS NULL OR body IS NOT NULL") == []


@timeless
async def test_a_picture_is_drawn_off_the_loop(post: Post, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    threaded: list[object] = []

    async def noting(work: Callable[..., bytes], *arguments: object) -> bytes:
        threaded.append(work)
        return work(*arguments)

    monkeypatch.setattr("bot.delivery.documents.asyncio.to_thread", noting)
    asked_for_trends(post, alice.id)
    async with post.delivering():
        pass
    assert threaded == [draw]


@timeless
async def test_trends_that_cannot_be_made_say_so_in_their_own_words(
    post: Post, alice: Person, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_paint(_chart: object) -> bytes:
        raise OSError("no font")

    monkeypatch.setattr("bot.delivery.documents.draw", out_of_paint)
    asked_for_trends(post, alice.id)
    post.write(ALICE_CHAT, "after")
    async with post.delivering():
        pass
    assert texts(post.to(ALICE_CHAT)) == ["after", trends.not_made().html]
    assert post.states(engine) == ["dead", "sent", "sent"]


@timeless
async def test_a_picture_that_telegram_will_not_have_is_told_of_too(post: Post, alice: Person, engine: Engine) -> None:
    post.telegram.next_answers("sendPhoto", Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED"))
    asked_for_trends(post, alice.id)
    async with post.delivering():
        pass
    assert texts(post.to(ALICE_CHAT)[1:]) == [trends.not_made().html]
    assert post.states(engine) == ["dead", "sent"]


@timeless
async def test_who_was_locked_since_gets_no_picture(post: Post, alice: Person, engine: Engine) -> None:
    post.store.run_here(lambda work: work.members.lock(alice.id, NOW))
    asked_for_trends(post, alice.id)
    async with post.delivering():
        pass
    assert post.to(ALICE_CHAT) == []
    assert post.states(engine) == ["dead"]


@timeless
async def test_a_recipe_that_nobody_can_read_holds_nobody_up(post: Post, engine: Engine) -> None:
    post.store.run_here(lambda work: work.outbox.document(ALICE_CHAT, "no recipe", NOW))
    async with post.delivering():
        pass
    assert post.states(engine) == ["dead", "sent"]


@timeless
async def test_it_is_tried_again_like_any_message(post: Post, alice: Person, engine: Engine) -> None:
    post.telegram.next_answers("sendDocument", Refusal(429, "Too Many Requests: retry after 3", retry_after=3))
    queued(post, alice.id)
    async with post.delivering():
        pass
    assert len(post.telegram.of("sendDocument")) == 2
    assert post.states(engine) == ["sent"]


@timeless
async def test_making_it_writes_nothing(
    post: Post, alice: Person, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meddling(work: UnitOfWork, **_more: object) -> dict[str, object]:
        work.directory.add("A service nobody asked for")
        return {}

    monkeypatch.setattr("bot.delivery.documents.gather", meddling)
    monkeypatch.setattr("bot.delivery.documents.typeset_apart", lambda _paper: b"%PDF")
    queued(post, alice.id)
    before = raw(engine, "SELECT id FROM service")
    async with post.delivering():
        pass
    assert post.states(engine) == ["sent"]
    assert raw(engine, "SELECT id FROM service") == before


@timeless
async def test_a_database_out_of_reach_means_later(post: Post, alice: Person, engine: Engine) -> None:
    queued(post, alice.id)
    async with post.delivering():
        post.store.outages = 3
    assert len(post.telegram.of("sendDocument")) == 1
    assert post.states(engine) == ["sent"]


@timeless
async def test_one_whose_making_was_stopped_with_the_service_is_made_again(
    post: Post, alice: Person, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stays in its place for the next start, and nobody is told that it could not be made."""
    stopped = iter([True, False])

    def typeset(_paper: Mapping[str, Any]) -> bytes:
        if next(stopped):
            raise ToldToStopError
        return b"%PDF-"

    monkeypatch.setattr("bot.delivery.documents.typeset_apart", typeset)
    queued(post, alice.id)
    async with post.delivering():
        pass
    assert [call.method for call in post.to(ALICE_CHAT)] == ["sendDocument"]
    assert post.states(engine) == ["sent"]


def asked_for_a_calendar(post: Post, member_id: int) -> None:
    recipe = Recipe.calendar(member_id, NOW, NEW_YORK, "For your calendar")
    post.store.run_here(lambda work: work.outbox.document(ALICE_CHAT, recipe.to_json(), NOW))


@timeless
async def test_a_calendar_is_sent_as_a_file_and_written_off_the_loop(
    post: Post, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    threaded: list[object] = []

    async def noting(work: Callable[..., bytes], *arguments: object) -> bytes:
        threaded.append(work)
        return work(*arguments)

    monkeypatch.setattr("bot.delivery.documents.asyncio.to_thread", noting)
    asked_for_a_calendar(post, alice.id)
    async with post.delivering():
        pass
    (call,) = post.telegram.of("sendDocument")
    assert (call.parameters["caption"], call.parameters["protect_content"]) == ("For your calendar", False)
    assert threaded == [written]


@timeless
@pytest.mark.parametrize("locked", [False, True])
async def test_a_calendar_is_for_its_member_alone(post: Post, alice: Person, locked: bool) -> None:
    """Asked for by who is none, she is told; locked since, she hears nothing."""
    if locked:
        post.store.run_here(lambda work: work.members.lock(alice.id, NOW))
    asked_for_a_calendar(post, alice.id if locked else 99)
    async with post.delivering():
        pass
    assert texts(post.to(ALICE_CHAT)) == ([] if locked else [calendar.not_made().html])
