"""Times of day as people type them: "2pm", "14:00", "9.30am", "noon", "2", "14h", "2 de la tarde", "5 y media".

An hour from 1 to 7 without am or pm is in the afternoon, when therapists work; "07:00" with its zero is as written.
"""

from __future__ import annotations

import re
from datetime import time

from referrals.grammar import calendar_words as c
from referrals.grammar.commands import Trouble
from referrals.grammar.line import Words

_MARK, _PART = c.either(c.MARKS), c.either(c.PARTS)
_HALF = {half: c.either(text for text, meant in c.HALVES.items() if meant == half) for half in ("am", "pm")}
_CLOCK = re.compile(
    rf"@?(?P<hour>[0-9]{{1,2}})(?:[:.h](?P<minute>[0-9]{{2}}))?(?: ?(?P<mark>{_MARK}))?(?: (?P<part>{_PART}))?"
    rf"(?: ?(?:(?P<am>{_HALF['am']})|(?P<pm>{_HALF['pm']})))?"
    r"|(?P<hour4>[0-9]{2})(?P<minute4>[0-9]{2})"
)
_BEHIND = frozenset(text.split()[0] for text in (*c.MARKS, *c.PARTS, *c.HALVES))
_LONGEST_TIME = 6  # words: "5 y media de la tarde"

# Within a text that is no line. A letter alone for am or pm stands close to its number there.
_CLOSE = c.either(half for half in c.HALVES if len(half) == 1)
TIME = (
    rf"(?:[0-9]{{1,2}}(?:[:.h][0-9]{{2}})?(?: ?(?:{_MARK})\b)?(?: (?:{_PART}))?"
    rf"(?: ?(?:{c.either(half for half in c.HALVES if len(half) > 1)})\.?|(?:{_CLOSE})\b)?"
    rf"|[0-9]{{4}}|{c.either(c.NAMED_TIMES)})"
)


def read_time(text: str) -> time | Trouble | None:
    """The wall-clock time that `text` (folded) says; BAD_TIME if no clock has it, None if it is no time."""
    if text in c.NAMED_TIMES:
        return time(c.NAMED_TIMES[text])
    form = _CLOCK.fullmatch(text)
    if form is None or (form["minute"] and form["part"]):
        return None
    hour, minute = int(form["hour"] or form["hour4"]), int(form["minute"] or form["minute4"] or 0)
    if form["mark"] and hour > 23:
        return None  # "24 h" says how long
    as_written = form["hour4"] is not None or form["hour"].startswith("0")
    if form["am"] or form["pm"]:
        if not 1 <= hour <= 12:
            return Trouble.BAD_TIME
        hour = hour % 12 + (12 if form["pm"] else 0)
    elif 1 <= hour <= 7 and not as_written:
        hour += 12
    return _on_a_clock(hour, minute + c.PARTS.get(form["part"], 0))


def _on_a_clock(hour: int, minute: int) -> time | Trouble:
    """`minute` below 0 belongs to the hour before."""
    if minute < 0:
        hour, minute = hour - 1, minute + 60
    return time(hour, minute) if 0 <= hour < 24 and minute < 60 else Trouble.BAD_TIME


def time_at(words: Words, place: int) -> tuple[int, time | Trouble] | None:
    """The longest time that begins at a place, with its length in words: "2", "2 pm", "2 de la tarde"."""
    first = words[place].folded
    if words[place - 1 : place] and words[place - 1].key in c.BEFORE_HOUR_WORDS:
        first = f"{c.HOUR_WORDS.get(first, first)}"
    if not (first.lstrip("@")[:1].isdigit() or first in _NAMES_BEGIN):
        return None
    most = 1
    if place + 1 < len(words) and (first in _NAMES_BEGIN or words[place + 1].folded in _BEHIND):
        most = min(_LONGEST_TIME, len(words) - place)
    for length in range(most, 0, -1):
        said = " ".join([first, *(word.folded for word in words[place + 1 : place + length])])
        if (at := read_time(said)) is not None:
            return length, at
    return None


_NAMES_BEGIN = frozenset(text.split()[0] for text in c.NAMED_TIMES)
