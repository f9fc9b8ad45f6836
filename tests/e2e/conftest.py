"""A house of processes for each test, on each engine; a browser, and a sandbox whose bot is played by hand.

The browser is one for all tests, each of which has windows of its own in it; so they share an event loop.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser
from sqlalchemy import URL

from sandbox.server import Sandbox
from tests.e2e.house import House
from tests.e2e.page_driver import NOON, PEOPLE, Stage, chromium, stage


@pytest.fixture
def house(tmp_path: Path, url: URL) -> Iterator[House]:
    """Sandbox running, bot not started, database migrated and without a practice."""
    house = House(tmp_path, url.render_as_string(hide_password=False))
    yield house
    house.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def on_stage() -> AsyncIterator[Stage]:
    """Ana has said hello; it is Tuesday noon in New York."""
    async with stage(Sandbox(clock_start=NOON), people=PEOPLE, zone="America/New_York") as on_stage:
        await on_stage.driver.say("hello")
        yield on_stage
