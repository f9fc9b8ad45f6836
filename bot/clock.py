"""Calendar time, which rules and due rows live by. In a sandbox it is the sandbox's, and can be moved.

Leases, pacing and retries live by machine time instead, and never ask this clock.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import aiohttp
import structlog

log = structlog.get_logger()

_READ_EVERY_SECONDS = 0.1
_WHILE_WALKED_SECONDS = 0.01
_WALK_SECONDS = 0.5
_PATIENCE_SECONDS = 5


class Clock(Protocol):
    def now(self) -> datetime:
        """The instant (UTC) last read."""

    async def fresh(self) -> datetime:
        """The instant (UTC) read anew."""

    async def close(self) -> None:
        """Lets go of whatever it reads from."""


class SystemClock:
    """The machine's own calendar time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def fresh(self) -> datetime:
        return self.now()

    async def close(self) -> None:
        """Nothing to let go of."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the bot tells the sandbox: work not finished, and the instants (UTC) of what comes next."""

    pending: int
    next_nudge: datetime | None
    next_session: datetime | None


class SandboxClock:
    """The sandbox's time, read before each turn and ten times a second; each reading reports how far the bot is."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_PATIENCE_SECONDS))
        self._now: datetime | None = None
        self._revision = 0
        self._ticked: int | None = None
        self._moved_at = -_WALK_SECONDS

    def now(self) -> datetime:
        if self._now is None:
            raise RuntimeError("the sandbox's clock was not read yet")
        return self._now

    async def fresh(self) -> datetime:
        """While the sandbox is away, the instant last read."""
        try:
            return await self._read({})
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("sandbox clock away", error=error)
            return self.now()

    async def follow(
        self, report: Callable[[], Awaitable[Report | None]], moved: Callable[[], Awaitable[None]]
    ) -> None:
        """Reads and reports until cancelled. A revision counts as ticked once `moved` has done what it made due.

        `report` is None while another process leads: then nothing is reported.
        """
        while True:
            try:
                await self._follow_once(await report(), moved)
            except (aiohttp.ClientError, TimeoutError) as error:
                log.warning("sandbox clock away", error=error)
            # While its clock is being walked, the sandbox waits for us at each stop.
            walked = time.monotonic() - self._moved_at < _WALK_SECONDS
            await asyncio.sleep(_WHILE_WALKED_SECONDS if walked else _READ_EVERY_SECONDS)

    async def close(self) -> None:
        await self._session.close()

    async def _follow_once(self, report: Report | None, moved: Callable[[], Awaitable[None]]) -> None:
        if report is None:
            self._ticked = None
            await self._read({})
            return
        told = {"pending": str(report.pending)}
        if self._ticked is not None:
            told["ticked"] = str(self._ticked)
        for name, at in (("next_nudge", report.next_nudge), ("next_session", report.next_session)):
            if at is not None:
                told[name] = at.isoformat()
        await self._read(told)
        revision = self._revision
        if revision != self._ticked:
            await moved()
            self._ticked = revision
            self._moved_at = time.monotonic()

    async def _read(self, told: dict[str, str]) -> datetime:
        async with self._session.get(self._url, params=told) as response:
            response.raise_for_status()
            answer = await response.json()
        self._revision = answer["revision"]
        self._now = datetime.fromisoformat(answer["now"]).astimezone(UTC)
        return self._now
