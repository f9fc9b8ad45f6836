"""Waiting for something to change."""

from __future__ import annotations

import asyncio


class Pulse:
    """Wakes everyone who waits each time it beats; waiters then look for themselves."""

    def __init__(self) -> None:
        self._beat = asyncio.Event()
        self.closed = False

    def beat(self) -> None:
        """Wake all who wait."""
        self._beat.set()
        self._beat = asyncio.Event()

    def close(self) -> None:
        """Wake all who wait, and let nobody wait again."""
        self.closed = True
        self.beat()

    async def wait(self, seconds: float) -> bool:
        """Wait for the next beat; False when `seconds` of machine time pass without one, or the pulse is closed."""
        if self.closed or seconds <= 0:
            return False
        try:
            async with asyncio.timeout(seconds):  # unlike wait_for, it never swallows a cancellation
                await self._beat.wait()
        except TimeoutError:
            return False
        return True
