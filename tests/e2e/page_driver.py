"""The chat page in a real Chromium, over the demo as a process or a sandbox whose bot is played by hand."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import telegram
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, async_playwright
from playwright.async_api import Error as PlaywrightError
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.server import Sandbox
from tests.e2e.forked import start
from tests.sandbox.driver import ANA, Driver

RUTH = 1002
PHONE = (390, 844)
SMALL_PHONE = (360, 640)
DESK = (1280, 800)
_QUIET = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
_NOTE_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => { for (const shift of list.getEntries()) window.shifted += shift.value; })
        .observe({ type: "layout-shift", buffered: true });
"""
PEOPLE = [{"id": ANA, "name": "Ana", "role": "therapist"}, {"id": RUTH, "name": "Ruth", "role": "supervisor"}]
NOON = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)  # Tuesday in New York


@dataclass  # without slots: Playwright notes its wrappers of the handlers on it
class Visit:
    """One page opened by somebody, with what she would complain of."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def fail(self, error: PlaywrightError) -> None:
        self.complaints.append(str(error))

    def ask(self, request: Request) -> None:
        # The browser's own PDF viewer asks for its parts under chrome: and chrome-extension: addresses.
        if urlsplit(request.url).scheme.startswith("http") and urlsplit(request.url).hostname != "127.0.0.1":
            self.elsewhere.append(request.url)

    async def say(self, text: str) -> None:
        """Types a line and sends it with Enter."""
        await self.page.get_by_label("Your message").fill(text)
        await self.page.keyboard.press("Enter")

    def messages(self, said: str | re.Pattern[str] = "") -> Locator:
        """The messages shown now that hold this text."""
        return self.page.locator("article").filter(has_text=said)

    def button(self, label: str) -> Locator:
        """The buttons named exactly so."""
        return self.page.get_by_role("button", name=label, exact=True)

    async def shifted(self) -> float:
        """How much has moved without anybody's doing since the page was opened, as Chromium's layout shift score."""
        score: float = await self.page.evaluate("window.shifted")
        return score

    async def overhang(self) -> float:
        """By how many pixels anything sticks out to the right: of the window, or of the list of messages."""
        reach: float = await self.page.evaluate(
            """() => {
                const list = document.getElementById("messages");
                const rights = [...document.querySelectorAll("body *")]
                    .filter((element) => !element.closest(".unseen, svg, pre"))
                    .map((element) => element.getBoundingClientRect().right);
                return Math.max(...rights.map((right) => right - innerWidth), list.scrollWidth - list.clientWidth);
            }"""
        )
        return reach


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium, without a window. Raises AssertionError where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "Chromium is missing: make chromium"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*_QUIET.split(), "--no-first-run"])
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def visit(
    browser: Browser,
    address: str,
    size: tuple[int, int] = PHONE,
    *,
    dark: bool = False,
    motion: bool = False,
    noisy: bool = False,
) -> AsyncIterator[Visit]:
    """The page in a window of its own; `size` is width and height in pixels.

    It complains of nothing and asks nothing of another machine, else AssertionError at the end; `noisy` is for what a
    browser complains of although it is meant so.
    """
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        timezone_id="Asia/Tokyo",  # far from the practice's zone, so that a mix-up would show
        reduced_motion="no-preference" if motion else "reduce",
    )
    await context.add_init_script(_NOTE_SHIFTS)
    page = await context.new_page()
    seen = Visit(page)
    page.on("console", seen.hear)
    page.on("pageerror", seen.fail)
    page.on("request", seen.ask)
    await page.goto(address)
    yield seen
    await context.close()
    assert seen.elsewhere == []
    assert noisy or seen.complaints == []


@asynccontextmanager
async def demo(*options: str) -> AsyncIterator[dict[str, Any]]:
    """`python -m bot demo` on a free port; what it says when it is ready."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as said:
        with os.fdopen(writing, "w") as stdout:
            process = start("command", ["bot", "demo", "--json", "--port", "0", *options], os.environ, stdout)
        try:
            ready: dict[str, Any] = json.loads(await asyncio.to_thread(said.readline))
            yield ready
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait)


@dataclass(slots=True)
class Stage:
    """A sandbox in this process, its people by `driver`, and its bot played by hand."""

    sandbox: Sandbox
    address: str
    driver: Driver
    bot: telegram.Bot


@asynccontextmanager
async def stage(sandbox: Sandbox, *, port: int = 0, **settings: Any) -> AsyncIterator[Stage]:
    """Serves the sandbox with these page settings; port 0 takes a free one."""
    sandbox.page_settings.update(settings)
    address = await sandbox.start(port=port)
    try:
        async with (
            aiohttp.ClientSession(address) as session,
            telegram.Bot(sandbox.token, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot") as bot,
        ):
            yield Stage(sandbox, address, Driver(session, sandbox.token), bot)
    finally:
        await sandbox.stop()


def picture() -> bytes:
    """A PNG of one grey pixel."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\x80")),
        (b"IEND", b""),
    ]
    packed = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def keyboard(*rows: list[str]) -> InlineKeyboardMarkup:
    """Rows of buttons whose data are their labels."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label) for label in row] for row in rows])
