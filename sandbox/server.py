"""Puts the sandbox together and serves it on a loopback address."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

from sandbox.bot_api.endpoint import BotApi
from sandbox.bot_api.methods import BotSide
from sandbox.bot_api.polling import Updates
from sandbox.bot_api.webhook import Webhook
from sandbox.calls import Calls
from sandbox.clock import Clock
from sandbox.control import Control
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.loopback import is_loopback
from sandbox.people import People
from sandbox.state import World
from sandbox.store import Store

DEFAULT_TOKEN = "1000000001:sandbox-token-of-no-value-aaaaaaaaaaa"  # noqa: S105 - the same for everybody, opens nothing  # pragma: allowlist secret
PAGE = Path(__file__).with_name("page")


class NotLoopbackError(ValueError):
    """The sandbox has no passwords, so it is served to this machine only."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to whoever runs the sandbox."""
        yield


class _FreshFiles(StaticFiles):
    """The page's files, asked about anew each time: a browser keeps none from before an upgrade."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


class Sandbox:
    """A Telegram on this machine: `await start()` gives its address, `await stop()` ends it; both in one event loop."""

    def __init__(
        self,
        data: Path | None = None,
        token: str = DEFAULT_TOKEN,
        *,
        bot_name: str = "Followthrough",
        clock_start: datetime | None = None,
        machine: Callable[[], float] = time.time,
    ) -> None:
        """Without a `data` directory everything is forgotten at the end. `machine` gives Unix time, for tests.

        `clock_start` (aware) counts only for a sandbox with no clock yet. Raises StoreInUseError.
        """
        self.token = token
        self.page_settings: dict[str, Any] = {}
        self.port = 0
        self._store = Store(data)
        self._events = Events()
        self.clock = Clock(self._store, self._events, machine, clock_start)
        self.world = World(self._store, self.clock, self._events, _bot(token, bot_name))
        self._updates = Updates(self._store, self.clock)
        self._calls = Calls()
        self._faults = Faults()
        self._webhook = Webhook(self._updates, self._store, self.clock)
        side = BotSide(self.world, self._updates, self._webhook)
        self._bot_api = BotApi(token, side, self._calls, self._faults, self._hang_up)
        self._store.commit()
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self._delivering: asyncio.Task[None] | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Serve, and return the base address; port 0 takes a free one. Raises NotLoopbackError or OSError."""
        if not is_loopback(host):
            raise NotLoopbackError(f"The sandbox is served on loopback addresses only, not on {host}.")
        listening = _listening(host, port)
        self.port = listening.getsockname()[1]
        config = uvicorn.Config(
            self._application(),
            http="h11",
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            timeout_graceful_shutdown=2,
            timeout_keep_alive=75,
            server_header=False,
        )
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._server.serve([listening]))
        self._delivering = asyncio.create_task(self._webhook.deliver(self._bot_api.perform))
        await self._server.listening.wait()
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    async def stop(self) -> None:
        """End open polls empty, stop serving and close the store."""
        if self._delivering:
            self._delivering.cancel()
            await asyncio.wait({self._delivering})
        for waiting in (self._updates, self._events, self.clock):
            waiting.close()
        if self._server and self._serving:
            self._server.should_exit = True
            await self._serving
        self._store.close()

    def _application(self) -> Starlette:
        control = Control(
            world=self.world,
            updates=self._updates,
            people=People(self.world, self._updates),
            clock=self.clock,
            calls=self._calls,
            faults=self._faults,
            events=self._events,
            page_settings=self.page_settings,
        )
        routes: list[BaseRoute] = [
            Route("/bot{token}/{method}", self._bot_api),
            Route("/file/bot{token}/files/{file_id}", self._download),
            *control.routes(),
        ]
        if (PAGE / "index.html").exists():
            routes.append(Mount("/", _FreshFiles(directory=PAGE, html=True)))
        return Starlette(routes=routes)

    async def _download(self, request: Request) -> Response:
        file = self.world.files.get(request.path_params["file_id"])
        if file is None or not secrets.compare_digest(request.path_params["token"].encode(), self.token.encode()):
            return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, status_code=404)
        return Response(self._store.content(file.id), media_type="application/octet-stream")

    def _hang_up(self, scope: Scope) -> None:
        connections = self._server.server_state.connections if self._server else ()
        for connection in connections:
            if isinstance(connection, H11Protocol) and connection.client == scope["client"]:
                connection.transport.close()


def _listening(host: str, port: int) -> socket.socket:
    # asyncio sends small answers at once (TCP_NODELAY) only where the protocol is named; else each waits some 40 ms.
    listening = socket.socket(
        socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    return listening


def _bot(token: str, name: str) -> dict[str, Any]:
    return {
        "id": int(token.partition(":")[0]),
        "is_bot": True,
        "first_name": name,
        "username": "followthrough_sandbox_bot",
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
