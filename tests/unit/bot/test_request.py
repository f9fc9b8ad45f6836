"""The HTTP client against a server on this machine: what failed how, and what arrived."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.request import AiohttpRequest, NotSentError, flood_seconds

TOKEN = "1:a-secret-that-nobody-may-see"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """Answers every call with `answer`."""

    def __init__(self) -> None:
        self.answer: Answer = _ok
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        self.http = TestServer(app)

    def url(self, method: str = "sendMessage") -> str:
        return str(self.http.make_url(f"/bot{TOKEN}/{method}"))

    async def _take(self, request: web.Request) -> web.StreamResponse:
        return await self.answer(request)


async def _ok(_request: web.Request) -> web.StreamResponse:
    return web.json_response({"ok": True, "result": True})


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    await server.http.start_server()
    yield server
    await server.http.close()


@pytest.fixture
async def client() -> AsyncIterator[AiohttpRequest]:
    client = AiohttpRequest()
    await client.initialize()
    yield client
    await client.shutdown()


def hides_the_token(error: BaseException) -> bool:
    """In the error's own words; what caused it is never logged."""
    return TOKEN not in f"{error} {error!r}"


async def test_an_answer_is_read(server: Server, client: AiohttpRequest) -> None:
    assert await client.post(server.url()) is True


async def test_the_status_and_the_date_of_each_answer_are_told(server: Server) -> None:
    told: list[tuple[int, str | None]] = []
    client = AiohttpRequest(lambda status, date: told.append((status, date)))
    await client.initialize()
    await client.post(server.url())
    await client.shutdown()
    ((status, date),) = told
    assert status == 200
    assert date is not None
    assert date.endswith("GMT")


async def test_a_refused_connection_sent_nothing(client: AiohttpRequest) -> None:
    with pytest.raises(NotSentError) as raised:
        await client.post(f"http://127.0.0.1:{unused_port()}/bot{TOKEN}/sendMessage")
    assert hides_the_token(raised.value)


async def test_a_lost_reply_may_have_been_sent(server: Server, client: AiohttpRequest) -> None:
    async def hang_up(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    server.answer = hang_up
    with pytest.raises(NetworkError) as raised:
        await client.post(server.url())
    assert type(raised.value) is NetworkError
    assert hides_the_token(raised.value)


async def test_a_reply_cut_short_may_have_been_sent(server: Server, client: AiohttpRequest) -> None:
    async def begin(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"ok": tr')
        assert request.transport is not None
        request.transport.abort()
        return response

    server.answer = begin
    with pytest.raises(NetworkError) as raised:
        await client.post(server.url())
    assert type(raised.value) is NetworkError
    assert hides_the_token(raised.value)


async def test_no_reply_in_time_may_have_been_sent(server: Server, client: AiohttpRequest) -> None:
    let_go = asyncio.Event()

    async def wait(_request: web.Request) -> web.StreamResponse:
        await let_go.wait()
        return web.Response()

    server.answer = wait
    with pytest.raises(TimedOut) as raised:
        await client.post(server.url(), read_timeout=0.05)
    let_go.set()
    assert not isinstance(raised.value, NotSentError)
    assert hides_the_token(raised.value)


async def test_an_address_that_is_none_keeps_the_token_to_itself(client: AiohttpRequest) -> None:
    with pytest.raises(NetworkError) as raised:
        await client.post(f"http://:0:/bot{TOKEN}/sendMessage")
    assert hides_the_token(raised.value)


async def test_fields_arrive_as_json(server: Server, client: AiohttpRequest) -> None:
    arrived: dict[str, Any] = {}

    async def read(request: web.Request) -> web.StreamResponse:
        arrived.update(await request.json())
        return await _ok(request)

    server.answer = read
    await _bot(server, client).set_my_short_description("Straße & more", language_code="de")
    assert arrived == {"short_description": "Straße & more", "language_code": "de"}


async def test_a_file_arrives_whole(server: Server, client: AiohttpRequest) -> None:
    arrived: dict[str, bytes | str] = {}
    content = bytes(range(256)) * 100

    async def read(request: web.Request) -> web.StreamResponse:
        for name, value in (await request.post()).items():
            arrived[name] = value.file.read() if isinstance(value, web.FileField) else str(value)
            if isinstance(value, web.FileField):
                arrived["called"] = value.filename
        message = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}
        return web.json_response({"ok": True, "result": message})

    server.answer = read
    await _bot(server, client).send_document(5, content, filename="agenda.pdf", caption="Agenda")
    assert (arrived["chat_id"], arrived["caption"], arrived["called"]) == ("5", "Agenda", "agenda.pdf")
    assert content in arrived.values()


async def test_telegrams_wish_to_wait_is_read_in_seconds(server: Server, client: AiohttpRequest) -> None:
    async def later(_request: web.Request) -> web.StreamResponse:
        said = {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 7}}
        return web.Response(status=429, text=json.dumps(said))

    server.answer = later
    with pytest.raises(RetryAfter) as raised:
        await client.post(server.url())
    assert flood_seconds(raised.value) == 7.0


async def test_it_must_be_opened_first(server: Server) -> None:
    with pytest.raises(NetworkError, match="not initialized"):
        await AiohttpRequest().post(server.url())


def _bot(server: Server, client: AiohttpRequest) -> Bot:
    return Bot(TOKEN, base_url=str(server.http.make_url("/bot")), request=client, get_updates_request=client)


@pytest.mark.parametrize("status", [200, 400, 403, 404])
async def test_whatever_is_not_telegrams_answer_refuses_nothing(
    server: Server, client: AiohttpRequest, status: int
) -> None:
    async def between(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text="<html>blocked by your provider</html>" if status == 403 else "")

    server.answer = between
    with pytest.raises(NetworkError) as raised:
        await client.post(server.url())
    assert type(raised.value) is NetworkError
