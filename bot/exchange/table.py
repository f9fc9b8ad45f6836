"""What a table is, before it is a file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

Cell = str | int | None


class Form(Enum):
    """How a column's cells look: words, a number, a day (2026-12-03), or a day with its time (2026-12-03 10:15)."""

    WORDS = "words"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Table:
    """Days and moments are text in ISO form, in the zone that its row names; None is an empty cell."""

    name: str
    columns: tuple[tuple[str, Form], ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def head(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)
