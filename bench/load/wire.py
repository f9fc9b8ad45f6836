"""HTTP/1.1 with as little between socket and caller as Python allows: one end that answers, one that asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

import httptools

_HEAD = b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
_ASKED = b"POST %b HTTP/1.1\r\nHost: %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%b\r\n"


class Answering(asyncio.Protocol):
    """One connection that is asked; `asked` is told path, type of content and body, and calls `answer` in its time."""

    def __init__(self, asked: Callable[[Answering, bytes, bytes, bytes], None]) -> None:
        self._asked = asked
        self._parser = httptools.HttpRequestParser(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        self._path = self._type = self._body = b""

    def on_url(self, url: bytes) -> None:
        self._path += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if len(name) == 12 and name.lower() == b"content-type":
            self._type = value

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        self._asked(self, self._path, self._type, self._body)

    def answer(self, body: bytes, status: int = 200) -> None:
        """Once for each request. Nothing happens if whoever asked is gone."""
        if not self._transport.is_closing():
            self._transport.write(_HEAD % (status, len(body)) + body)


class Asking(asyncio.Protocol):
    """One kept connection that asks, one question at a time; `heard` is told each answer's status and body."""

    def __init__(self, host: bytes, headers: bytes = b"") -> None:
        """`headers` go with each question, each with its line's end."""
        self._host = host
        self._headers = headers
        self._heard: Callable[[int, bytes], None] | None = None
        self._parser = httptools.HttpResponseParser(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        if self._heard is not None:
            self._end(0, b"")

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        self._body = b""

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        self._end(self._parser.get_status_code(), self._body)

    def ask(self, path: bytes, body: bytes, heard: Callable[[int, bytes], None]) -> None:
        """`heard` is told status 0 when the connection is lost before an answer."""
        self._heard = heard
        if self._transport.is_closing():
            asyncio.get_running_loop().call_soon(self._end, 0, b"")
        else:
            self._transport.write(_ASKED % (path, self._host, len(body), self._headers) + body)

    def close(self) -> None:
        self._heard = None
        self._transport.close()

    def _end(self, status: int, body: bytes) -> None:
        heard, self._heard = self._heard, None
        if heard is not None:
            heard(status, body)


async def connected(address: str, headers: bytes = b"") -> Asking:
    """A connection to an address such as `127.0.0.1:8081`. Raises OSError."""
    host, _, port = address.rpartition(":")
    _, asking = await asyncio.get_running_loop().create_connection(
        lambda: Asking(address.encode(), headers), host, int(port)
    )
    return asking
