"""The story, replayed on the page while a person watches, stops it, and watches it again."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.wording.language import languages, own_name, speaking
from bot.wording.story import CAPTIONS, LINES, Line, Scene
from sandbox.server import Sandbox
from tests.e2e.page_driver import DESK, NOON, PEOPLE, PHONE, SMALL_PHONE, Visit, demo, stage, visit

pytestmark = pytest.mark.asyncio(loop_scope="session")  # the browser's

LONG = 60_000  # milliseconds


@pytest_asyncio.fixture(loop_scope="session")
async def ready() -> AsyncIterator[dict[str, Any]]:
    async with demo() as ready:
        yield ready


async def at(ana: Visit, scene: Scene) -> None:
    """The scene is under way."""
    await expect(ana.page.locator("#story-caption")).to_have_text(CAPTIONS[scene], timeout=LONG)


async def told(ana: Visit) -> None:
    """The scene under way has come to its end."""
    await expect(ana.page.locator("#player[data-busy]")).to_have_count(0, timeout=LONG)


@pytest.mark.parametrize("language", languages())
async def test_step_by_step_to_the_end(browser: Browser, ready: dict[str, Any], language: str) -> None:
    async with visit(browser, ready["page"], DESK) as ana:
        before = await ana.messages().all_inner_texts()
        await ana.page.get_by_label("Language of this phone").select_option(label=own_name(language))
        await ana.button("Replay the story").click()
        await expect(ana.button("Step")).to_be_focused()
        await expect(ana.button("Play")).to_be_hidden()
        with speaking(language):
            for scene in Scene:
                await at(ana, scene)
                await told(ana)
                await expect(ana.page.locator("#story-caption")).to_have_text(CAPTIONS[scene])
                if scene is Scene.LOGGED:
                    await expect(ana.messages(LINES[Line.REFERRALS]).first).to_have_attribute("lang", language)
                if scene is Scene.SHARED:
                    await expect(ana.messages(LINES[Line.REFLECTED])).to_have_count(0)
                if scene is Scene.AGENDA:
                    await expect(ana.page.locator("iframe")).to_have_attribute("title", re.compile(r"\.pdf$"))
                    await expect(ana.messages(LINES[Line.SHARED])).to_be_visible()
                if scene is not Scene.END:
                    await ana.page.keyboard.press("Enter")
        await expect(ana.page.locator("article .picture")).to_be_visible()
        await expect(ana.button("Again")).to_be_focused()

        await ana.button("Stop").click()
        await expect(ana.page.get_by_role("button", name="Ana therapist")).to_have_attribute("aria-current", "true")
        await expect(ana.messages().nth(len(before) - 1)).to_be_visible()
        assert before == (await ana.messages().all_inner_texts())[: len(before)]


async def test_it_plays_is_stopped_half_way_and_is_told_anew(browser: Browser, ready: dict[str, Any]) -> None:
    async with visit(browser, ready["page"], PHONE, motion=True) as ana:
        await ana.button("Replay the story").focus()
        await ana.page.keyboard.press("Enter")
        await expect(ana.button("Pause")).to_be_focused()
        await expect(ana.page.get_by_role("log")).to_have_attribute("aria-live", "off")
        line = ana.page.get_by_label("Your message")
        await expect(line).to_have_class(re.compile("acted"), timeout=LONG)
        await ana.page.keyboard.press("Enter")
        await expect(ana.button("Play")).to_be_focused()
        await expect(ana.page.get_by_role("log")).to_have_attribute("aria-live", "polite")
        await expect(line).not_to_have_value("")
        await ana.button("Step").click()
        await told(ana)
        await expect(ana.messages("You are set up.")).to_be_visible()
        await ana.button("Play").click()
        await at(ana, Scene.LOGGED)

        await expect(line).to_have_class(re.compile("acted"), timeout=LONG)
        await ana.button("Stop").click()
        await expect(line).to_have_value("")
        await expect(ana.button("Replay the story")).to_be_focused()
        await expect(ana.button("Ana, therapist: change person")).to_be_visible()
        await expect(ana.messages("C7: sessions Tuesdays 14:00")).to_be_visible()

        await ana.page.keyboard.press("Enter")
        await expect(ana.button("Mia 2, therapist: change person")).to_be_visible()
        await expect(ana.page.locator(".keyboard .acted")).to_be_visible(timeout=LONG)
        assert await ana.overhang() <= 0


async def test_whoever_takes_a_hand_in_it_is_not_talked_over(browser: Browser, ready: dict[str, Any]) -> None:
    async with visit(browser, ready["page"], SMALL_PHONE, motion=True) as ana:
        await ana.button("Replay the story").click()
        await expect(ana.button("Pause")).to_be_visible()
        await ana.page.get_by_label("Your message").press("x")
        await expect(ana.button("Play")).to_be_visible()
        await ana.button("Play").click()
        await ana.button("More ways to move the clock").click()
        await expect(ana.button("Play")).to_be_visible()


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        ({"press": "nothing:*"}, 'No button here does "nothing:*".'),
        ({"dance": 1}, 'There is no deed called "dance".'),
        ({"until": "x"}, "What the story waits for does not come."),
        ({"pass_on": {"from": "mia", "begins": "/x"}}, 'No line begins with "/x".'),
    ],
)
async def test_a_story_that_cannot_go_on_says_why(browser: Browser, deed: dict[str, Any], why: str) -> None:
    story = {
        "people": [{"key": "mia", "name": "Mia", "role": "therapist"}],
        "scenes": [{"caption": "Once upon a time", "who": "mia", "deeds": [deed]}],
    }
    played = stage(Sandbox(clock_start=NOON), people=PEOPLE, zone="America/New_York", stories={"en": story})
    async with played as on_stage, visit(browser, on_stage.address) as ana:
        await ana.button("Replay the story").click()
        await expect(ana.page.locator("#story-caption")).to_have_text(f"The story cannot go on: {why}")
        await ana.button("Stop").click()
        await expect(ana.page.get_by_text("Ana has not written yet.")).to_be_visible()


async def test_without_a_story_there_is_no_button(browser: Browser) -> None:
    async with stage(Sandbox(), people=PEOPLE) as on_stage, visit(browser, on_stage.address) as ana:
        await expect(ana.page.get_by_text("Ana has not written yet.")).to_be_visible()
        await expect(ana.button("Replay the story")).to_be_hidden()
