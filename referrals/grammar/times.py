"""Times of day as people type them: "2pm", "14:00", "9.30am", "noon", "2".

An hour from 1 to 7 without am or pm is in the afternoon, when therapists work; "07:00" with its zero is as written.
"""

from __future__ import annotations

import re
from datetime import time

from referrals.grammar import words as w
from referrals.grammar.commands import Trouble

_CLOCK = re.compile(
    r"@?(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))? ?(?:(?P<half>[ap])(?:\.?m)?)?"
    r"|(?P<hour4>[0-9]{2})(?P<minute4>[0-9]{2})"
)


def read_time(text: str) -> time | Trouble | None:
    """The wall-clock time that `text` (lower-case) says; BAD_TIME if no clock has it, None if it is no time."""
    if text in w.NAMED_TIMES:
        return time(w.NAMED_TIMES[text])
    form = _CLOCK.fullmatch(text)
    if form is None:
        return None
    hour, minute = int(form["hour"] or form["hour4"]), int(form["minute"] or form["minute4"] or 0)
    as_written = form["hour4"] is not None or form["hour"].startswith("0")
    if form["half"]:
        if not 1 <= hour <= 12:
            return Trouble.BAD_TIME
        hour = hour % 12 + (12 if form["half"] == "p" else 0)
    elif 1 <= hour <= 7 and not as_written:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else Trouble.BAD_TIME
