"""The load's own end: what it hands over, and that it tells a wrong answer from a right one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from bench.load import offering
from bench.load.account import Account
from bench.load.fields import fields
from bench.load.offering import Asked, Heard, Offering

Updates = list[dict[str, Any]]


class Echo:
    """Polls, and says again what `habit` leaves of each batch."""

    def __init__(self, account: Account, habit: Callable[[Updates], Updates] = lambda batch: batch) -> None:
        self._account = account
        self._habit = habit

    def poll(self, offset: int = 0) -> None:
        self._account.called(self, b"getUpdates", {"offset": str(offset), "timeout": "50"})  # type: ignore[arg-type]

    def answer(self, body: bytes, status: int = 200) -> None:
        assert status == 200
        batch = json.loads(body)["result"]
        if isinstance(batch, list):
            asyncio.get_running_loop().call_soon(self._handle, batch)

    def _handle(self, batch: Updates) -> None:
        for update in self._habit(batch):
            message = update["message"]
            said = {"chat_id": str(message["chat"]["id"]), "text": message["text"]}
            self._account.called(self, b"sendMessage", said)  # type: ignore[arg-type]
        self.poll(batch[-1]["update_id"] + 1)


class Call:
    """One request, and what was answered."""

    def __init__(self) -> None:
        self.answers: list[Any] = []

    def answer(self, body: bytes, status: int = 200) -> None:
        self.answers.append((status, json.loads(body)["result"]))


async def heard_of(habit: Callable[[Updates], Updates], monkeypatch: pytest.MonkeyPatch, **asked: Any) -> Heard:
    monkeypatch.setattr(offering, "_PATIENCE_SECONDS", 0.05)
    account = Account("7:token")
    Echo(account, habit).poll()
    lines = [(f"line {number}", f"line {number}") for number in range(10)]
    return await Offering(account, Asked([1, 2], lines, seconds=0.02, **asked), {}).go()


async def test_what_is_answered_in_its_turn_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = await heard_of(lambda batch: batch, monkeypatch, window=8)
    assert heard.offered >= 8
    assert (heard.lost, heard.out_of_turn, heard.unexpected) == (0, 0, 0)
    assert len(heard.latencies) == heard.offered


async def test_what_comes_at_a_rate_comes_whatever_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = await heard_of(lambda _batch: [], monkeypatch, rate=1000)
    assert heard.lost == heard.offered > 1


async def test_an_answer_that_never_comes_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = await heard_of(lambda batch: batch[1:], monkeypatch, window=8)
    assert heard.lost == 8


async def test_an_answer_said_twice_is_unexpected(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = await heard_of(lambda batch: [*batch, batch[-1]], monkeypatch, window=8)
    assert heard.unexpected > 0


async def test_answers_that_overtake_each_other_are_out_of_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = await heard_of(lambda batch: batch[::-1], monkeypatch, window=8)
    assert heard.out_of_turn > 0
    assert heard.lost == 0


async def test_only_what_is_acknowledged_goes_away() -> None:
    account, call = Account("7:token"), Call()
    for text in ("first", "second"):
        account.offer(1, text)

    def poll(**asked: str) -> list[tuple[int, str]]:
        account.called(call, b"getUpdates", {"timeout": "0", **asked})  # type: ignore[arg-type]
        return [(update["update_id"], update["message"]["text"]) for update in call.answers[-1][1]]

    (first, _), (second, _) = both = poll()
    assert [text for _, text in both] == ["first", "second"]
    assert poll() == both
    assert poll(limit="1") == both[:1]
    assert poll(offset=str(first + 1)) == both[1:]
    assert poll(offset=str(second + 1)) == []


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        (b"/bot7:token/sendMessage", b"application/json", b'{"chat_id": 5, "text": "a \\u00e9&="}'),
        (b"/bot7:token/sendMessage", b"application/x-www-form-urlencoded", b"chat_id=5&text=a+%C3%A9%26%3D"),
        (b"/bot7:token/sendMessage?chat_id=5", b"", b"text=a%20%C3%A9%26%3D"),
        (
            b"/bot7:token/sendMessage",
            b"multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n5\r\n'
            b'--x\r\nContent-Disposition: form-data; name="text"\r\nContent-Type: text/plain\r\n\r\na \xc3\xa9&=\r\n'
            b"--x--\r\n",
        ),
    ],
)
def test_a_call_is_read_in_whichever_form_it_comes(path: bytes, kind: bytes, body: bytes) -> None:
    assert fields(path, kind, body) == {"chat_id": "5", "text": "a é&="}
