"""The door Telegram knocks at: who knows the secret is let in, and hears 200 once what it brought is stored."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette

from bot.delivery.direct import Direct
from bot.intake import webhook
from bot.intake.webhook import Webhook
from bot.lanes import Lanes
from bot.outage import Outage
from bot.settings import WebhookAddress
from bot.wording.trouble import outage
from storage.inbox import Waiting
from storage.person import Person
from tests.storage.practice import ALICE_CHAT, raw
from tests.unit.bot.fakes import FakeTelegram, NearStore, StoppedClock, bot_over

ADDRESS = WebhookAddress("https://bot.example.org/hook", "what-only-telegram-knows")
SECRET = {"X-Telegram-Bot-Api-Secret-Token": ADDRESS.secret}


class Knocker:
    """Telegram's side, and what came through the door."""

    def __init__(self, store: NearStore, telegram: FakeTelegram) -> None:
        self.handled: list[int] = []
        self.lanes = Lanes(self._handle)
        self._bot = bot_over(telegram)
        self._store = store
        self.outage = Outage(store, Direct(self._bot))
        self.webhook = Webhook(store, self._bot, StoppedClock(), self.lanes, self.outage, ADDRESS)
        transport = httpx.ASGITransport(Starlette(routes=[self.webhook.route()]))
        self.client = httpx.AsyncClient(transport=transport, base_url="https://bot.example.org")

    async def knock(self, body: Any, headers: dict[str, str] | None = None) -> int:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = await self.client.post("/hook", content=content, headers=SECRET if headers is None else headers)
        if self.lanes._tasks:
            await asyncio.wait(self.lanes._tasks, timeout=60)
        return answer.status_code

    async def _handle(self, waiting: Waiting) -> None:
        self.handled.append(waiting.update_id)


@pytest.fixture
async def knocker(near: NearStore, telegram: FakeTelegram, alice: Person) -> AsyncIterator[Knocker]:  # noqa: ARG001 - she is a member
    knocker = Knocker(near, telegram)
    await knocker._bot.initialize()
    await knocker.outage.learn()
    yield knocker
    await knocker.client.aclose()


def update(update_id: int, text: str = "C7 dbt") -> dict[str, Any]:
    chat = {"id": ALICE_CHAT, "type": "private"}
    message = {"message_id": 3, "date": 1_795_000_000, "chat": chat, "from": chat | {"is_bot": False}, "text": text}
    return {"update_id": update_id, "message": message}


def stored(engine: Engine) -> list[tuple[int, str]]:
    return [tuple(row) for row in raw(engine, "SELECT update_id, state FROM inbox ORDER BY id")]


async def test_what_telegram_brings_is_stored_before_it_hears_so(knocker: Knocker, engine: Engine) -> None:
    assert await knocker.knock(update(5)) == 200
    assert (stored(engine), knocker.handled) == ([(5, "open")], [5])


async def test_what_is_brought_again_is_stored_once(knocker: Knocker, engine: Engine) -> None:
    assert [await knocker.knock(update(5)) for _ in range(2)] == [200, 200]
    assert stored(engine) == [(5, "open")]


@pytest.mark.parametrize("given", [None, "", "what-only-telegram-knowS", "what-only-telegram-knowsx"])
async def test_without_the_secret_nothing_is_read(knocker: Knocker, engine: Engine, given: str | None) -> None:
    headers = {} if given is None else {"X-Telegram-Bot-Api-Secret-Token": given}
    assert await knocker.knock(update(5), headers) == 403
    assert (stored(engine), knocker.handled) == ([], [])


async def test_the_secret_is_compared_in_constant_time(knocker: Knocker, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(given: bytes, wanted: bytes) -> bool:
        compared.append((given, wanted))
        return given == wanted

    monkeypatch.setattr(webhook, "compare_digest", compare)
    await knocker.knock(update(5), {"X-Telegram-Bot-Api-Secret-Token": "wrong"})
    assert compared == [(b"wrong", ADDRESS.secret.encode())]


async def test_a_body_larger_than_any_update_is_turned_away_before_it_is_all_read(
    knocker: Knocker, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "_MOST_BYTES", 1000)
    given: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        for number in range(1000):
            given.append(number)
            yield b"x" * 100

    answer = await knocker.client.post("/hook", content=endless(), headers=SECRET)
    assert answer.status_code == 413
    assert stored(engine) == []
    assert await knocker.knock(update(5, "x" * 500)) == 200


@pytest.mark.parametrize("body", [b"", b"not json", b"[" * 100_000, b"[]", b'{"update_id": "five"}', b"\xff\xfe"])
async def test_what_is_no_update_is_passed_over_for_good(knocker: Knocker, engine: Engine, body: bytes) -> None:
    assert await knocker.knock(body) == 200
    assert stored(engine) == []


async def test_what_cannot_be_read_is_set_aside_and_not_brought_again(knocker: Knocker, engine: Engine) -> None:
    assert await knocker.knock({"update_id": 5, "message": {"message_id": "seven", "chat": "here"}}) == 200
    assert (stored(engine), knocker.handled) == ([(5, "quarantined")], [])


@pytest.mark.parametrize("broken_off", [b'{"update_id": 5, "message": ', b'{"update_id": 5, "n": ' + b"[" * 100_000])
async def test_what_is_no_json_is_set_aside_by_the_id_in_it(
    knocker: Knocker, engine: Engine, broken_off: bytes
) -> None:
    assert await knocker.knock(broken_off) == 200
    assert (stored(engine), knocker.handled) == ([(5, "quarantined")], [])


async def test_while_the_database_is_away_telegram_keeps_it_and_who_is_known_hears_so(
    knocker: Knocker, near: NearStore, engine: Engine, telegram: FakeTelegram
) -> None:
    near.outages = 1
    assert await knocker.knock(update(5)) == 503
    assert (knocker.handled, telegram.texts) == ([], [outage()])
    assert await knocker.knock(update(5)) == 200
    assert stored(engine) == [(5, "open")]


async def test_while_the_lanes_are_full_telegram_keeps_it(knocker: Knocker, engine: Engine) -> None:
    knocker.lanes._room.clear()
    assert await knocker.knock(update(5)) == 503
    assert stored(engine) == []


async def test_no_other_way_leads_in(knocker: Knocker) -> None:
    assert (await knocker.client.get("/hook", headers=SECRET)).status_code == 405
    assert (await knocker.client.post("/", headers=SECRET)).status_code == 404


async def test_neither_body_nor_secret_is_logged(knocker: Knocker, capsys: pytest.CaptureFixture[str]) -> None:
    await knocker.knock(update(5, "ambercanary"))
    await knocker.knock(update(6, "ambercanary"), {"X-Telegram-Bot-Api-Secret-Token": "ambercanary"})
    await knocker.knock({"update_id": 7, "message": {"chat": "ambercanary"}})
    await knocker.knock(b'{"ambercanary"')
    written = "".join(capsys.readouterr())
    assert "quarantined" in written
    assert "ambercanary" not in written
    assert ADDRESS.secret not in written


async def test_telegram_is_told_where_to_knock_and_with_which_secret(knocker: Knocker, telegram: FakeTelegram) -> None:
    await knocker.webhook.ask_for()
    (call,) = telegram.of("setWebhook")
    assert call.parameters["url"] == ADDRESS.url
    assert call.parameters["secret_token"] == ADDRESS.secret
    assert "drop_pending_updates" not in call.parameters
