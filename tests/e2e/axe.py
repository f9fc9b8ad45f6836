"""What axe finds wrong with a page for whoever hears it, or has no mouse."""

from __future__ import annotations

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


async def violations(page: Page) -> list[str]:
    """One line for each: the rule, and the first element that breaks it."""
    found = (await Axe().run(page, options=_RULES)).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0].get('failureSummary', '')}" for one in found
    ]
