"""`/trends` in the demo: asked for on the page, drawn, sent as a photo, and shown in place with its words."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.paper.chart import WIDTH
from tests.e2e.page_driver import PHONE, Visit, chromium, demo, visit

pytestmark = pytest.mark.asyncio(loop_scope="session")  # the browser's


async def answered(ana: Visit, line: str, by: str) -> None:
    await ana.say(line)
    await expect(ana.messages(by).last).to_be_visible(timeout=30_000)


async def test_the_picture_is_shown_in_place_with_the_same_in_words() -> None:
    async with chromium() as browser, demo() as ready, visit(browser, ready["page"], PHONE) as ana:
        await answered(ana, "/trends", "There is no picture yet.")  # the story's three are few
        await answered(ana, "B2 housing, legal aid", "B2 is new to me.")
        await answered(ana, "/trends", "the client went: housing 0 of 2")
        shown = ana.page.get_by_role("img", name="Picture")
        await expect(shown).to_have_js_property("naturalWidth", WIDTH)
        await expect(ana.messages("Now: suggested 5.")).to_contain_text("can be forwarded and saved")
        assert await ana.overhang() <= 0
