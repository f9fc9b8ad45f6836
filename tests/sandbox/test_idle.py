"""Knowing that the bot has nothing left to do."""

from __future__ import annotations

import asyncio

import pytest

from sandbox import idle
from sandbox.calls import Calls
from tests.sandbox.driver import ANA, Driver


async def _idle(driver: Driver, seconds: int = 10) -> bool:
    async with driver.session.get(f"/sandbox/idle?timeout={seconds}") as response:
        assert response.status in {200, 504}
        return response.status == 200


async def _acknowledge(driver: Driver) -> None:
    updates = await driver.done("getUpdates")
    await driver.done("getUpdates", offset=updates[-1]["update_id"] + 1)


class Reporting:
    """A bot that keeps reporting while the block runs."""

    def __init__(self, driver: Driver, ticked: int = 0, pending: int = 0) -> None:
        self.driver, self.ticked, self.pending = driver, ticked, pending

    async def __aenter__(self) -> Reporting:
        self._task = asyncio.create_task(self._report())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.wait({self._task})

    async def _report(self) -> None:
        while True:
            await self.driver.report(self.ticked, self.pending)
            await asyncio.sleep(0.02)


async def test_a_bot_with_nothing_to_do_is_idle(driver: Driver) -> None:
    async with Reporting(driver):
        assert await _idle(driver)


async def test_without_a_bot_nothing_is_ever_idle(driver: Driver) -> None:
    assert not await _idle(driver, 1)
    assert "error" in await driver.get("idle?timeout=0", status=504)
    assert "error" in await driver.get("idle?timeout=soon", status=400)


async def test_not_while_an_update_is_unconfirmed(driver: Driver) -> None:
    async with Reporting(driver):
        await driver.say("hello")
        await driver.done("getUpdates")
        assert not await _idle(driver, 1)
        await _acknowledge(driver)
        assert await _idle(driver)


async def test_not_while_something_is_pending(driver: Driver) -> None:
    async with Reporting(driver, pending=1) as bot:
        assert not await _idle(driver, 1)
        bot.pending = 0
        assert await _idle(driver)


async def test_not_before_the_present_revision_is_ticked(driver: Driver) -> None:
    async with Reporting(driver) as bot:
        await driver.post("clock", {"advance": "1h", "jump": True})
        assert not await _idle(driver, 1)
        bot.ticked = 1
        assert await _idle(driver)


@pytest.mark.parametrize("happening", ["acknowledgement", "revision"])
async def test_reports_from_before_do_not_count_nor_one_that_may_have_been_on_its_way(
    driver: Driver, happening: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle, "QUIET_SECONDS", 0.0)  # so that only the reports are missing
    if happening == "acknowledgement":
        await driver.say("hello")
    for _ in range(3):
        await driver.report(9)
    if happening == "acknowledgement":
        await _acknowledge(driver)
    else:
        await driver.post("clock", {"advance": "1s", "jump": True})
    assert not await _idle(driver, 0)
    await driver.report(9)
    assert not await _idle(driver, 0)
    await driver.report(9)
    assert await _idle(driver, 0)


async def test_not_until_calls_have_ceased_for_a_while(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    await driver.say("hello")
    await _acknowledge(driver)
    async with Reporting(driver):
        await driver.done("sendMessage", chat_id=ANA, text="x")
        assert idle.QUIET_SECONDS == 0.3
        monkeypatch.setattr(idle, "QUIET_SECONDS", 60.0)
        assert not await _idle(driver, 1)
        monkeypatch.undo()
        assert await _idle(driver)


def test_an_open_poll_is_quiet_and_any_other_call_is_not() -> None:
    calls = Calls()
    calls.begin("getUpdates", at="")
    assert calls.quiet() > 0
    call = calls.begin("sendMessage", at="")
    assert calls.quiet() == 0
    calls.end(call)
    assert calls.quiet() > 0
