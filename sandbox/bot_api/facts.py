"""What the Bot API's specification says: names, types and required flags, read from facts.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FACTS_FILE = Path(__file__).with_name("facts.json")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method or a field of a type; `types` are the alternatives, as Telegram writes them."""

    types: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A type: an object with `fields`, or one of `subtypes`."""

    fields: dict[str, Field]
    subtypes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """`methods` holds the parameters of a method the sandbox implements, and None for one it only knows by name."""

    version: str
    methods: dict[str, dict[str, Field] | None]
    types: dict[str, Shape]
    spelling: dict[str, str]

    def method(self, name: str) -> str | None:
        """The method's proper spelling (Telegram ignores case), or None if there is no such method."""
        return name if name in self.methods else self.spelling.get(name.lower())


def element_type(kind: str) -> str:
    """`Array of Array of PhotoSize` is made of `PhotoSize`."""
    while kind.startswith("Array of "):
        kind = kind.removeprefix("Array of ")
    return kind


@cache
def facts() -> Facts:
    """The facts, read once."""
    raw = json.loads(FACTS_FILE.read_text())
    return Facts(
        version=raw["version"],
        methods={name: None if fields is None else _fields(fields) for name, fields in raw["methods"].items()},
        types={
            name: Shape(_fields(t.get("fields", {})), tuple(t.get("subtypes", ()))) for name, t in raw["types"].items()
        },
        spelling={name.lower(): name for name in raw["methods"]},
    )


def _fields(raw: dict[str, Any]) -> dict[str, Field]:
    return {name: Field(tuple(types), required) for name, (types, required) in raw.items()}
