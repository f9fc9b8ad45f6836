"""Whether the supervisor is told of an acute case: always for a trainee, by choice for a licensed therapist."""

from __future__ import annotations

from bot.wording.card import Card
from bot.wording.settings.taps import Setting, back, choice
from bot.wording.text import bold

YES, NO = "on", "off"


def page(licensed: bool, tells: bool) -> Card:
    if not licensed:
        return Card(
            f"{bold('Acute cases')}: your supervisor is told at once, once she is linked with you; then cover and "
            "on-call, until somebody has it. For a trainee it is always so.",
            (back(),),
        )
    taps = (choice(Setting.TOLD, "Tell her", tells, YES), choice(Setting.TOLD, "Tell nobody", not tells, NO))
    return Card(f"{bold('Acute cases')}: {line(tells)}. You are licensed, so it is your own choice.", (taps, back()))


def line(tells: bool) -> str:
    """What the page of all settings says of it."""
    return "your supervisor is told at once, if linked" if tells else "nobody is told by this bot"
