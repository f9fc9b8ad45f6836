"""A sandbox served on a free loopback port, in the test's own event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.server import Sandbox
from tests.sandbox.driver import Driver, MachineTime


@pytest.fixture
def machine() -> MachineTime:
    """The machine's time as the sandbox sees it; tests move it instead of sleeping."""
    return MachineTime()


@pytest.fixture
async def sandbox(machine: MachineTime) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(machine=machine)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def driver(sandbox: Sandbox) -> AsyncIterator[Driver]:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{sandbox.port}") as session:
        yield Driver(session, sandbox.token)
