"""The HTTP client behind python-telegram-bot: aiohttp, which does several times the work of the default on one core.

What matters beyond speed is honesty about a send that failed: `NotSentError` means that nothing reached Telegram, any
other network error that it may have. An answer without Telegram's JSON, such as a proxy's empty 403, is one of these.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, cast

import aiohttp
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData

SECONDS = 15.0
_JSON = {"Content-Type": "application/json"}
os.environ.setdefault("PTB_TIMEDELTA", "true")  # its waits as timedeltas; as numbers, each reading warns


class NotSentError(NetworkError):
    """The request never reached the server."""


def flood_seconds(error: RetryAfter) -> float:
    """How long Telegram wishes not to hear from us."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


class AiohttpRequest(BaseRequest):
    def __init__(self, answered: Callable[[int, str | None], None] | None = None) -> None:
        """`answered` is told the status and the date of each answer."""
        self._answered = answered
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return SECONDS

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=256)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the base's signature
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the request object was not initialized")
        seconds = read_timeout if isinstance(read_timeout, (int, float)) else SECONDS
        try:
            async with self._session.request(
                method, url, timeout=aiohttp.ClientTimeout(total=seconds, connect=SECONDS), **_body(request_data)
            ) as response:
                if self._answered is not None:
                    self._answered(response.status, response.headers.get("Date"))
                return response.status, _from_telegram(await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSentError(type(error).__name__) from error
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            # The error's own words hold the address, and the address holds the token.
            raise NetworkError(type(error).__name__) from error


def _from_telegram(body: bytes) -> bytes:
    """The body, if it is Telegram's; whatever stands on the way refuses nothing in its name."""
    if not body.startswith(b"{"):
        raise NetworkError("an answer that is not Telegram's")
    return body


def _body(data: RequestData | None) -> dict[str, Any]:
    """As JSON, which is less work for both sides than a form; a file needs one."""
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": json.dumps(data.parameters).encode(), "headers": _JSON}
    form = aiohttp.FormData(data.json_parameters)
    for name, (file_name, content, mime_type) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=file_name, content_type=mime_type)
    return {"data": form}


class Fields:
    """The fields of a call as Telegram has them; those that are None are left out.

    Stands where PTB has a RequestData, which takes longer to be made than the call itself.
    """

    contains_files = False
    multipart_data = None

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.parameters = {name: value for name, value in fields.items() if value is not None}


async def call(bot: Bot, method: str, **fields: Any) -> Any:
    """What Telegram answers, as JSON. Raises the errors of the typed client."""
    return await bot.request.post(f"{bot.base_url}/{method}", cast(RequestData, Fields(fields)))
