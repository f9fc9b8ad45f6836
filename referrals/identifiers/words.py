"""The words of every language that the screen goes by, as patterns over its normalised text (see `normalise`)."""

from __future__ import annotations

import re

from referrals.folding import folded
from referrals.grammar.calendar_words import either
from referrals.grammar.tables import phrases

_ORDINAL_SIGNS = str.maketrans({"º": "o", "ª": "a", "°": " "})


def plain(row: str) -> list[str]:
    """The phrases of a row as they stand in a normalised text."""
    return list(
        dict.fromkeys(folded(phrase).translate(_ORDINAL_SIGNS).strip() for phrase in phrases("identifiers", row))
    )


def any_of(*rows: str) -> str:
    """A pattern for any phrase of the rows, whatever stands for its spaces."""
    escaped = either(phrase for row in rows for phrase in plain(row))
    return re.sub(r"\\ ", r"\\W{0,3}", escaped)
