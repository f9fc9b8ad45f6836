"""What of an update is kept until its turn: its text once it was screened, ids, and nothing that nobody reads.

Telegram sends more along: what is replied to, who forwarded it, links, user names, questions of a poll. None of that is
screened, so none of it is stored (clinical rule "codes only").
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.actions import decode
from bot.wording.language import is_code
from referrals.identifiers import find_identifier

_WITHIN = frozenset(
    {"message", "edited_message", "callback_query", "my_chat_member", "chat", "from", "user"}
    | {"old_chat_member", "new_chat_member"}
)
_TOLD = frozenset({"id", "type", "status", "chat_instance"})
_WORDS = frozenset({"text", "data", "type", "status", "first_name", "language_code"})
_DEEPEST = 8


def legible(text: str) -> str:
    """The text without what cannot be stored or said again: NUL, and halves of characters."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def pruned(raw: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The update without what no turn reads. Its text must have been screened before.

    Raises TypeError where something else stands in the place of words, or of what they stand in.
    """
    return _pruned(raw, ("",), now)


def shape(value: Any, depth: int = 0) -> Any:
    """Keys and types of something that came, without any of its values: for whoever looks after what was unreadable."""
    if depth == _DEEPEST:
        return "..."
    if isinstance(value, dict):
        return {str(key): shape(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner, depth + 1) for inner in value[:1]]
    return type(value).__name__


def _pruned(value: dict[str, Any], path: tuple[str, ...], now: datetime) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, inner in value.items():
        must_be = dict if key in _WITHIN else str if key in _WORDS else object
        if not isinstance(inner, must_be):
            raise TypeError(must_be.__name__)
        if isinstance(inner, dict):
            if key in _WITHIN:
                kept[key] = _pruned(inner, (*path, key), now)
        elif not isinstance(inner, str | list):
            kept[key] = inner
        elif isinstance(inner, str):
            kept |= _word(key, legible(inner), path, now)
    return kept


def _word(key: str, value: str, path: tuple[str, ...], now: datetime) -> dict[str, str]:
    name = path[-1]
    if key == "first_name" and name in {"from", "user"}:
        # A name may be a number or an address in disguise: then she is called nothing.
        return {key: value if find_identifier(value, now) is None else ""}
    if key == "language_code" and name in {"from", "user"}:
        return {key: value} if is_code(value) else {}
    if key == "text" and path in {("", "message"), ("", "edited_message")}:
        return {key: value}
    if key == "data" and name == "callback_query":
        return {key: value if decode(value) else ""}
    return {key: value} if key in _TOLD else {}
