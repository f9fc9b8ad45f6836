"""A Bot API on loopback that knows nothing and takes everything: for measuring a bot that has nothing to do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

TOKEN = "1:" + "a" * 35
_ME = {"id": 1, "is_bot": True, "first_name": "Followthrough", "username": "followthrough_bot"}
_LONGEST_POLL_SECONDS = 50.0


class StandIn:
    """`polled` is set by each getUpdates, which happened at `polled_at` (`time.perf_counter`)."""

    def __init__(self) -> None:
        self.url = ""
        self.polled = asyncio.Event()
        self.polled_at = 0.0
        self._over = asyncio.Event()

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if method.lower() == "getupdates":
            return await self._no_updates(request)
        return _ok(_ME if method.lower() == "getme" else True)

    async def _no_updates(self, request: web.Request) -> web.Response:
        self.polled_at = time.perf_counter()
        self.polled.set()
        said = await request.post()
        wait = min(float(str(said.get("timeout", 0))), _LONGEST_POLL_SECONDS)
        try:
            async with asyncio.timeout(wait):
                await self._over.wait()
        except TimeoutError:
            pass
        return _ok([])

    def end(self) -> None:
        """Polls under way are answered."""
        self._over.set()


@asynccontextmanager
async def stand_in() -> AsyncIterator[StandIn]:
    """It listens while this lasts."""
    here = StandIn()
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", here.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    here.url = f"http://{host}:{port}"
    try:
        yield here
    finally:
        here.end()
        await runner.cleanup()


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})
