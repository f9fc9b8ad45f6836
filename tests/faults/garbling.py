"""A wire on which some updates are garbled: it stands between the bot and the sandbox, and makes of a word no JSON."""

from __future__ import annotations

import asyncio
import threading

import aiohttp
from aiohttp import web

# What an update must hold to be garbled, each in another way.
MARKS = {
    b"@cut@": b'"]}',
    b"@number@": b'", "n": ' + b"9" * 5_000 + b', "o": "',
    b"@deep@": b'", "n": ' + b"[" * 50_000 + b"]" * 50_000 + b', "o": "',
    b"@bytes@": b"\xff\xfe\x00",
}


class GarblingWire:
    """Hands everything on, both ways, until closed."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.url = asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _open(self) -> str:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._hand_on)
        self._session = aiohttp.ClientSession()
        self._runner = web.AppRunner(application, shutdown_timeout=0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _close(self) -> None:
        await self._session.close()
        await self._runner.cleanup()

    async def _hand_on(self, request: web.Request) -> web.Response:
        headers = {"Content-Type": request.headers.get("Content-Type", "application/octet-stream")}
        url = f"{self._address}{request.path_qs}"
        async with self._session.request(request.method, url, data=await request.read(), headers=headers) as answer:
            body = await answer.read()
            for mark, garbled in MARKS.items():
                body = body.replace(mark, garbled)
            return web.Response(status=answer.status, body=body, content_type=answer.content_type)
