"""The time zone."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.wording.card import Card
from bot.wording.settings.taps import Setting, back, choice
from bot.wording.text import bold, code, plain

CHOICES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Europe/London",
    "Europe/Berlin",
)


def zone_name(key: str) -> str:
    """An IANA name as it is read."""
    return key.replace("_", " ")


def page(now: ZoneInfo, asks: bool) -> Card:
    """`asks` while a city may be typed, too."""
    typed = f"\nTap, or type a city: {code('Chicago')}" if asks else ""
    keys = dict.fromkeys((now.key, *CHOICES))
    taps = tuple((choice(Setting.ZONE, zone_name(key), key == now.key, key),) for key in keys)
    return Card(
        f"{bold('Time zone')}: {plain(zone_name(now.key))}\n"
        "Your hours and all times I name are of that zone. Session times stay as they were typed, in the zone in which "
        f"they were typed.{typed}",
        (*taps, back()),
    )


def answered_below() -> Card:
    return Card("Time zone: see below.")
