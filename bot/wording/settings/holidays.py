"""Public holidays of the practice's region."""

from __future__ import annotations

from datetime import date

from bot.wording.card import Card
from bot.wording.settings.taps import Setting, back, choice
from bot.wording.text import bold, day, plain

KEPT, NOT_KEPT = "on", "off"

Holiday = tuple[date, str]


def page(region: str | None, following: Holiday | None, kept: bool) -> Card:
    """`region` has public holidays that are known, of which `following` is the next; None where none was named."""
    if region is None:
        return Card(
            f"{bold('Public holidays')}: your practice has named no region whose public holidays I know. Its "
            "administrator can, on the bot's machine.",
            (back(),),
        )
    coming = f"{plain(following[1])}, {day(following[0])}, is the next" if following else "None is to come"
    follows = (
        "kept. On these days there are no sessions and no working hours; what falls due comes on the next working day. "
        "A session you move to such a day takes place."
        if kept
        else "not kept. I come on these days as on any other."
    )
    taps = (
        choice(Setting.HOLIDAYS, "Keep them", kept, KEPT),
        choice(Setting.HOLIDAYS, "Work on them", not kept, NOT_KEPT),
    )
    return Card(f"{bold('Public holidays')}: {follows}\n{coming} ({plain(region)}).", (taps, back()))


def line(region: str | None, following: Holiday | None, kept: bool) -> str:
    """What the page of all settings says of them."""
    if region is None:
        return "your practice has named no region"
    coming = f"; next {plain(following[1])}, {day(following[0])}" if following else ""
    return f"{'kept' if kept else 'not kept'}{coming}"
