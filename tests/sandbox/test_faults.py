"""Faults on order, over real connections."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.sandbox.driver import ANA, Driver


async def test_a_flood_answers_429_as_often_as_told(driver: Driver) -> None:
    await driver.say("hello")
    await driver.post("fault", {"method": "sendMessage", "status": 429, "retry_after": 3, "times": 2})
    for _ in range(2):
        assert await driver.api("sendMessage", chat_id=ANA, text="x") == (
            429,
            {
                "ok": False,
                "error_code": 429,
                "description": "Too Many Requests: retry after 3",
                "parameters": {"retry_after": 3},
            },
        )
    await driver.done("sendMessage", chat_id=ANA, text="x")
    calls = (await driver.get("calls"))["calls"]
    assert [call["status"] for call in calls] == [429, 429, 200]
    assert calls[0]["params"] == {"chat_id": ANA, "text": "x"}
    assert len(await driver.chat()) == 2


async def test_only_the_method_meant_is_met_or_any(driver: Driver) -> None:
    await driver.post("fault", {"method": "sendmessage", "status": 500})
    await driver.done("getMe")
    assert await driver.refused("sendMessage", chat_id=ANA, text="x") == (500, "Internal Server Error")
    await driver.post("fault", {"method": "*", "status": 403, "description": "Forbidden: user is deactivated"})
    assert await driver.refused("getMe") == (403, "Forbidden: user is deactivated")
    await driver.done("getMe")


async def test_an_empty_error_has_no_body(driver: Driver) -> None:
    await driver.post("fault", {"method": "getMe", "status": 404, "empty": True})
    async with driver.session.get(f"{driver.bot_path}/getMe") as response:
        assert (response.status, await response.read()) == (404, b"")
    await driver.done("getMe")


async def test_an_empty_order_clears_all(driver: Driver) -> None:
    assert await driver.post("fault", {"method": "*", "status": 500, "times": 5}) == {"faults": 5}
    assert await driver.post("fault", {}) == {"faults": 0}
    await driver.done("getMe")


@pytest.mark.parametrize(
    ("drop", "processed", "broken"),
    [
        ("before", False, aiohttp.ServerDisconnectedError),
        ("after", True, aiohttp.ServerDisconnectedError),
        ("midway", True, aiohttp.ClientPayloadError),
    ],
)
async def test_a_connection_breaks_where_it_is_told_to(
    driver: Driver, drop: str, processed: bool, broken: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    await driver.say("hello")
    await driver.post("fault", {"method": "sendMessage", "drop": drop})
    with pytest.raises(broken):
        await driver.api("sendMessage", chat_id=ANA, text="x")
    assert len(await driver.chat()) == 1 + processed
    await driver.done("sendMessage", chat_id=ANA, text="y")
    statuses = [call["status"] for call in (await driver.get("calls"))["calls"]]
    assert statuses == [200 if processed else None, 200]
    assert not caplog.records


async def test_midway_sends_half_of_the_answer(driver: Driver) -> None:
    await driver.post("fault", {"method": "getMe", "drop": "midway"})
    async with driver.session.get(f"{driver.bot_path}/getMe") as response:
        length = int(response.headers["content-length"])
        received = await response.content.readexactly(length // 2)
        assert received.startswith(b'{"ok":true')
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.content.read(1)


@pytest.mark.parametrize(
    "fault",
    [
        {"method": "sendLove", "status": 500},
        {"method": "*"},
        {"method": "*", "status": 500, "drop": "after"},
        {"method": "*", "status": 200},
        {"method": "*", "drop": "never"},
        {"method": "*", "status": 500, "times": 0},
        {"status": 500},
        {"method": "*", "status": "500"},
        {"method": "*", "drop": "after", "empty": True},
        {"method": "*", "status": 500, "empty": "yes"},
    ],
)
async def test_a_fault_that_cannot_be_is_refused(driver: Driver, fault: dict[str, Any]) -> None:
    assert (await driver.post("fault", fault, status=400))["error"]
    await driver.done("getMe")
