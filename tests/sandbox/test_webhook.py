"""Real calls to a webhook."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import islice
from typing import Any

import pytest
from aiohttp import web

from sandbox.bot_api import webhook
from tests.sandbox.driver import ANA, Driver


class BotServer:
    """A bot that is called: it keeps what it was sent, and answers as told."""

    def __init__(self) -> None:
        self.url = ""
        self.heard: asyncio.Queue[tuple[dict[str, Any], str | None]] = asyncio.Queue()
        self.answers: list[web.Response] = []

    async def hear(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.heard.put_nowait((await request.json(), secret))
        return self.answers.pop(0) if self.answers else web.Response()

    async def next_text(self) -> str:
        update, _ = await asyncio.wait_for(self.heard.get(), 5)
        return str(update["message"]["text"])


@pytest.fixture
async def called(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BotServer]:
    monkeypatch.setattr(webhook, "FIRST_RETRY", 0.01)
    bot = BotServer()
    application = web.Application()
    application.router.add_post("/hook", bot.hear)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    bot.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield bot
    await runner.cleanup()


async def _settled(driver: Driver) -> dict[str, Any]:
    """The webhook's info once nothing is pending."""
    for _ in range(500):
        info: dict[str, Any] = await driver.done("getWebhookInfo")
        if not info["pending_update_count"]:
            return info
        await asyncio.sleep(0.01)
    pytest.fail("updates are left")


async def test_updates_are_delivered_in_order_with_the_secret(driver: Driver, called: BotServer) -> None:
    await driver.say("before")
    asked = {"url": called.url, "secret_token": "s3cret_-", "max_connections": 5}  # pragma: allowlist secret
    assert await driver.done("setWebhook", **asked) is True
    await driver.say("after")
    update, secret = await asyncio.wait_for(called.heard.get(), 5)
    assert (update["message"]["text"], secret) == ("before", "s3cret_-")
    assert await called.next_text() == "after"
    info = await _settled(driver)
    assert (info["url"], info["max_connections"]) == (called.url, 5)


async def test_a_failure_is_tried_again_until_it_is_taken(driver: Driver, called: BotServer) -> None:
    called.answers = [web.Response(status=500), web.Response(status=404), web.Response(status=204)]
    await driver.done("setWebhook", url=called.url)
    await driver.say("one")
    await driver.say("two")
    assert [await called.next_text() for _ in range(4)] == ["one", "one", "one", "two"]
    info = await _settled(driver)
    assert "404" in info["last_error_message"]


def test_retries_come_at_doubling_distances() -> None:
    assert list(islice(webhook.retry_pauses(), 8)) == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_the_answer_may_carry_a_method(driver: Driver, called: BotServer) -> None:
    called.answers = [web.json_response({"method": "sendMessage", "chat_id": ANA, "text": "noted"})]
    await driver.done("setWebhook", url=called.url)
    await driver.say("one")
    await _settled(driver)
    assert [message["text"] for message in await driver.chat()] == ["one", "noted"]
    calls = (await driver.get("calls"))["calls"]
    assert ("sendMessage", 200) in [(call["method"], call["status"]) for call in calls]


async def test_a_webhook_and_polling_exclude_each_other(driver: Driver, called: BotServer) -> None:
    poll = asyncio.create_task(driver.refused("getUpdates", timeout=50))
    await asyncio.sleep(0.1)
    await driver.done("setWebhook", url=called.url)
    assert await asyncio.wait_for(poll, 5) == (409, "Conflict: terminated by setWebhook request")
    status, sentence = await driver.refused("getUpdates")
    assert (status, "while webhook is active" in sentence) == (409, True)
    await driver.done("deleteWebhook")
    await driver.say("one")
    assert len(await driver.done("getUpdates")) == 1


async def test_pending_updates_go_only_when_told(driver: Driver) -> None:
    await driver.say("one")
    await driver.done("deleteWebhook")
    assert (await driver.done("getWebhookInfo"))["pending_update_count"] == 1
    await driver.done("deleteWebhook", drop_pending_updates=True)
    assert (await driver.done("getWebhookInfo"))["pending_update_count"] == 0


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"url": "https://example.org/hook"}, 400),
        ({"url": "ftp://127.0.0.1/"}, 400),
        ({"url": "http://127.0.0.1/", "secret_token": "no spaces"}, 400),  # pragma: allowlist secret
        ({"url": "http://127.0.0.1/", "max_connections": 101}, 400),
        ({"url": "http://127.0.0.1/", "ip_address": "127.0.0.1"}, 501),
    ],
)
async def test_a_wrong_webhook_is_refused(driver: Driver, params: dict[str, Any], status: int) -> None:
    assert (await driver.refused("setWebhook", **params))[0] == status
    assert (await driver.done("getWebhookInfo"))["url"] == ""


async def test_a_chat_that_is_not_taken_holds_up_no_other(driver: Driver, called: BotServer) -> None:
    called.answers = [web.Response(status=500) for _ in range(3)]
    await driver.say("one")
    await driver.say("two")
    await driver.say("hello", user=ANA + 1)
    await driver.done("setWebhook", url=called.url)
    heard = [await called.next_text() for _ in range(6)]
    assert set(heard) == {"one", "two", "hello"}
    assert heard.index("two") > max(place for place, text in enumerate(heard) if text == "one")
    assert heard.index("hello") < heard.index("two"), "it did not wait for its turn behind the other chat"
