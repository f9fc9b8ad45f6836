"""Text and entities as HTML that a page may show as it is: everything from outside is escaped."""

from __future__ import annotations

from html import escape
from typing import Any

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
}


def rendered(text: str, entities: list[dict[str, Any]]) -> str:
    """HTML of a message; `entities` are MessageEntity objects, nested properly and sorted by offset."""
    if not entities:
        return escape(text)
    units = text.encode("utf-16-le")
    marks: dict[int, list[str]] = {}
    for entity in entities:  # outer entities come first, so their start tags do too and their end tags last
        start, end = _tags(entity)
        marks.setdefault(2 * entity["offset"], []).append(start)
        marks.setdefault(2 * (entity["offset"] + entity["length"]), []).insert(0, end)
    pieces, done = [], 0
    for place in sorted(marks):
        pieces.append(escape(units[done:place].decode("utf-16-le")))
        pieces += marks[place]
        done = place
    return "".join(pieces) + escape(units[done:].decode("utf-16-le"))


def _tags(entity: dict[str, Any]) -> tuple[str, str]:
    if entity["type"] == "text_link":
        return f'<a href="{escape(entity["url"])}" target="_blank" rel="noreferrer">', "</a>"
    tag = _TAGS.get(entity["type"])
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")
