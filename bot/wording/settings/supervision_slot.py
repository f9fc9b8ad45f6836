"""The slot with her own supervisor."""

from __future__ import annotations

from bot.wording.card import Card
from bot.wording.language import _
from bot.wording.settings.taps import Setting, back, choice
from bot.wording.text import bold, code, sessions
from referrals.sessions import SessionRule

NONE = "none"


def page(now: SessionRule | None, asks: bool) -> Card:
    """`asks` while a day and a time may be typed."""
    lines = [
        f"{bold(_('Supervision'))}: {line(now)}",
        _("Nothing arrives in that hour, and that day's hours reach around it.") if now else "",
        _("Type it: {line}", line=code(_("thu 10am weekly"))) if asks else "",
    ]
    taps = (choice(Setting.SUPERVISION, _("No slot"), now is None, NONE),)
    return Card("\n".join(filter(None, lines)), (taps, back()))


def line(now: SessionRule | None) -> str:
    return sessions(now) if now else _("no slot yet")


def answered_below() -> Card:
    return Card(_("Supervision: see below."))
