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
    """`html` in Telegram's HTML; `rows` of buttons. Values put into `html` are escaped by whoever makes the card.

    One that `may_leave` can be forwarded and copied; the others stay where they are.
    """

    html: str
    rows: tuple[tuple[Button, ...], ...] = ()
    may_leave: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.html) <= MAX_TEXT:
            raise ValueError("a card has 1 to 4096 characters")

    def to_json(self) -> str:
        rows = [[[b.label, b.data] for b in row] for row in self.rows]
        return json.dumps({"html": self.html, "rows": rows, "may_leave": self.may_leave})

    @classmethod
    def from_json(cls, text: str) -> Card:
        data = json.loads(text)
        rows = tuple(tuple(Button(*button) for button in row) for row in data["rows"])
        return cls(data["html"], rows, data.get("may_leave", False))
