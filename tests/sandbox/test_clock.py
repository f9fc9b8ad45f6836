"""The clock that can be moved, and its stops."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox import clock as clock_module
from sandbox.server import Sandbox
from tests.sandbox.driver import Driver, MachineTime

START = "2026-11-24T09:00:00Z"


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _written(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


class TickingBot:
    """A bot that reads the clock again and again, and ticks what is due when it sees a new revision."""

    def __init__(self, driver: Driver, due: list[datetime], *, pending_reads: int = 0, forgets: bool = True) -> None:
        self.driver = driver
        self.due = due
        self.pending_reads = pending_reads  # how many readings it takes to work off what was ticked
        self.forgets = forgets  # whether it stops reporting what it has ticked
        self.ticked = -1
        self.ticks: list[datetime] = []
        self.read: asyncio.Event = asyncio.Event()

    async def run(self) -> None:
        pending = 0
        while True:
            nudge = _written(self.due[0]) if self.due else ""
            seen = await self.driver.report(self.ticked, pending, nudge)
            self.read.set()
            pending = max(0, pending - 1)
            now = _time(seen["now"])
            if seen["revision"] > self.ticked:
                self.ticked = seen["revision"]
                self.ticks.append(now)
                pending = self.pending_reads
            self.due = [moment for moment in self.due if moment > now or not self.forgets]
            await asyncio.sleep(0.005)


async def _with_bot(bot: TickingBot, move: dict[str, Any]) -> dict[str, Any]:
    running = asyncio.create_task(bot.run())
    await bot.read.wait()
    answer: dict[str, Any] = await asyncio.wait_for(bot.driver.post("clock", move), 10)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    return answer


async def _at_start(driver: Driver) -> None:
    await driver.post("clock", {"to": START, "jump": True})


def _near(moment: datetime, wanted: datetime) -> bool:
    return wanted <= moment < wanted + timedelta(seconds=20)


async def test_it_starts_with_the_machine_and_runs_with_it(driver: Driver, machine: MachineTime) -> None:
    first = _time((await driver.get("clock"))["now"])
    assert abs((first - datetime.now(UTC)).total_seconds()) < 5
    machine.ahead += 3600
    assert _near(_time((await driver.get("clock"))["now"]), first + timedelta(hours=1))


async def test_it_can_start_elsewhere() -> None:
    sandbox = Sandbox(clock_start=_time(START))
    assert _near(sandbox.clock.now, _time(START))
    assert sandbox.clock.revision == 0
    await sandbox.stop()


@pytest.mark.parametrize(
    ("move", "wanted"),
    [
        ({"advance": "2d 3h"}, "2026-11-26T12:00:00Z"),
        ({"advance": "1w1m30s"}, "2026-12-01T09:01:30Z"),
        ({"advance": "0.5h"}, "2026-11-24T09:30:00Z"),
        ({"advance": "-1h"}, "2026-11-24T08:00:00Z"),
        ({"advance": "1d", "jump": True}, "2026-11-25T09:00:00Z"),
        ({"to": "2026-12-01T13:30:00-05:00"}, "2026-12-01T18:30:00Z"),
        ({"to": "2026-11-20T00:00:00Z"}, "2026-11-20T00:00:00Z"),
    ],
)
async def test_moves_lead_where_they_say(driver: Driver, move: dict[str, Any], wanted: str) -> None:
    await _at_start(driver)
    answer = await driver.post("clock", move)
    assert _near(_time(answer["now"]), _time(wanted))
    assert answer["revision"] == 2
    assert answer["now"].endswith("Z")


@pytest.mark.parametrize(
    "move",
    [
        {},
        {"advance": "1d", "to": START},
        {"advance": "tomorrow"},
        {"advance": ""},
        {"advance": "5"},
        {"advance": "99999999999w"},
        {"advance": "900w 9000w"},
        {"to": "2026-11-24"},
        {"to": "2026-11-24T09:00:00"},
        {"to": "9999-12-31T23:59:59Z"},
    ],
)
async def test_nonsense_does_not_move_it(driver: Driver, move: dict[str, Any]) -> None:
    assert (await driver.post("clock", move, status=400))["error"]
    assert (await driver.get("clock"))["revision"] == 0


async def test_reading_tells_what_the_bot_reported(driver: Driver) -> None:
    assert (await driver.get("clock"))["next_nudge"] is None
    await driver.get(f"clock?ticked=0&pending=2&next_nudge={START}&next_session=2026-11-24T10:00:00Z")
    seen = await driver.get("clock")
    assert (seen["next_nudge"], seen["pending"]) == ("2026-11-24T09:00:00.000000Z", 2)
    assert seen["next_session"] == "2026-11-24T10:00:00.000000Z"
    assert "error" in await driver.get("clock?ticked=x", status=400)
    assert "error" in await driver.get("clock?ticked=0&next_nudge=soon", status=400)


async def test_a_forward_move_stops_at_every_due_moment_until_it_is_ticked(driver: Driver) -> None:
    await _at_start(driver)
    due = [_time(START) + timedelta(days=days) for days in (1, 2, 40)]
    bot = TickingBot(driver, [*due, _time(START) + timedelta(days=400)], pending_reads=3)
    answer = await _with_bot(bot, {"advance": "365d"})
    stops = [tick for tick in bot.ticks if tick > _time(START) + timedelta(hours=1)]
    assert len(stops) >= len(due)
    assert all(_near(stop, moment) for stop, moment in zip(stops, due, strict=False))
    assert _near(_time(answer["now"]), _time(START) + timedelta(days=365))
    assert answer["revision"] == 1 + 3 + 1


async def test_a_jump_stops_nowhere(driver: Driver) -> None:
    await _at_start(driver)
    bot = TickingBot(driver, [_time(START) + timedelta(days=1)])
    answer = await _with_bot(bot, {"advance": "3d", "jump": True})
    assert answer["revision"] == 2


async def test_a_stop_waits_until_nothing_is_pending(driver: Driver) -> None:
    await _at_start(driver)
    stop = _time(START) + timedelta(days=1)
    await driver.report(1, 0, _written(stop))
    moving = asyncio.create_task(driver.post("clock", {"advance": "2d"}))
    await _until(driver, 2, stop)
    for ticked, pending in ((1, 0), (2, 1), (2, 1)):
        await driver.report(ticked, pending)
        await asyncio.sleep(0.05)
        assert not moving.done()
    await driver.report(2, 0)
    assert (await asyncio.wait_for(moving, 5))["revision"] == 3


async def test_the_same_moment_reported_again_does_not_hold_it_up(driver: Driver) -> None:
    await _at_start(driver)
    bot = TickingBot(driver, [_time(START) + timedelta(days=1)], forgets=False)
    assert (await _with_bot(bot, {"advance": "2d"}))["revision"] == 3


async def test_a_silent_bot_is_not_waited_for(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    await _at_start(driver)
    stop = _time(START) + timedelta(days=1)
    monkeypatch.setattr(clock_module, "BOT_SILENCE", 0.2)
    await driver.report(1, 0, _written(stop))
    began = time.monotonic()
    answer = await driver.post("clock", {"advance": "2d"})
    assert _near(_time(answer["now"]), _time(START) + timedelta(days=2))
    assert time.monotonic() - began < 3


async def test_a_bot_that_never_finishes_is_waited_for_within_bounds(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _at_start(driver)
    monkeypatch.setattr(clock_module, "STOP_PATIENCE", 0.2)
    bot = TickingBot(driver, [_time(START) + timedelta(days=1)], pending_reads=1_000_000)
    answer = await _with_bot(bot, {"advance": "2d"})
    assert _near(_time(answer["now"]), _time(START) + timedelta(days=2))


async def test_moves_wait_for_each_other(driver: Driver) -> None:
    await _at_start(driver)
    await asyncio.gather(*(driver.post("clock", {"advance": "1d"}) for _ in range(3)))
    assert _near(_time((await driver.get("clock"))["now"]), _time(START) + timedelta(days=3))


async def _until(driver: Driver, revision: int, next_nudge: datetime) -> None:
    """Read the clock as a bot that has ticked nothing new, until it is at this revision."""
    for _ in range(500):
        if (await driver.report(1, 0, _written(next_nudge)))["revision"] == revision:
            return
        await asyncio.sleep(0.01)
    pytest.fail("the clock did not get there")
