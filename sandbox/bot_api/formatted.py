"""Text as a bot sends it: parsed, cleaned, trimmed and measured."""

from __future__ import annotations

import re
from typing import Any

from sandbox.bot_api.errors import bad_request, not_implemented
from sandbox.bot_api.html import parse_html
from sandbox.bot_api.limits import CAPTION_UNITS, TEXT_UNITS, utf16_length

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


def message_text(params: dict[str, Any]) -> dict[str, Any]:
    """`text` and `entities` of a Message. Raises ApiError 400 for text that is empty, too long or unparsable."""
    text, entities = _formatted(params["text"], params.get("parse_mode"))
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_UNITS:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption(params: dict[str, Any]) -> dict[str, Any]:
    """`caption` and `caption_entities` of a Message, if there is one. Raises ApiError 400 as for text."""
    text, entities = _formatted(params.get("caption", ""), params.get("parse_mode"))
    if utf16_length(text) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def _formatted(source: str, parse_mode: str | None) -> tuple[str, list[dict[str, Any]]]:
    mode = (parse_mode or "").lower()
    if mode in {"markdown", "markdownv2"}:
        raise not_implemented(f"parse_mode {parse_mode}")
    if mode not in {"", "html"}:
        raise bad_request("unsupported parse_mode")
    text, entities = parse_html(source) if mode else (source, [])
    return _trimmed(_CONTROL.sub(" ", text), entities)


def _trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Without white space around, as Telegram keeps it; entities move along and lose what was cut off."""
    kept = text.strip(" \n\t")
    if kept == text:
        return text, entities
    cut = utf16_length(text[: len(text) - len(text.lstrip(" \n\t"))])
    end = utf16_length(kept)
    moved = []
    for entity in entities:
        first = max(entity["offset"] - cut, 0)
        last = min(entity["offset"] - cut + entity["length"], end)
        if last > first:
            moved.append({**entity, "offset": first, "length": last - first})
    return kept, moved
