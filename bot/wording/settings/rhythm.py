"""When briefs and questions come around a session, and how many messages a day."""

from __future__ import annotations

from bot.wording.card import Card
from bot.wording.language import _, _n
from bot.wording.settings.taps import Setting, back, choice

# Minutes, minutes, messages.
CHOICES = {Setting.LEAD: (15, 30, 60), Setting.LENGTH: (45, 50, 60, 90), Setting.CEILING: (1, 2, 3, 4)}


def page(which: Setting, now: int) -> Card:
    """One of the three in CHOICES, and what follows from it."""
    taps = tuple(choice(which, _label(which, value), value == now, value) for value in CHOICES[which])
    return Card(_follows(which, now), (taps, back()))


def _follows(which: Setting, now: int) -> str:
    if which is Setting.LEAD:
        return _n(
            "<b>Brief</b>: briefs come {count} minute before a session, or before the first of several in a row.",
            "<b>Brief</b>: briefs come {count} minutes before a session, or before the first of several in a row.",
            now,
        )
    if which is Setting.LENGTH:
        return _n(
            "<b>Session</b>: yours take {count} minute. I ask how it went at the end, or after the last of several in "
            "a row, and nothing arrives meanwhile.",
            "<b>Session</b>: yours take {count} minutes. I ask how it went at the end, or after the last of several in "
            "a row, and nothing arrives meanwhile.",
            now,
        )
    return _(
        "<b>Messages</b>: at most {count} a day. What is more waits for the next day. What danger sets is not counted.",
        count=now,
    )


def _label(which: Setting, value: int) -> str:
    return str(value) if which is Setting.CEILING else _("{minutes} min", minutes=value)
