"""All that is hers as one file: what is in it, and that it can be passed on."""

from __future__ import annotations

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.text import counted

ALL, WITHOUT, LEAVE = "all", "less", "no"


def offer(clients: int, referrals: int, reflections: int) -> Card:
    """Before anything is made."""
    also = f", {counted(reflections, 'reflection')}" if reflections else ""
    less = ((Button("Without reflections", encode(Action.EXPORT, WITHOUT)),),) if reflections else ()
    return Card(
        f"All that is yours here, as one file: {counted(clients, 'client')} with {counted(referrals, 'referral')}, "
        f"their history, decisions and conditions{also}, and your settings. Codes only, nothing of others.\n"
        "Telegram carries the file and keeps it in this chat. Unlike a card it can be passed on and saved: mind where "
        "it goes.\n"
        "In it are data that can be read back, tables, a bundle for other systems, and a page that explains them.",
        (
            (Button("Send it", encode(Action.EXPORT, ALL)), Button("Not now", encode(Action.EXPORT, LEAVE))),
            *less,
        ),
    )


def coming() -> Card:
    return Card("Your file is on its way.")


def left() -> Card:
    return Card("No file was made.")


def caption(with_reflections: bool) -> str:
    """Under the file in the chat."""
    also = ", with your reflections" if with_reflections else ""
    return f"All that is yours here{also}, in codes only. This file can be forwarded and saved: mind where it goes."


def not_made() -> Card:
    """What was asked for will not come."""
    return Card("Your file could not be made. Please try /export again, or ask whoever runs the bot.")
