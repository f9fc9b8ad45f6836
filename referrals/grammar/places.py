"""The number of an option, typed instead of tapping it."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[\s#(\[]*([0-9]{1,2})[\s.):\]]*")


def read_place(text: str, count: int) -> int | None:
    """Which of `count` options a text means that is a number and nothing else ("2", "#2", "2."), counted from 0."""
    number = _NUMBER.fullmatch(text)
    return int(number[1]) - 1 if number and 1 <= int(number[1]) <= count else None
