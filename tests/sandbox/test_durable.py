"""What a killed sandbox remembers when it starts again with the same data."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from sandbox.server import DEFAULT_TOKEN, NotLoopbackError, Sandbox
from sandbox.store import StoreInUseError
from tests.sandbox.driver import ANA, Driver, keyboard


@asynccontextmanager
async def _process(data: Path, end: signal.Signals) -> AsyncIterator[Driver]:
    """`python -m sandbox` on a free port, ended by a signal when the block is done."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--data", str(data)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().split()[1]
    async with aiohttp.ClientSession(address) as session:
        try:
            yield Driver(session, DEFAULT_TOKEN)
        finally:
            process.send_signal(end)
            await process.wait()
    assert process.returncode == (0 if end == signal.SIGTERM else -end)


async def test_a_killed_sandbox_goes_on_where_it_was(tmp_path: Path) -> None:
    async with _process(tmp_path, signal.SIGKILL) as driver:
        await driver.post("clock", {"to": "2030-05-06T07:08:09Z", "jump": True})
        named = {"user": ANA, "name": "Ana", "language_code": "es"}
        first = await driver.post("say", {**named, "text": "C7 housing"})
        await driver.post("send", {"user": ANA, "kind": "document"})
        await driver.done("getUpdates", offset=first["update_id"] + 1, allowed_updates=["message", "callback_query"])
        message = await driver.done("sendMessage", chat_id=ANA, text="?", reply_markup=keyboard([("Yes", "y")]))
        sent = message["message_id"]
        tap = await driver.post("press", {"user": ANA, "message_id": sent, "label": "Yes"})
        await driver.done("setMyCommands", commands=[{"command": "help", "description": "Help"}])
        chat = await driver.chat()
    async with _process(tmp_path, signal.SIGTERM) as driver:
        assert await driver.chat() == chat
        async with driver.session.get(chat[1]["document"]["url"]) as response:
            assert await response.read() == b"made up by the sandbox\n"
        updates = await driver.done("getUpdates")
        assert [update["update_id"] for update in updates] == [first["update_id"] + 1, tap["update_id"]]
        assert await driver.done("answerCallbackQuery", callback_query_id=updates[1]["callback_query"]["id"], text="!")
        assert await driver.say("on") == sent + 1
        assert (await driver.done("getWebhookInfo"))["allowed_updates"] == ["message", "callback_query"]
        clock = await driver.get("clock")
        assert (clock["now"][:16], clock["revision"]) == ("2030-05-06T07:08", 1)
        assert len((await driver.get(f"commands?user={ANA}"))["commands"]) == 1
        assert (await driver.get("users"))["users"] == [{"id": ANA, "name": "Ana", "language_code": "es"}]
    async with _process(tmp_path, signal.SIGTERM) as driver:
        assert [toast["text"] for toast in (await driver.get(f"chat?user={ANA}"))["toasts"]] == ["!"]


async def test_every_answered_message_survives_a_kill(tmp_path: Path) -> None:
    answered = 0

    async def keep_saying(driver: Driver) -> None:
        nonlocal answered
        while True:
            await driver.say(f"message {answered}")
            answered += 1

    async with _process(tmp_path, signal.SIGKILL) as driver:
        saying = asyncio.create_task(keep_saying(driver))
        await asyncio.sleep(0.3)
    await asyncio.wait({saying})
    assert isinstance(saying.exception(), aiohttp.ClientError)
    async with _process(tmp_path, signal.SIGTERM) as driver:
        kept = [message["text"] for message in await driver.chat()]
    assert answered > 10
    assert kept[:answered] == [f"message {n}" for n in range(answered)]
    assert len(kept) <= answered + 1


async def test_two_sandboxes_do_not_share_a_directory(tmp_path: Path) -> None:
    first = Sandbox(tmp_path)
    with pytest.raises(StoreInUseError, match="another sandbox"):
        Sandbox(tmp_path)
    await first.stop()
    await Sandbox(tmp_path).stop()


async def test_only_loopback_addresses_are_served() -> None:
    sandbox = Sandbox(token=DEFAULT_TOKEN)
    with pytest.raises(NotLoopbackError, match=r"0\.0\.0\.0"):
        await sandbox.start("0.0.0.0")  # noqa: S104 - this is what must be refused
    await sandbox.stop()


async def test_stopping_ends_an_open_poll() -> None:
    sandbox = Sandbox()
    async with aiohttp.ClientSession(await sandbox.start()) as session:
        poll = asyncio.create_task(Driver(session, sandbox.token).done("getUpdates", timeout=50))
        await asyncio.sleep(0.1)
        await asyncio.wait_for(sandbox.stop(), 5)
        assert await poll == []
