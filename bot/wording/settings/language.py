"""In which language the bot speaks; the lines it understands are those of all, whichever it is."""

from __future__ import annotations

from bot.wording.card import Card
from bot.wording.language import _, languages, own_name, spoken
from bot.wording.settings.taps import Setting, back, choice
from bot.wording.text import bold


def line() -> str:
    """The language that is spoken now, by its own name."""
    return own_name(spoken())


def page() -> Card:
    """Each language is called by its own name, so that whoever reads no other finds hers."""
    now = spoken()
    taps = tuple((choice(Setting.LANGUAGE, own_name(code), code == now, code),) for code in languages())
    said = _("I speak it from now on. A line you type may be in any of these, whichever you choose.")
    return Card(f"{bold(_('Language'))}: {line()}\n{said}", (*taps, back()))
