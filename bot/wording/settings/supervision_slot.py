"""The slot with her own supervisor."""

from __future__ import annotations

from bot.wording.card import Card
from bot.wording.settings.taps import Setting, back, choice
from bot.wording.text import bold, code, sessions
from referrals.sessions import SessionRule

NONE = "none"


def page(now: SessionRule | None, asks: bool) -> Card:
    """`asks` while a day and a time may be typed."""
    follows = "\nNothing arrives in that hour, and that day's hours reach around it." if now else ""
    typed = f"\nType it: {code('thu 10am weekly')}" if asks else ""
    taps = (choice(Setting.SUPERVISION, "No slot", now is None, NONE),)
    return Card(f"{bold('Supervision')}: {line(now)}{follows}{typed}", (taps, back()))


def line(now: SessionRule | None) -> str:
    return sessions(now) if now else "no slot yet"


def answered_below() -> Card:
    return Card("Supervision: see below.")
