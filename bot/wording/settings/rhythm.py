"""When briefs and questions come around a session, and how many messages a day."""

from __future__ import annotations

from bot.wording.card import Card
from bot.wording.settings.taps import Setting, back, choice
from bot.wording.text import bold

# Minutes, minutes, messages.
CHOICES = {Setting.LEAD: (15, 30, 60), Setting.LENGTH: (45, 50, 60, 90), Setting.CEILING: (1, 2, 3, 4)}


def page(which: Setting, now: int) -> Card:
    """One of the three in CHOICES, and what follows from it."""
    taps = tuple(choice(which, _label(which, value), value == now, value) for value in CHOICES[which])
    return Card(_follows(which, now), (taps, back()))


def _follows(which: Setting, now: int) -> str:
    match which:
        case Setting.LEAD:
            return (
                f"{bold('Brief')}: briefs come {now} minutes before a session, or before the first of several in a row."
            )
        case Setting.LENGTH:
            return (
                f"{bold('Session')}: yours take {now} minutes. I ask how it went at the end, or after the last of "
                "several in a row, and nothing arrives meanwhile."
            )
        case _:
            return (
                f"{bold('Messages')}: at most {now} a day. What is more waits for the next day. What danger "
                "sets is not counted."
            )


def _label(which: Setting, value: int) -> str:
    return str(value) if which is Setting.CEILING else f"{value} min"
