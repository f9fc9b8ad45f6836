"""What is brought to a door comes in the order of its chat, and again until it is taken in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

import pytest

from bench.load import knocking
from bench.load.knocking import Knocker
from bench.load.wire import Asking

Heard = Callable[[int, bytes], None]


class Door:
    """Notes what is brought; the test says when it is taken in."""

    def __init__(self) -> None:
        self.brought: list[tuple[bytes, Heard]] = []

    def ask(self, path: bytes, body: bytes, heard: Heard) -> None:
        assert path == b"/hook"
        self.brought.append((body, heard))


async def opened(door: Door, monkeypatch: pytest.MonkeyPatch) -> Knocker:
    async def connected(_address: str, _headers: bytes) -> Asking:
        return cast(Asking, door)

    monkeypatch.setattr(knocking, "connected", connected)
    knocker = Knocker(["127.0.0.1:1"], "http://127.0.0.1:1/hook", "secret")
    await knocker.open()
    return knocker


async def test_those_of_one_chat_come_one_after_another_and_others_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    door = Door()
    knocker = await opened(door, monkeypatch)
    for chat_id, raw in ((1, b"a"), (1, b"b"), (2, b"c")):
        knocker.bring(chat_id, raw)
    assert [raw for raw, _ in door.brought] == [b"a", b"c"]
    door.brought[0][1](200, b"")
    assert [raw for raw, _ in door.brought] == [b"a", b"c", b"b"]


async def test_what_is_not_taken_in_comes_again_before_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    door = Door()
    knocker = await opened(door, monkeypatch)
    monkeypatch.setattr(knocking, "_AGAIN_SECONDS", 0.0)
    knocker.bring(1, b"a")
    knocker.bring(1, b"b")
    door.brought[0][1](503, b"")
    assert knocker.refused == 1
    assert len(door.brought) == 1
    for _ in range(3):
        await asyncio.sleep(0)
    assert [raw for raw, _ in door.brought] == [b"a", b"a"]
