"""The chat page without a mouse, and what a screen reader is told."""

from __future__ import annotations

from io import BytesIO

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.page_driver import DESK, PHONE, Stage, Visit, demo, keyboard, picture, visit
from tests.sandbox.driver import ANA

pytestmark = pytest.mark.asyncio(loop_scope="session")  # the browser's


async def walk_to(page: Page, name: str, key: str = "Tab") -> None:
    """Presses Tab until the element of this name has focus."""
    for _step in range(60):
        await page.keyboard.press(key)
        focused = await page.evaluate(
            """() => {
                const focused = document.activeElement;
                if (focused === document.body) return "";
                return focused.ariaLabel || focused.labels?.[0]?.textContent || focused.innerText;
            }"""
        )
        if name in " ".join(focused.split()):
            return
    raise AssertionError(f"Tab does not lead to {name!r}")


async def chosen(ana: Visit, name: str, key: str = "Tab") -> None:
    await walk_to(ana.page, name, key)
    await ana.page.keyboard.press("Enter")


async def test_everything_is_done_by_keys(browser: Browser) -> None:
    async with demo() as ready, visit(browser, ready["page"], DESK) as ana:
        # However slow the machine, nothing comes by itself meanwhile.
        await ana.page.request.post(f"{ready['control']}/clock", data={"advance": "-20m"})
        await expect(ana.page.get_by_label("Your message")).to_be_focused()
        await ana.page.keyboard.type("B2 housing")
        await ana.page.keyboard.press("Enter")
        await expect(ana.messages("B2 is new to me.")).to_be_visible()

        await chosen(ana, "Next nudge")
        await expect(ana.messages("One thing to bring up:")).to_be_visible(timeout=30_000)
        await expect(ana.page.locator("#next-nudge")).to_be_focused()
        await ana.page.keyboard.press("Enter")
        question = ana.messages("How did it go with C7?")
        await expect(question).to_be_visible(timeout=30_000)
        await chosen(ana, "Agreed")
        await expect(question.get_by_role("button", name="Agreed", exact=True)).to_have_count(0)
        await expect(ana.messages("C7").last).to_be_focused()

        await chosen(ana, "Ruth", "Shift+Tab")
        await expect(ana.page.get_by_text("Ruth has an invite to the practice")).to_be_visible()
        await expect(ana.page.get_by_label("Your message")).to_be_focused()
        await chosen(ana, "Join with the invite link", "Shift+Tab")
        await expect(ana.messages("1 of 3")).to_be_visible()


async def test_the_menus_of_a_phone_open_and_close_by_keys(on_stage: Stage, browser: Browser) -> None:
    async with visit(browser, on_stage.address, PHONE) as ana:
        for name, inside in (
            ("Ana, therapist: change person", "Language of this phone"),
            ("More ways to move the clock", "Another time"),
        ):
            await chosen(ana, name)
            await expect(ana.page.get_by_label(inside)).to_be_visible()
            await ana.page.keyboard.press("Tab")
            await ana.page.keyboard.press("Escape")
            await expect(ana.page.get_by_label(inside)).to_be_hidden()
            await expect(ana.button(name)).to_be_focused()


async def test_focus_stays_on_what_is_ticked_and_else_goes_to_the_card(on_stage: Stage, browser: Browser) -> None:
    card = await on_stage.bot.send_message(ANA, "First:", reply_markup=keyboard(["Safety plan", "Options"]))
    async with visit(browser, on_stage.address) as ana:
        await ana.button("Safety plan").focus()
        await card.edit_reply_markup(keyboard(["✓ Safety plan", "Options"]))
        await expect(ana.button("✓ Safety plan")).to_be_focused()
        await card.edit_text("Which?", reply_markup=keyboard(["DBT group", "Undo"]))
        await expect(ana.messages("Which?")).to_be_focused()
        await ana.page.keyboard.press("Tab")
        await expect(ana.button("DBT group")).to_be_focused()
        await card.delete()
        await expect(ana.page.get_by_role("log")).to_be_focused()


async def test_who_speaks_is_said_and_what_stays_is_not_said_again(on_stage: Stage, browser: Browser) -> None:
    card = await on_stage.bot.send_photo(ANA, BytesIO(picture()), caption="Now", reply_markup=keyboard(["More"]))
    async with visit(browser, on_stage.address) as ana:
        await expect(ana.page.get_by_role("article", name="Followthrough")).to_contain_text("Now")
        await expect(ana.page.get_by_role("article", name="You")).to_contain_text("hello")
        log = ana.page.get_by_role("log")
        await expect(log).to_have_attribute("aria-live", "polite")
        drawn = await ana.messages("Now").locator(".bubble").element_handle()
        await ana.messages("Now").evaluate(
            """(article) => {
                const { firstElementChild: bubble } = article;
                new MutationObserver((changes) => {
                    bubble.drawnAnew ||= changes.some(({ removedNodes }) => [...removedNodes].includes(bubble));
                }).observe(article, { childList: true });
            }"""
        )
        await card.edit_reply_markup(keyboard(["Less"]))
        await expect(ana.button("Less")).to_be_visible()
        assert drawn is not None
        assert await drawn.evaluate("(bubble) => bubble.isConnected && !bubble.drawnAnew")
        await expect(ana.messages("Now")).to_contain_text("edited")
