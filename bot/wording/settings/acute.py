"""Whether the supervisor is told of an acute case: always for a trainee, by choice for a licensed therapist."""

from __future__ import annotations

from bot.wording.card import Card
from bot.wording.language import _
from bot.wording.settings.taps import Setting, back, choice
from bot.wording.text import bold

YES, NO = "on", "off"


def page(licensed: bool, tells: bool) -> Card:
    title = bold(_("Acute cases"))
    if not licensed:
        always = _(
            "your supervisor is told at once, once she is linked with you; then cover and on-call, until somebody has "
            "it. For a trainee it is always so."
        )
        return Card(f"{title}: {always}", (back(),))
    taps = (choice(Setting.TOLD, _("Tell her"), tells, YES), choice(Setting.TOLD, _("Tell nobody"), not tells, NO))
    own = _("You are licensed, so it is your own choice.")
    return Card(f"{title}: {line(tells)}. {own}", (taps, back()))


def line(tells: bool) -> str:
    """What the page of all settings says of it."""
    return _("your supervisor is told at once, if linked") if tells else _("nobody is told by this bot")
