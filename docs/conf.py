"""The site, made by Sphinx of the Markdown that a code host shows: `make docs`.

Its source is the whole repository, so that one link works in both places, also to a page outside docs/. What is in
the bar at the side, and in which order, stands in docs/README.md: each heading there is a part, each link a page.
"""

from __future__ import annotations

import posixpath
import re

from sphinx.application import Sphinx

project = "Followthrough"
extensions = ["myst_parser"]
root_doc = "docs/README"
FRONT_PAGES = {root_doc, "docs/decisions/README"}
include_patterns = ["*.md", "docs/**/*.md", "docs/*.md", "bench/README.md", "sandbox/README.md"]
exclude_patterns = [".*", "build", "htmlcov", "bot", "deploy", "referrals", "storage", "tests"]
nitpicky = True

myst_heading_anchors = 3

html_theme = "furo"
html_title = "Followthrough"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_favicon = "../sandbox/page/icon.svg"
templates_path = ["_templates"]
html_additional_pages = {"index": "door.html"}
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False

_PART = re.compile(r"^## (.+)$")
_PAGE = re.compile(r"(?<!!)\[([^]]+)\]\(([\w./-]+)\.md\)")
_OPENS = ["", "```{toctree}", ":hidden:"]


def contents(page: str, text: str) -> str:
    """The parts of a front page and the pages it links to, as the tables of contents that Sphinx wants of them."""
    folder = posixpath.dirname(page)
    parts: list[list[str]] = [[*_OPENS, ""]]
    for line in text.splitlines():
        if part := _PART.match(line):
            parts.append([*_OPENS, f":caption: {part[1]}", ""])
        parts[-1] += [f"{title} </{posixpath.normpath(f'{folder}/{link}')}>" for title, link in _PAGE.findall(line)]
    return "\n".join(line for part in parts if part[-1] for line in (*part, "```"))


def _add_contents(_app: Sphinx, page: str, source: list[str]) -> None:
    if page in FRONT_PAGES:
        source[0] += f"\n{contents(page, source[0])}\n"


def setup(app: Sphinx) -> None:
    app.connect("source-read", _add_contents)
