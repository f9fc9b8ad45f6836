"""A card: what the bot says, with the taps under it. The only thing that ever reaches a person."""

from __future__ import annotations

import json
from dataclasses import dataclass

MAX_TEXT = 4096
MAX_DATA_BYTES = 64


@dataclass(frozen=True, slots=True)
class Button:
    """A tap: its label, and the callback data it sends (1 to 64 bytes)."""

    label: str
    data: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.data.encode()) <= MAX_DATA_BYTES:
            raise ValueError("callback data has 1 to 64 bytes")


@dataclass(frozen=True, slots=True)
class Card:
    """`html` in Telegram's HTML; `rows` of buttons. Values put into `html` are escaped by whoever makes the card."""

    html: str
    rows: tuple[tuple[Button, ...], ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.html) <= MAX_TEXT:
            raise ValueError("a card has 1 to 4096 characters")

    def to_json(self) -> str:
        return json.dumps({"html": self.html, "rows": [[[b.label, b.data] for b in row] for row in self.rows]})

    @classmethod
    def from_json(cls, text: str) -> Card:
        data = json.loads(text)
        return cls(data["html"], tuple(tuple(Button(*button) for button in row) for row in data["rows"]))
