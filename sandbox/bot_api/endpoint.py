"""`/bot<token>/<method>` over HTTP."""

from __future__ import annotations

import asyncio
import inspect
import json
import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from sandbox.bot_api.check import checked_params
from sandbox.bot_api.errors import ApiError, not_implemented
from sandbox.bot_api.facts import facts
from sandbox.bot_api.methods import IMPLEMENTED, BotSide
from sandbox.bot_api.params import read_params
from sandbox.calls import Call, Calls
from sandbox.clock import iso
from sandbox.faults import Fault, Faults

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

Hangup = Callable[[Scope], None]


class BotApi:
    """The ASGI application behind the Bot API's one route."""

    def __init__(self, token: str, side: BotSide, calls: Calls, faults: Faults, hangup: Hangup) -> None:
        """`hangup` breaks the connection a request came by."""
        self._token = token
        self._side = side
        self._calls = calls
        self._faults = faults
        self._hangup = hangup

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, with Telegram's shape of success or error, or with the fault that was ordered."""
        wanted = scope["path_params"]["method"]
        method = facts().method(wanted)
        call = self._calls.begin(method or wanted, iso(self._side.world.clock.machine_now))
        try:
            await self._serve(Request(scope, receive), send, call, self._faults.take(method) if method else None)
        except ClientDisconnect:
            pass  # nobody is left to answer
        finally:
            self._calls.end(call)

    async def _serve(self, request: Request, send: Send, call: Call, fault: Fault | None) -> None:
        if fault and fault.drop == "before":
            await self._drop(request)
            return
        call.status, body = await self._answered(request, call, fault)
        if fault and fault.drop == "after":
            await self._drop(request)
            return
        if fault and fault.empty:
            body = b""
        cut = len(body) // 2 if fault and fault.drop == "midway" else len(body)
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": call.status, "headers": headers})
        await send({"type": "http.response.body", "body": body[:cut], "more_body": cut < len(body)})
        if cut < len(body):
            await self._drop(request)

    async def _answered(self, request: Request, call: Call, fault: Fault | None) -> tuple[int, bytes]:
        """The status and body to answer with; whatever was changed is durable by then."""
        try:
            self._authorise(request.path_params["token"])
            call.params = await read_params(request)
            if fault and (error := fault.error()):
                raise error
            result = await self._result(call, request)
        except ApiError as error:
            return error.status, _json(error.body())
        finally:
            self._side.world.store.commit()
        return HTTPStatus.OK, _json({"ok": True, "result": result})

    def _authorise(self, token: str) -> None:
        if not secrets.compare_digest(token.encode(), self._token.encode()):
            raise ApiError(HTTPStatus.UNAUTHORIZED, "Unauthorized")

    async def perform(self, method: str, params: dict[str, Any]) -> None:
        """A method that came with the bot's answer to a webhook call; the bot does not hear how it went."""
        call = self._calls.begin(method, iso(self._side.world.clock.machine_now))
        call.params = params
        try:
            await self._result(call)
            call.status = HTTPStatus.OK
        except ApiError as error:
            call.status = error.status
        finally:
            self._side.world.store.commit()
            self._calls.end(call)

    async def _result(self, call: Call, request: Request | None = None) -> Any:
        method = facts().method(call.method)
        if method is None:
            raise ApiError(HTTPStatus.NOT_FOUND, "Not Found")
        if method not in IMPLEMENTED:
            raise not_implemented(method)
        call.params = params = checked_params(method, call.params)
        result = IMPLEMENTED[method](self._side, params)
        if inspect.isawaitable(result):
            return await (_while_connected(request, result) if request else result)
        return result

    async def _drop(self, request: Request) -> None:
        """Break the connection, and wait until it is: the server then asks for no answer any more."""
        self._hangup(request.scope)
        await _disconnect(request)


async def _while_connected(request: Request, waiting: Any) -> Any:
    """The result of something slow, such as a long poll. Raises ClientDisconnect if the caller leaves."""
    work = asyncio.ensure_future(waiting)
    leaving = asyncio.ensure_future(_disconnect(request))
    try:
        await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise ClientDisconnect
        return work.result()
    finally:
        work.cancel()
        leaving.cancel()


async def _disconnect(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _json(body: dict[str, Any]) -> bytes:
    return _ENCODER.encode(body).encode()
