"""The calendar clock of the sandbox: it runs with machine time, and can be moved."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sandbox.events import Events
from sandbox.pulse import Pulse
from sandbox.store import Store

BOT_SILENCE = 2.0  # machine seconds without a reading after which no bot is thought to follow the clock
STOP_PATIENCE = 15.0  # machine seconds a move waits at one stop


@dataclass(frozen=True, slots=True)
class Report:
    """What the bot said when it read the clock: the revision it has ticked, and how much it has still to do."""

    ticked: int
    pending: int = 0
    next_nudge: datetime | None = None
    next_session: datetime | None = None
    received: float = field(default_factory=time.monotonic)


class Clock:
    """Calendar time, aware UTC. `revision` counts its leaps, so that a bot can say which one it has acted upon."""

    def __init__(
        self,
        store: Store,
        events: Events,
        machine: Callable[[], float] = time.time,
        start: datetime | None = None,
    ) -> None:
        """`machine` gives the machine's time as a Unix time; `start` counts only where the store knows no clock yet."""
        self._store = store
        self._events = events
        self._machine = machine
        self._moving = asyncio.Lock()
        self._reported = Pulse()
        self.report: Report | None = None
        self.calm_reports = 0
        kept = dict(store.all("clock"))
        self.revision: int = kept.get("revision", 0)
        self._offset = timedelta(microseconds=kept.get("offset", 0))
        if start is not None and not kept:
            self._offset = start - self.machine_now
            self._keep()

    @property
    def machine_now(self) -> datetime:
        """The machine's own time, aware UTC."""
        return datetime.fromtimestamp(self._machine(), UTC)

    @property
    def now(self) -> datetime:
        """The sandbox's time, aware UTC."""
        return self.machine_now + self._offset

    @property
    def followed(self) -> bool:
        """Whether a bot has read the clock lately."""
        return self.report is not None and time.monotonic() - self.report.received < BOT_SILENCE

    def take_report(self, report: Report) -> None:
        """The bot read the clock and said how far it is."""
        before = self.report
        if before is None or (before.next_nudge, before.next_session) != (report.next_nudge, report.next_session):
            self._events.add("clock")
        self.report = report
        calm = report.pending == 0 and report.ticked >= self.revision
        self.calm_reports = self.calm_reports + 1 if calm else 0
        self._reported.beat()

    def unsettle(self) -> None:
        """Something happened that the bot's reports so far cannot know of."""
        self.calm_reports = 0

    def leap(self, moment: datetime) -> None:
        """Set the clock to an aware `moment`, earlier or later, at once."""
        self._offset = moment - self.machine_now
        self.revision += 1
        self.unsettle()
        self._keep()
        self._events.add("clock")

    async def advance(self, step: timedelta) -> None:
        """Walk forward by `step`, stopping where the bot has something to do; a negative step leaps back."""
        async with self._moving:
            await self._walk(self.now + step)

    async def move_to(self, target: datetime) -> None:
        """Walk forward to an aware `target`, stopping where the bot has something to do; an earlier one is a leap."""
        async with self._moving:
            await self._walk(target)

    def close(self) -> None:
        """Let a move under way end without waiting."""
        self._reported.close()

    async def _walk(self, target: datetime) -> None:
        if target <= self.now:
            self.leap(target)
            return
        await self._fresh_report()
        while (stop := self._next_stop(target)) is not None:
            self.leap(stop)
            await self._ticked(self.revision)
        if self.now < target:  # a long stop may have carried the running clock past it
            self.leap(target)

    def _next_stop(self, target: datetime) -> datetime | None:
        nudge = self.report.next_nudge if self.report and self.followed else None
        return nudge if nudge is not None and self.now < nudge <= target else None

    async def _fresh_report(self) -> None:
        """What comes next may have changed since the last report: wait for one more."""
        asked = time.monotonic()
        await self._reports(lambda report: report.received > asked)

    async def _ticked(self, revision: int) -> None:
        """Wait until the bot has done what was due at this revision."""
        await self._reports(lambda report: report.ticked >= revision and report.pending == 0)

    async def _reports(self, wanted: Callable[[Report], bool]) -> None:
        """Wait for a report as wanted, as long as a bot follows the clock and patience lasts."""
        latest = time.monotonic() + STOP_PATIENCE
        while self.report and self.followed and not wanted(self.report):
            if time.monotonic() > latest or self._reported.closed:
                return
            await self._reported.wait(0.1)

    def _keep(self) -> None:
        self._store.put("clock", "revision", self.revision)
        self._store.put("clock", "offset", self._offset // timedelta(microseconds=1))
        self._store.commit()


def iso(moment: datetime) -> str:
    """`2026-12-01T13:30:00.000000Z`: UTC, with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
