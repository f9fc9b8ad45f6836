"""The documents as a site: strictly built, loading nothing from elsewhere, readable on a phone and by ear."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from tests.e2e.axe import violations
from tests.e2e.forked import ROOT
from tests.e2e.page_driver import DESK, PHONE, chromium, visit
from tests.site.conftest import build

pytestmark = pytest.mark.xdist_group("site")  # built once

FRONT = "docs/README"
LOOKED_AT = (
    (FRONT, PHONE), (FRONT, DESK), ("docs/one-page", PHONE), ("docs/card", DESK), ("docs/therapist", PHONE),
    ("docs/supervisor", PHONE), ("docs/administrator", DESK), ("docs/clinical", PHONE), ("docs/developer", DESK),
    ("docs/design", PHONE), ("docs/decisions/README", DESK), ("bench/README", PHONE),
)  # fmt: skip
_LOADS = {"link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src", "object": "data"}
_ONLY_NAMED = {"canonical", "next", "prev", "index", "search", "author"}  # of a <link>, these fetch nothing
_IN_STYLES = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")
_WRONG = {
    "a page": "[x](nowhere.md)",
    "an anchor": "[x](privacy.md#nowhere)",
    "a file": "[x](../deploy/nowhere)",
    "a picture": "![x](pictures/nowhere.png)",
    "a page above": "[x](../NOWHERE.md)",
}


class Loaded(HTMLParser):
    """What a page has a browser fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "link" and set((named.get("rel") or "").split()) & _ONLY_NAMED:
            return
        if (source := named.get(_LOADS.get(tag, ""))) is not None:
            self.found.append(source)


def test_every_document_is_in_it_and_the_door_leads_to_the_front(site: Path) -> None:
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    missing = [path for path in documents if not (site / path.relative_to(ROOT)).with_suffix(".html").exists()]
    assert missing == []
    assert f"url={FRONT}.html" in (site / "index.html").read_text()


def test_what_leads_nowhere_ends_the_build(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(ROOT / "docs", source / "docs", ignore=shutil.ignore_patterns("__pycache__"))
    for path in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "bench/README.md", "sandbox/README.md"):
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, source / path)
    (source / "sandbox/page").mkdir()
    shutil.copy(ROOT / "sandbox/page/icon.svg", source / "sandbox/page/icon.svg")
    (source / "docs/left-out.md").write_text("# Nobody links here\n")
    page = source / "docs/export.md"
    lines = page.read_text().count("\n") + 1
    page.write_text(page.read_text() + "".join(f"\n{wrong}\n" for wrong in _WRONG.values()))
    done = build(source, tmp_path / "site")
    assert done.returncode != 0
    complaints = {int(line) for line in re.findall(r"export\.md:(\d+): WARNING", done.stderr)}
    assert complaints == {lines + 1 + 2 * place for place in range(len(_WRONG))}, done.stderr
    assert re.search(r"left-out\.md.*WARNING", done.stderr)


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    pages, styles = list(site.rglob("*.html")), list(site.rglob("*.css"))
    assert len(pages) > 25
    assert len(styles) > 2
    elsewhere = []
    for page in pages:
        loaded = Loaded()
        loaded.feed(page.read_text())
        assert loaded.found or page.name == "index.html"  # the search itself finds something
        elsewhere += [(page.name, source) for source in loaded.found if urlsplit(source).netloc]
    for style in styles:
        named = ["".join(both) for both in _IN_STYLES.findall(style.read_text())]
        elsewhere += [(style.name, source) for source in named if urlsplit(source).netloc]
    assert elsewhere == []


async def test_the_pages_are_readable_on_a_phone_and_by_ear(address: str) -> None:
    amiss = []
    async with chromium() as browser:
        for page, size in LOOKED_AT:
            async with visit(browser, f"{address}/{page}.html", size, dark=size == DESK) as reader:
                wider = await reader.page.evaluate("document.documentElement.scrollWidth - innerWidth")
                broken = await violations(reader.page)
                if broken or wider > 0 or reader.complaints or reader.elsewhere:
                    amiss.append((page, size, broken, wider, reader.complaints, reader.elsewhere))
    assert amiss == []


async def test_from_the_door_a_supervisor_finds_her_page_and_searches_it(address: str) -> None:
    async with chromium() as browser, visit(browser, f"{address}/index.html", DESK) as reader:
        await expect(reader.page.get_by_role("heading", name="Followthrough", level=1)).to_be_visible()
        await reader.page.get_by_role("complementary", name="All pages").get_by_text("What you see and can do").click()
        await expect(reader.page.get_by_role("heading", name="For the supervisor", level=1)).to_be_visible()
        await reader.page.get_by_label("Search").first.fill("stalled")
        await reader.page.keyboard.press("Enter")
        await expect(reader.page.get_by_role("link", name="For the supervisor").last).to_be_visible()
        assert (reader.complaints, reader.elsewhere) == ([], [])
