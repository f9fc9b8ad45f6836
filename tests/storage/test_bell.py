"""The bell between processes: heard at each commit to the outbox, and again after whatever silenced it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import URL

from storage import bell
from storage.store import Store
from tests.storage.practice import ALICE_CHAT, NOW, on_postgresql

pytestmark = on_postgresql
REACHES = psycopg.AsyncConnection.connect


@asynccontextmanager
async def listening(url: URL) -> AsyncIterator[asyncio.Queue[None]]:
    rung: asyncio.Queue[None] = asyncio.Queue()
    task = asyncio.create_task(bell.listen(url, lambda: rung.put_nowait(None)))
    heard = asyncio.create_task(rung.get())
    await asyncio.wait([task, heard], return_when=asyncio.FIRST_COMPLETED)
    assert not task.done(), task.exception()
    yield rung
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_what_is_committed_to_the_outbox_is_heard(url: URL, store: Store) -> None:
    async with listening(url) as rung:
        await store.run(lambda work: work.outbox.send(ALICE_CHAT, "hello", NOW))
        await rung.get()
    assert rung.empty()


@pytest.mark.parametrize(
    "error", [psycopg.OperationalError, psycopg.errors.ReadOnlySqlTransaction, psycopg.InterfaceError]
)
async def test_whatever_is_amiss_with_the_server_is_waited_out(
    url: URL, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """As while one server takes over from another, and listens to nobody yet."""
    errors = [error("not now")]

    async def connect(*args: Any, **more: Any) -> Any:
        if errors:
            raise errors.pop()
        return await REACHES(*args, **more)

    monkeypatch.setattr(psycopg.AsyncConnection, "connect", connect)
    monkeypatch.setattr(bell, "_RETRY_SECONDS", 0)
    async with listening(url):
        assert errors == []
