"""`python -m tests.e2e.take_pictures`: the documents' pictures and the card, made anew; with names, only these."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Collection
from functools import partial

from playwright.async_api import Browser

from bot.paper.chart import draw
from bot.paper.typesetting import typeset
from bot.wording.chart import chart
from bot.wording.supervision.paper import paper
from docs import card
from tests.e2e.forked import ROOT
from tests.e2e.page_driver import chromium, demo, visit
from tests.e2e.scenes import STORIES, Scene
from tests.unit.bot.examples.papers import PAPERS
from tests.unit.bot.examples.trends import RICH
from tests.unit.moments import NEW_YORK, NOW

PICTURES = ROOT / "docs" / "pictures"
# What is drawn and not played, by file name: the same each time, so that a test can tell what has gone stale.
DRAWN: dict[str, Callable[[], bytes]] = {
    "trends.png": lambda: draw(chart(RICH, NOW, NEW_YORK)),
    "agenda.png": lambda: typeset(paper(*PAPERS["rich"], NOW, NEW_YORK), "png"),
    **{f"card-{language}.png": partial(card.typeset, language, "png") for language in card.LANGUAGES},
    **{f"card-{language}.pdf": partial(card.typeset, language, "pdf") for language in card.LANGUAGES},
}


def made() -> set[str]:
    """The names of all files that this makes."""
    return {f"{scene.picture}.png" for story in STORIES for scene in story if scene.picture} | set(DRAWN)


async def take(wanted: Collection[str]) -> None:
    """Writes the files of these names into PICTURES, and what else their stories show: a story is played whole."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in DRAWN.keys() & set(wanted):
        (PICTURES / name).write_bytes(DRAWN[name]())
    async with chromium() as browser:
        for story in STORIES:
            if {f"{scene.picture}.png" for scene in story} & set(wanted):
                async with demo() as ready:
                    for scene in story:
                        await _play(browser, ready["page"], scene)


async def _play(browser: Browser, address: str, scene: Scene) -> None:
    async with visit(browser, f"{address}#{scene.who}", scene.size, dark=scene.dark) as person:
        await scene.play(person)
        if scene.picture:
            await person.page.evaluate("document.activeElement.blur()")
            await person.page.mouse.move(0, 0)  # nothing is pointed at
            await person.page.screenshot(path=PICTURES / f"{scene.picture}.png")


if __name__ == "__main__":
    asyncio.run(take(sys.argv[1:] or made()))
