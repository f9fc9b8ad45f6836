"""`python -m tests.e2e.take_pictures`: the README's pictures, taken anew of the demo's first minutes."""

from __future__ import annotations

import asyncio

from playwright.async_api import Browser, expect

from bot.paper.chart import draw
from bot.wording.chart import chart
from tests.e2e.house import ROOT
from tests.e2e.page_driver import DESK, PHONE, Visit, chromium, demo, visit
from tests.unit.bot.examples.trends import RICH
from tests.unit.moments import NEW_YORK, NOW

PICTURES = ROOT / "docs" / "pictures"


async def take() -> None:
    """Writes desk.png (light, the message before a session), phone.png (dark, the question after it), and two more.

    client.png is a client's page, acute.png the card of an acute case, both on a phone; trends.png is drawn, of figures
    made up.
    """
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "trends.png").write_bytes(draw(chart(RICH, NOW, NEW_YORK)))
    async with chromium() as browser:
        async with demo() as ready:
            await _desk(browser, ready["page"])
            await _phone(browser, ready["page"])
        async with demo() as ready:
            await _client(browser, ready["page"])
            await _acute(browser, ready["page"])


async def _desk(browser: Browser, address: str) -> None:
    async with visit(browser, address, DESK) as ana:
        await _next_nudge(ana, "One thing to bring up:")
        await _picture(ana, "desk")


async def _phone(browser: Browser, address: str) -> None:
    async with visit(browser, address, PHONE, dark=True) as ana:
        await _next_nudge(ana, "How did it go with C7?")
        await _picture(ana, "phone")


async def _client(browser: Browser, address: str) -> None:
    async with visit(browser, address, PHONE) as ana:
        await _answered(ana, "C7 ready 7 for psych eval", "the client's own number")
        await _answered(ana, "C7 ready 4 for dbt", "ready 4")
        await _answered(ana, "C7 wants housing", "own wish")
        await _answered(ana, "C7", "Why this order:")
        await _picture(ana, "client")


async def _acute(browser: Browser, address: str) -> None:
    async with visit(browser, address, PHONE) as ana:
        await _answered(ana, "C7 acute", "What kind of danger?")
        await _tapped(ana, "Self", "First, in the therapy:")
        await _tapped(ana, "Safety plan", "✓ safety plan")
        await _tapped(ana, "Options", "which of these would be enough for now?")
        for service in ("Psychiatric evaluation", "DBT group"):
            await _tapped(ana, service, "which of these would be enough for now?")
        await _tapped(ana, "Back", "next  Psychiatric evaluation")
        await _tapped(ana, "Let these rest", "On hold, uncounted:")
        await _picture(ana, "acute")


async def _answered(visitor: Visit, line: str, by: str) -> None:
    await visitor.say(line)
    await expect(visitor.messages(by).last).to_be_visible(timeout=30_000)


async def _tapped(visitor: Visit, label: str, shows: str) -> None:
    await visitor.button(label).last.click()
    await expect(visitor.messages(shows).last).to_be_visible(timeout=30_000)


async def _next_nudge(visitor: Visit, arrives: str) -> None:
    await visitor.page.locator("#next-nudge").click()
    await expect(visitor.messages(arrives)).to_be_visible(timeout=30_000)
    await expect(visitor.page.locator("#clock-moves")).to_be_enabled()


async def _picture(visitor: Visit, name: str) -> None:
    await visitor.page.evaluate("document.activeElement.blur()")
    await visitor.page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(take())
