"""What is under every page of the settings: choices, with the present one marked, and the way back."""

from __future__ import annotations

from enum import StrEnum

from bot.actions import Action, encode
from bot.wording.card import Button


class Setting(StrEnum):
    """The pages of the settings; ALL is the one that shows them together."""

    ALL = "all"
    HOURS = "hours"
    ZONE = "zone"
    LANGUAGE = "lang"
    LEAD = "lead"
    LENGTH = "length"
    CEILING = "most"
    HOLIDAYS = "hol"
    SUPERVISION = "slot"
    TOLD = "told"


def opens(which: Setting, label: str) -> Button:
    return Button(label, encode(Action.SETTINGS, which))


def choice(which: Setting, label: str, on: bool, *value: int | str) -> Button:
    """`on` marks what is set now. The tap names the value, so a second one changes nothing."""
    return Button(f"{'✓ ' if on else ''}{label}", encode(Action.SETTINGS, which, *value))


def back() -> tuple[Button, ...]:
    return (opens(Setting.ALL, "Back"),)
