"""The sandbox's clock: followed closely, reported on honestly, and missed without harm."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.clock import Report, SandboxClock, SystemClock
from tests.unit.moments import NOW


class Sandbox:
    """Tells the time and takes reports, over HTTP."""

    def __init__(self) -> None:
        self.now = NOW
        self.revision = 0
        self.away = False
        self.reports: list[dict[str, str]] = []
        self.read = asyncio.Condition()
        app = web.Application()
        app.router.add_get("/clock", self._tell)
        self.http = TestServer(app)

    async def ticked(self, revision: int) -> None:
        """Returns once the bot says it has acted on this revision."""
        async with self.read:
            await self.read.wait_for(lambda: self.reports and self.reports[-1].get("ticked") == str(revision))

    async def readings(self, more: int) -> None:
        async with self.read:
            enough = len(self.reports) + more
            await self.read.wait_for(lambda: len(self.reports) >= enough)

    async def _tell(self, request: web.Request) -> web.Response:
        async with self.read:
            self.reports.append(dict(request.query))
            self.read.notify_all()
        if self.away:
            return web.Response(status=503)
        return web.json_response({"now": self.now.isoformat(), "revision": self.revision})


class Bot:
    """What the clock asks and tells."""

    def __init__(self) -> None:
        self.report = Report(0, None, None)
        self.moves = 0
        self.begun: asyncio.Queue[int] = asyncio.Queue()
        self.door = asyncio.Event()
        self.door.set()

    async def reported(self) -> Report:
        return self.report

    async def moved(self) -> None:
        self.moves += 1
        self.begun.put_nowait(self.moves)
        await self.door.wait()

    async def until_moved(self, times: int) -> None:
        """Returns once the work of that leap has begun."""
        while await self.begun.get() < times:
            pass


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.clock._READ_EVERY_SECONDS", 0.001)
    monkeypatch.setattr("bot.clock._WHILE_WALKED_SECONDS", 0.001)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox()
    await sandbox.http.start_server()
    yield sandbox
    await sandbox.http.close()


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
async def clock(sandbox: Sandbox) -> AsyncIterator[SandboxClock]:
    clock = SandboxClock(str(sandbox.http.make_url("/clock")))
    yield clock
    await clock.close()


@asynccontextmanager
async def following(clock: SandboxClock, bot: Bot) -> AsyncIterator[None]:
    task = asyncio.create_task(clock.follow(bot.reported, bot.moved))
    yield
    assert not task.done(), "it follows until it is cancelled"
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_leap_is_reported_as_ticked_only_once_what_it_made_due_is_done(
    sandbox: Sandbox, bot: Bot, clock: SandboxClock
) -> None:
    async with following(clock, bot):
        await sandbox.ticked(0)
        bot.door.clear()
        sandbox.revision, sandbox.now = 1, NOW + timedelta(days=7)
        await bot.until_moved(2)
        await asyncio.sleep(0.02)  # twenty readings' time, in which it must not say so
        assert clock.now() == NOW + timedelta(days=7)
        assert all(report.get("ticked") != "1" for report in sandbox.reports)
        bot.door.set()
        await sandbox.ticked(1)
    assert bot.moves == 2


async def test_a_leap_during_the_work_is_acted_on_by_itself(sandbox: Sandbox, bot: Bot, clock: SandboxClock) -> None:
    async with following(clock, bot):
        await sandbox.ticked(0)
        bot.door.clear()
        sandbox.revision = 1
        await bot.until_moved(2)
        sandbox.revision = 2
        assert await clock.fresh() == NOW
        bot.door.set()
        await sandbox.ticked(2)
    assert bot.moves == 3


async def test_the_first_report_claims_nothing_ticked(sandbox: Sandbox, bot: Bot, clock: SandboxClock) -> None:
    async with following(clock, bot):
        await sandbox.ticked(0)
    assert sandbox.reports[0] == {"pending": "0"}


async def test_each_reading_tells_how_far_the_bot_is(sandbox: Sandbox, bot: Bot, clock: SandboxClock) -> None:
    nudge, session = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    bot.report = Report(3, nudge, session)
    async with following(clock, bot):
        await sandbox.ticked(0)
    assert sandbox.reports[-1] == {
        "pending": "3",
        "ticked": "0",
        "next_nudge": nudge.isoformat(),
        "next_session": session.isoformat(),
    }


async def test_a_turn_reads_the_time_anew_and_reports_nothing(sandbox: Sandbox, clock: SandboxClock) -> None:
    assert await clock.fresh() == clock.now() == NOW
    sandbox.now = NOW + timedelta(minutes=5)
    assert clock.now() == NOW, "the instant last read"
    assert await clock.fresh() == clock.now() == NOW + timedelta(minutes=5)
    assert sandbox.reports == [{}, {}]


async def test_another_zone_is_read_as_utc(sandbox: Sandbox, clock: SandboxClock) -> None:
    sandbox.now = datetime.fromisoformat("2026-11-24T15:00:00-05:00")
    assert (await clock.fresh()).tzinfo is UTC
    assert clock.now() == NOW


async def test_while_the_sandbox_is_away_its_last_instant_counts(sandbox: Sandbox, clock: SandboxClock) -> None:
    await clock.fresh()
    sandbox.away = True
    assert await clock.fresh() == NOW
    await sandbox.http.close()
    assert await clock.fresh() == NOW


async def test_following_goes_on_after_the_sandbox_was_away(sandbox: Sandbox, bot: Bot, clock: SandboxClock) -> None:
    async with following(clock, bot):
        await sandbox.ticked(0)
        sandbox.away, sandbox.revision = True, 1
        await sandbox.readings(3)
        sandbox.away = False
        await sandbox.ticked(1)
    assert bot.moves == 2


async def test_before_the_first_reading_there_is_no_time(clock: SandboxClock) -> None:
    with pytest.raises(RuntimeError, match="not read yet"):
        clock.now()


async def test_the_machines_clock_is_aware_utc() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert (await clock.fresh()).tzinfo is UTC
    await clock.close()


async def test_who_does_not_lead_reads_and_reports_nothing(sandbox: Sandbox, bot: Bot, clock: SandboxClock) -> None:
    async def nothing() -> None:
        return None

    task = asyncio.create_task(clock.follow(nothing, bot.moved))
    await sandbox.readings(3)
    assert (sandbox.reports[:3], bot.moves) == ([{}, {}, {}], 0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
