"""The time zone."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.wording.card import Card
from bot.wording.language import _, spoken
from bot.wording.settings.taps import Setting, back, choice
from bot.wording.text import bold, code, plain
from referrals.grammar.tables import row_of


def offered(first: str) -> list[str]:
    """Zones (IANA) to be tapped, `first` before those in which the reader's language is spoken."""
    return list(dict.fromkeys((first, *row_of(spoken(), "examples", "zones"))))


def zone_name(key: str) -> str:
    """An IANA name as it is read."""
    return key.replace("_", " ")


def page(now: ZoneInfo, asks: bool) -> Card:
    """`asks` while a city may be typed, too."""
    taps = tuple((choice(Setting.ZONE, zone_name(key), key == now.key, key),) for key in offered(now.key))
    lines = [
        f"{bold(_('Time zone'))}: {plain(zone_name(now.key))}",
        _(
            "Your hours and all times I name are of that zone. Session times stay as they were typed, in the zone in "
            "which they were typed."
        ),
    ]
    if asks:
        lines.append(_("Tap, or type a city: {city}", city=code(_("Chicago"))))
    return Card("\n".join(lines), (*taps, back()))


def answered_below() -> Card:
    return Card(_("Time zone: see below."))
