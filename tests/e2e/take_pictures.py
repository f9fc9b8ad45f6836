"""`python -m tests.e2e.take_pictures`: the README's pictures, taken anew of the demo's first minutes."""

from __future__ import annotations

import asyncio

from playwright.async_api import Browser, expect

from tests.e2e.house import ROOT
from tests.e2e.page_driver import DESK, PHONE, Visit, chromium, demo, visit

PICTURES = ROOT / "docs" / "pictures"


async def take() -> None:
    """Writes desk.png (light, the message before a session) and phone.png (dark, the question after it)."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    async with chromium() as browser, demo() as ready:
        await _desk(browser, ready["page"])
        await _phone(browser, ready["page"])


async def _desk(browser: Browser, address: str) -> None:
    async with visit(browser, address, DESK) as ana:
        await _next_nudge(ana, "One thing to bring up:")
        await _picture(ana, "desk")


async def _phone(browser: Browser, address: str) -> None:
    async with visit(browser, address, PHONE, dark=True) as ana:
        await _next_nudge(ana, "How did it go with C7?")
        await _picture(ana, "phone")


async def _next_nudge(visitor: Visit, arrives: str) -> None:
    await visitor.page.locator("#next-nudge").click()
    await expect(visitor.messages(arrives)).to_be_visible(timeout=30_000)
    await expect(visitor.page.locator("#clock-moves")).to_be_enabled()


async def _picture(visitor: Visit, name: str) -> None:
    await visitor.page.evaluate("document.activeElement.blur()")
    await visitor.page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(take())
