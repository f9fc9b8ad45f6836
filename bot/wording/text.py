"""Small words: dates, lists, and how values are made fit for Telegram's HTML."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from html import escape

from referrals.sessions import Cadence, SessionRule, Slot

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS = tuple(name[:3] for name in WEEKDAYS)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_QUOTED = 40  # characters
_FEW = {0: "no", 1: "one"}


def plain(value: str) -> str:
    """A value from outside, safe within a card's HTML."""
    return escape(value, quote=False)


def shortened(value: str, characters: int) -> str:
    """The beginning of something that may be long."""
    return value if len(value) <= characters else f"{value[: characters - 1].rstrip()}…"


def quoted(words: str) -> str:
    """What somebody typed, in marks, cut to what tells it from the rest."""
    return f"“{plain(shortened(words, _QUOTED))}”"


def bold(value: str) -> str:
    return f"<b>{plain(value)}</b>"


def code(value: str) -> str:
    """A line to type, which a tap copies."""
    return f"<code>{plain(value)}</code>"


def day(on: date) -> str:
    """Tue 1 Dec"""
    return f"{_DAYS[on.weekday()]} {on.day} {_MONTHS[on.month - 1]}"


def moment(at: datetime, zone: tzinfo) -> str:
    """Tue 1 Dec 14:00, in `zone`"""
    local = at.astimezone(zone)
    return f"{day(local)} {local.hour:02}:{local.minute:02}"


def ago(then: datetime, now: datetime, zone: tzinfo) -> str:
    """Whole days between two instants, as dates in `zone` count them."""
    days = (now.astimezone(zone).date() - then.astimezone(zone).date()).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def counted(number: int, thing: str) -> str:
    """no referral, one referral, 3 referrals"""
    return f"{_FEW.get(number, str(number))} {thing}{'s' if number > 1 else ''}"


def listed(items: Iterable[str]) -> str:
    """a, b and c"""
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last


def sessions(rule: SessionRule) -> str:
    """Tuesdays 14:00 and Thursdays 9:00"""
    slots = listed(_slot(slot, rule.every) for slot in rule.slots)
    return f"{slots}, monthly" if rule.every is Cadence.MONTHLY else slots


def _slot(slot: Slot, every: Cadence) -> str:
    name = WEEKDAYS[slot.weekday]
    day_name = f"every other {name}" if every is Cadence.FORTNIGHTLY else f"{name}s"
    return f"{day_name} {slot.at:%H:%M}"
