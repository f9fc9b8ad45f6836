"""Small words: dates, lists, and how values are made fit for Telegram's HTML."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from html import escape

from bot.wording.dates import names
from bot.wording.language import N_, _, _n
from referrals.sessions import Cadence, SessionRule, Slot

_QUOTED = 40  # characters
_FEW = {0: "no", 1: "one"}
_EVERY = (
    N_("Mondays {time}"),
    N_("Tuesdays {time}"),
    N_("Wednesdays {time}"),
    N_("Thursdays {time}"),
    N_("Fridays {time}"),
    N_("Saturdays {time}"),
    N_("Sundays {time}"),
)
_EVERY_OTHER = (
    N_("every other Monday {time}"),
    N_("every other Tuesday {time}"),
    N_("every other Wednesday {time}"),
    N_("every other Thursday {time}"),
    N_("every other Friday {time}"),
    N_("every other Saturday {time}"),
    N_("every other Sunday {time}"),
)


def plain(value: str) -> str:
    """A value from outside, safe within a card's HTML."""
    return escape(value, quote=False)


def shortened(value: str, characters: int) -> str:
    """The beginning of something that may be long."""
    return value if len(value) <= characters else f"{value[: characters - 1].rstrip()}…"


def quoted(words: str) -> str:
    """What somebody typed, in marks, cut to what tells it from the rest."""
    return f"“{plain(shortened(words, _QUOTED))}”"


def first_upper(value: str) -> str:
    return value[:1].upper() + value[1:]


def bold(value: str) -> str:
    return f"<b>{plain(value)}</b>"


def code(value: str) -> str:
    """A line to type, which a tap copies."""
    return f"<code>{plain(value)}</code>"


def day(on: date) -> str:
    """Tue 1 Dec"""
    known = names()
    weekday, month = known.short_weekdays[on.weekday()], known.short_months[on.month - 1]
    return _("{weekday} {day} {month}", weekday=weekday, day=on.day, month=month)


def short_day(on: date) -> str:
    """1 Dec"""
    return _("{day} {month}", day=on.day, month=names().short_months[on.month - 1])


def moment(at: datetime, zone: tzinfo) -> str:
    """Tue 1 Dec 14:00, in `zone`"""
    local = at.astimezone(zone)
    return f"{day(local)} {local.hour:02}:{local.minute:02}"


def ago(then: datetime, now: datetime, zone: tzinfo) -> str:
    """Whole days between two instants, as dates in `zone` count them."""
    days = (now.astimezone(zone).date() - then.astimezone(zone).date()).days
    if days == 0:
        return _("today")
    return _("yesterday") if days == 1 else _n("{count} day ago", "{count} days ago", days)


def counted(number: int, thing: str) -> str:
    """no referral, one referral, 3 referrals"""
    return f"{_FEW.get(number, str(number))} {thing}{'s' if number > 1 else ''}"


def listed(items: Iterable[str]) -> str:
    """a, b and c"""
    *first, last = items
    return _("{these} and {last}", these=", ".join(first), last=last) if first else last


def sessions(rule: SessionRule) -> str:
    """Tuesdays 14:00 and Thursdays 9:00"""
    slots = listed(_slot(slot, rule.every) for slot in rule.slots)
    return _("{slots}, monthly", slots=slots) if rule.every is Cadence.MONTHLY else slots


def _slot(slot: Slot, every: Cadence) -> str:
    said = _EVERY_OTHER if every is Cadence.FORTNIGHTLY else _EVERY
    return _(said[slot.weekday], time=f"{slot.at:%H:%M}")
