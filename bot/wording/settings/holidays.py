"""Public holidays of the practice's region."""

from __future__ import annotations

from datetime import date

from bot.wording.card import Card
from bot.wording.language import _
from bot.wording.settings.taps import Setting, back, choice
from bot.wording.text import bold, day, plain

KEPT, NOT_KEPT = "on", "off"

Holiday = tuple[date, str]


def page(region: str | None, following: Holiday | None, kept: bool) -> Card:
    """`region` has public holidays that are known, of which `following` is the next; None where none was named."""
    title = bold(_("Public holidays"))
    if region is None:
        none = _(
            "your practice has named no region whose public holidays I know. Its administrator can, on the bot's "
            "machine."
        )
        return Card(f"{title}: {none}", (back(),))
    taps = (
        choice(Setting.HOLIDAYS, _("Keep them"), kept, KEPT),
        choice(Setting.HOLIDAYS, _("Work on them"), not kept, NOT_KEPT),
    )
    return Card(f"{title}: {_follows(kept)}\n{_coming(plain(region), following)}", (taps, back()))


def line(region: str | None, following: Holiday | None, kept: bool) -> str:
    """What the page of all settings says of them."""
    if region is None:
        return _("your practice has named no region")
    if following is None:
        return _("kept") if kept else _("not kept")
    said = {"holiday": plain(following[1]), "day": day(following[0])}
    return _("kept; next {holiday}, {day}", **said) if kept else _("not kept; next {holiday}, {day}", **said)


def _follows(kept: bool) -> str:
    if kept:
        return _(
            "kept. On these days there are no sessions and no working hours; what falls due comes on the next working "
            "day. A session you move to such a day takes place."
        )
    return _("not kept. I come on these days as on any other.")


def _coming(region: str, following: Holiday | None) -> str:
    if following is None:
        return _("None is to come ({region}).", region=region)
    return _(
        "{holiday}, {day}, is the next ({region}).", holiday=plain(following[1]), day=day(following[0]), region=region
    )
