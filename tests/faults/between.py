"""A proxy between the bot and Telegram, in either direction, through which a test looks on, holds back or answers."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web

_NOT_HANDED_ON = {"host", "content-length", "transfer-encoding", "connection"}
_PATIENCE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Passing:
    """One call on its way; `status` once it is answered."""

    method: str
    query: dict[str, str]
    body: bytes
    status: int | None = None

    @property
    def chat_id(self) -> int:
        """Of a call to Telegram; 0 where it has none."""
        sent = json.loads(self.body) if self.body.startswith(b"{") else {}  # a file comes as a form, to nobody here
        return int(sent.get("chat_id", 0))

    @property
    def update_id(self) -> int:
        """Of a call by Telegram."""
        return int(json.loads(self.body)["update_id"])


class Between:
    """Hands everything on to `target`. Both of these are called in a thread of their own, and may look at a database.

    `before` may return a status and a body to answer with instead; `after` returns how many seconds to hold the answer.
    """

    def __init__(self, target: str) -> None:
        self.target = target
        self.before: Callable[[Passing], tuple[int, Any] | None] = lambda _passing: None
        self.after: Callable[[Passing], float] = lambda _passing: 0.0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.url = asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(_PATIENCE_SECONDS)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(_PATIENCE_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE_SECONDS)
        self._loop.close()

    async def _open(self) -> str:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._hand_on)
        # Whoever leaves takes his call with him: a poll of a bot that was killed ends.
        self._runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _close(self) -> None:
        await self._session.close()
        await self._runner.cleanup()
        await self._loop.shutdown_default_executor()

    async def _hand_on(self, request: web.Request) -> web.Response:
        body, method = await request.read(), request.path.rpartition("/")[2]
        passing = Passing(method, dict(request.query), body)
        if (instead := await asyncio.to_thread(self.before, passing)) is not None:
            return web.json_response(instead[1], status=instead[0])
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _NOT_HANDED_ON}
        address = f"{self.target}{request.rel_url}"
        try:
            async with self._session.request(request.method, address, data=body, headers=headers) as answer:
                content, status, kind = await answer.read(), answer.status, answer.content_type
        except aiohttp.ClientError:
            return web.Response(status=502)
        answered = Passing(method, passing.query, body, status)
        await asyncio.sleep(await asyncio.to_thread(self.after, answered))
        return web.Response(status=status, body=content, content_type=kind)
