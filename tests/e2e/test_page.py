"""The chat page over the demo, as its first visitor meets it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.page_driver import DESK, SMALL_PHONE, demo, visit

pytestmark = pytest.mark.asyncio(loop_scope="session")  # the browser's


@pytest_asyncio.fixture(loop_scope="session")
async def address() -> AsyncIterator[str]:
    async with demo() as ready:
        yield str(ready["page"])


async def test_the_first_minute_on_a_small_phone(browser: Browser, address: str) -> None:
    async with visit(browser, address, SMALL_PHONE) as ana:
        await expect(ana.messages("C7: sessions Tuesdays 14:00")).to_be_visible()
        await ana.page.locator("#next-nudge").click()
        brief = ana.messages("C7 at 14:00. One thing to bring up:")
        await expect(brief).to_be_visible(timeout=30_000)
        await expect(brief.locator("time")).to_have_text("13:30")

        await ana.page.locator("#next-nudge").click()
        question = ana.messages("How did it go with C7?")
        await expect(question).to_be_visible(timeout=30_000)
        await expect(question.locator("time")).to_have_text("14:50")
        await question.get_by_role("button", name="Agreed", exact=True).click()
        await expect(question.get_by_role("button", name="Agreed", exact=True)).to_have_count(0)

        await ana.say("B2 housing")
        await expect(ana.messages("B2 is new to me.")).to_be_visible()
        count = await ana.messages().count()
        await ana.messages().last.get_by_role("button", name="Undo").click()
        await expect(ana.messages("B2 is new to me.")).to_have_count(0)
        await expect(ana.messages().last).to_contain_text("edited")
        await expect(ana.messages()).to_have_count(count)

        assert await ana.overhang() <= 0


async def test_what_is_not_for_the_chat_disappears_from_it(browser: Browser, address: str) -> None:
    async with visit(browser, address) as ana:
        await ana.say("C7 call her at 212 555 0123")
        await expect(ana.messages("212 555 0123")).to_have_count(0)
        await ana.page.get_by_label("Send a photo").click()
        await expect(ana.messages("text lines only")).to_be_visible()
        await expect(ana.page.locator("article.user").filter(has=ana.page.locator("a"))).to_have_count(0)


async def test_the_supervisor_joins_by_her_invite(browser: Browser, address: str) -> None:
    async with visit(browser, address, DESK) as visitor:
        await visitor.page.get_by_role("button", name=re.compile("^Ruth")).click()
        await visitor.button("Join with the invite link").click()
        for _question in range(3):
            first = visitor.page.locator(".keyboard button").first
            asked = await first.text_content()
            await first.click()
            await expect(visitor.page.locator(".keyboard button").filter(has_text=asked or "")).to_have_count(0)
        await expect(visitor.button("Join with the invite link")).to_be_hidden()
        await visitor.button("Menu").click()
        await expect(visitor.page.get_by_role("group", name="Commands").get_by_text("/help")).to_be_visible()
        await visitor.page.reload()
        await expect(visitor.page.locator("article.user").first).to_contain_text("/start")
