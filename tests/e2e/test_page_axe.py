"""The chat page as axe sees it: in every state, light and dark, on a small phone and a desk."""

from __future__ import annotations

from io import BytesIO

import pytest
import typst
from playwright.async_api import Browser, expect
from telegram import BotCommand

from tests.e2e.axe import violations
from tests.e2e.page_driver import DESK, RUTH, SMALL_PHONE, Stage, demo, keyboard, picture, visit
from tests.sandbox.driver import ANA

pytestmark = pytest.mark.asyncio(loop_scope="session")  # the browser's

PDF = typst.compile(b"= Agenda")
EVERYWHERE = pytest.mark.parametrize(
    ("size", "dark"), [(SMALL_PHONE, False), (SMALL_PHONE, True), (DESK, False), (DESK, True)]
)


async def fill(on_stage: Stage) -> None:
    """A chat with something of every kind in it."""
    bot = on_stage.bot
    await bot.set_my_commands([BotCommand("today", "The day's sessions"), BotCommand("help", "Help")])
    for n in range(20):
        await on_stage.driver.say(f"line {n}")
        await bot.send_message(ANA, f"<b>C7</b> <i>line</i> {n}: <code>C7 dbt</code> or /help", parse_mode="HTML")
    await bot.send_message(
        ANA,
        '<tg-spoiler>hidden</tg-spoiler> <a href="https://example.org/">a page</a>\n<pre>a    b</pre>'
        "<blockquote>said</blockquote>",
        parse_mode="HTML",
        reply_markup=keyboard(["Booked", "Went"], ["Not ready"]),
    )
    await bot.send_photo(ANA, BytesIO(picture()), caption="Now: suggested 5.")
    await bot.send_document(ANA, BytesIO(b"code,service\r\nC7,housing\r\n"), filename="referrals.csv")
    await bot.send_document(ANA, BytesIO(PDF), filename="agenda.pdf")
    await bot.send_document(ANA, BytesIO(b"PK\x03\x04"), filename="export.zip")


@EVERYWHERE
async def test_nothing_is_wrong_with_the_chat(
    on_stage: Stage, browser: Browser, size: tuple[int, int], *, dark: bool
) -> None:
    async with visit(browser, f"{on_stage.address}#{RUTH}", size, dark=dark) as ana:
        await expect(ana.page.get_by_text("Ruth has not written yet.")).to_be_visible()
        assert await violations(ana.page) == []

        await fill(on_stage)
        await ana.page.goto(f"{on_stage.address}#{ANA}")
        await expect(ana.page.get_by_role("link", name="export.zip")).to_be_visible()
        assert await violations(ana.page) == []
        await ana.page.get_by_role("link", name="Picture: Now: suggested 5.").click()
        await expect(ana.button("Close")).to_be_visible()
        assert await violations(ana.page) == []
        await ana.page.keyboard.press("Escape")

        await ana.button("Menu").click()
        await expect(ana.page.get_by_role("group", name="Commands")).to_be_visible()
        assert await violations(ana.page) == []
        await ana.page.keyboard.press("Escape")
        if size == SMALL_PHONE:
            for name in ("Ana, therapist: change person", "More ways to move the clock"):
                await ana.button(name).click()
                assert await violations(ana.page) == []
                await ana.page.keyboard.press("Escape")


@EVERYWHERE
async def test_nothing_is_wrong_with_the_story(browser: Browser, size: tuple[int, int], *, dark: bool) -> None:
    async with demo() as ready, visit(browser, ready["page"], size, dark=dark) as ana:
        await expect(ana.messages("C7: sessions Tuesdays 14:00")).to_be_visible()
        assert await violations(ana.page) == []
        await ana.button("Replay the story").click()
        await expect(ana.messages("You are set up.")).to_be_visible(timeout=30_000)
        assert await violations(ana.page) == []


async def test_axe_hears_what_is_wrong(on_stage: Stage, browser: Browser) -> None:
    async with visit(browser, on_stage.address) as ana:
        await expect(ana.messages("hello")).to_be_visible()
        await ana.page.evaluate("""() => {
            document.getElementById("send").replaceWith(document.createElement("button"));
            document.querySelector(".meta").style.color = "#ddd";
            document.body.append(Object.assign(document.createElement("img"), { src: "icon.svg" }));
        }""")
        found = " ".join(await violations(ana.page))
        assert all(rule in found for rule in ("image-alt:", "button-name:", "color-contrast:")), found
