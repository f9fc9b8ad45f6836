"""Several processes of the bot on one database, behind a door that hands each call to the next of them."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import threading
from itertools import cycle
from pathlib import Path

import aiohttp
from aiohttp import web

from tests.e2e.forked import Process, start
from tests.e2e.house import House, free_port

SECRET = "the-secret-of-the-webhook"  # pragma: allowlist secret


class Door:
    """A proxy without a memory: it asks the processes in turn, and the next one where one does not answer."""

    def __init__(self, ports: list[int]) -> None:
        self.ports = ports
        self.taken: list[int] = []
        self._turn = cycle(ports)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.url = asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _open(self) -> str:
        application = web.Application()
        application.router.add_post("/hook", self._hand_on)
        application.cleanup_ctx.append(self._with_session)
        self._runner = web.AppRunner(application)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"

    async def _with_session(self, _application: web.Application):  # type: ignore[no-untyped-def] # aiohttp's own form
        # One that stands still keeps its connections open: after a moment the next one is asked.
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=3)) as self._session:
            yield

    async def _hand_on(self, request: web.Request) -> web.Response:
        body, headers = await request.read(), {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        for _ in self.ports:
            port = next(self._turn)
            try:
                async with self._session.post(f"http://127.0.0.1:{port}/hook", data=body, headers=headers) as answer:
                    self.taken.append(port)
                    return web.Response(status=answer.status)
            except (aiohttp.ClientError, TimeoutError):
                continue
        return web.Response(status=502)


class Replicas:
    """`count` processes of a founded practice. `webhook` if Telegram knocks at their door; else one of them polls."""

    def __init__(self, house: House, count: int, *, webhook: bool) -> None:
        self.house = house
        ports = [free_port() for _ in range(count)]
        self.door = Door(ports) if webhook else None
        self._environments = [self._environment(port) for port in ports]
        self.logs = [house.folder / f"replica{number}.log" for number in range(count)]
        self.processes: list[Process | subprocess.Popen[str] | None] = [None] * count

    def start(self, number: int) -> None:
        with self.logs[number].open("a") as log:
            self.processes[number] = start("bot", ["bot", "run"], self._environments[number], log, log)
        self.house.until(lambda: "listening" in self.written(number))

    def send(self, number: int, what: signal.Signals) -> None:
        process = self.processes[number]
        assert process is not None
        process.send_signal(what)

    def end(self, number: int, how: signal.Signals = signal.SIGKILL) -> int:
        """Ends one; returns its exit code."""
        process = self.processes[number]
        assert process is not None
        process.send_signal(how)
        self.processes[number] = None
        return process.wait(timeout=30)

    def leader(self) -> int:
        """Which of those that live was the last to begin leading."""
        newest = {number: _fence(self.written(number)) for number, process in enumerate(self.processes) if process}
        return max(newest, key=lambda number: newest[number])

    def written(self, number: int) -> str:
        path: Path = self.logs[number]
        return path.read_text() if path.exists() else ""

    def close(self) -> None:
        for number, process in enumerate(self.processes):
            if process is not None:
                process.send_signal(signal.SIGCONT)
                self.end(number)
        if self.door is not None:
            self.door.close()

    def _environment(self, port: int) -> dict[str, str]:
        knocked = {"WEBHOOK_URL": self.door.url, "WEBHOOK_SECRET": SECRET} if self.door else {}
        return self.house.environment | {"HTTP_PORT": str(port), "LOG_FORMAT": "json"} | knocked


def _fence(written: str) -> int:
    lines = [line for line in written.splitlines() if '"event": "leading"' in line]
    return int(lines[-1].split('"fence": ')[1].split(",")[0].rstrip("}")) if lines else 0
