"""getUpdates and its long poll."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from tests.sandbox.driver import ANA, Driver, MachineTime, keyboard


def _texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_come_again_until_a_higher_offset_confirms_them(driver: Driver) -> None:
    for text in ("one", "two", "three"):
        await driver.say(text)
    first = await driver.done("getUpdates", limit=2)
    assert _texts(first) == ["one", "two"]
    again = await driver.done("getUpdates", offset=first[0]["update_id"])
    assert _texts(again) == ["one", "two", "three"]
    rest = await driver.done("getUpdates", offset=first[1]["update_id"] + 1)
    assert _texts(rest) == ["three"]
    assert _texts(await driver.done("getUpdates", offset=first[0]["update_id"])) == ["three"]
    assert (await driver.done("getWebhookInfo"))["pending_update_count"] == 1


async def test_a_negative_offset_keeps_the_last_and_forgets_the_others(driver: Driver) -> None:
    for text in ("one", "two", "three"):
        await driver.say(text)
    assert _texts(await driver.done("getUpdates", offset=-2)) == ["two", "three"]
    assert (await driver.done("getWebhookInfo"))["pending_update_count"] == 2
    assert await driver.done("getUpdates", offset=-9, limit=1)
    assert (await driver.done("getWebhookInfo"))["pending_update_count"] == 2


async def test_the_same_offset_again_at_once_gets_one_update_alone(driver: Driver) -> None:
    for text in ("one", "two", "three"):
        await driver.say(text)
    assert len(await driver.done("getUpdates")) == 3
    assert _texts(await driver.done("getUpdates")) == ["one"]


async def test_a_long_poll_ends_when_something_is_said(driver: Driver) -> None:
    poll = asyncio.create_task(driver.done("getUpdates", timeout=50))
    await _open_poll(driver)
    await driver.say("hello")
    assert _texts(await asyncio.wait_for(poll, 5)) == ["hello"]


async def test_a_second_poll_ends_the_first_with_409(driver: Driver) -> None:
    first = asyncio.create_task(driver.refused("getUpdates", timeout=50))
    await _open_poll(driver)
    second = asyncio.create_task(driver.done("getUpdates", timeout=50))
    assert await asyncio.wait_for(first, 5) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    await driver.say("hello")
    assert _texts(await asyncio.wait_for(second, 5)) == ["hello"]


async def test_a_caller_who_leaves_frees_the_poll_and_loses_nothing(driver: Driver) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(driver.done("getUpdates", timeout=50), 0.1)
    await driver.say("hello")
    assert _texts(await driver.done("getUpdates")) == ["hello"]
    polls = [call for call in (await driver.get("calls"))["calls"] if call["method"] == "getUpdates"]
    assert [call["status"] for call in polls] == [None, 200]


async def test_updates_live_24_hours_and_taps_150_seconds_of_machine_time(driver: Driver, machine: MachineTime) -> None:
    sent = await driver.sent(reply_markup=keyboard([("Yes", "y")]))
    await driver.post("press", {"user": ANA, "message_id": sent, "label": "Yes"})
    await driver.post("clock", {"advance": "2d"})
    assert len(await driver.done("getUpdates")) == 2
    machine.ahead += 151
    assert (await driver.done("getWebhookInfo"))["pending_update_count"] == 1
    assert _texts(await driver.done("getUpdates")) == ["/start"]
    machine.ahead += 24 * 3600
    assert await driver.done("getUpdates") == []


async def test_allowed_updates_persist_when_omitted_and_hold_for_what_comes_after(driver: Driver) -> None:
    spoken = await driver.say("one")
    edit = {"user": ANA, "message_id": spoken, "text": "two"}
    await driver.post("edit", edit)
    updates = await driver.done("getUpdates", allowed_updates=["message"])
    assert [set(update) - {"update_id"} for update in updates] == [{"message"}, {"edited_message"}]
    await driver.done("getUpdates", offset=updates[1]["update_id"] + 1)
    await driver.post("edit", edit | {"text": "three"})
    assert await driver.done("getUpdates") == []
    assert (await driver.done("getWebhookInfo"))["allowed_updates"] == ["message"]
    await driver.done("getUpdates", allowed_updates=[])
    await driver.post("edit", edit | {"text": "four"})
    assert len(await driver.done("getUpdates")) == 1


async def test_a_poll_lasts_as_long_as_it_says(driver: Driver) -> None:
    began = time.monotonic()
    assert await driver.done("getUpdates", timeout=1) == []
    assert time.monotonic() - began >= 0.99


async def _open_poll(driver: Driver) -> None:
    """Return once a poll that waits has come in."""
    for _ in range(500):
        calls = (await driver.get("calls"))["calls"]
        if any(call["method"] == "getUpdates" and call["status"] is None for call in calls):
            return
        await asyncio.sleep(0.01)
    pytest.fail("no poll came in")
