"""Working hours and days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from bot.wording.card import Button, Card
from bot.wording.dates import names
from bot.wording.language import N_, _
from bot.wording.settings.taps import Setting, back, choice
from bot.wording.text import bold, code, listed
from referrals.hours import WorkingHours

# Weekdays (0 is Monday), and the hours from when to when.
CHOICES = (("01234", 9, 18), ("01234", 8, 17), ("0123", 9, 19), ("012345", 9, 18), ("0123456", 8, 20))
EXAMPLE = N_("mon-thu 9-17:30")
_DAYS = 7
_RUN = 3  # days in a row from which on only the first and the last are named


def hours(days: Iterable[int], start: time, end: time) -> str:
    """Mon–Thu 9–17:30"""
    worked = sorted(days)
    named = _("Every day") if len(worked) == _DAYS else listed(_runs(worked))
    return f"{named} {_hour(start)}–{_hour(end)}"


def page(now: WorkingHours, asks: bool) -> Card:
    """`asks` while other hours may be typed, too."""
    taps = tuple((_tap(days, time(start), time(end), now),) for days, start, end in CHOICES)
    lines = [
        f"{bold(_('Working hours'))}: {hours(now.days, now.start, now.end)}",
        _(
            "Outside them I keep quiet, except around your sessions and at acute risk. What falls due then comes when "
            "they begin."
        ),
    ]
    if asks:
        lines.append(_("Tap, or type them: {line}", line=code(_(EXAMPLE))))
    return Card("\n".join(lines), (*taps, back()))


def unknown() -> Card:
    line = code(_(EXAMPLE))
    return Card(_("I did not find days and hours in that. Type them like this: {line}", line=line))


def answered_below() -> Card:
    return Card(_("Working hours: see below."))


def _tap(days: str, start: time, end: time, now: WorkingHours) -> Button:
    weekdays = frozenset(map(int, days))
    on = (weekdays, start, end) == (now.days, now.start, now.end)
    return choice(Setting.HOURS, hours(weekdays, start, end), on, days, start.hour, end.hour)


def _runs(days: list[int]) -> list[str]:
    """Mon–Thu; Mon, Wed"""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [name for run in runs for name in _named(run)]


def _named(run: list[int]) -> list[str]:
    short = names().short_weekdays
    return [f"{short[run[0]]}–{short[run[-1]]}"] if len(run) >= _RUN else [short[day] for day in run]


def _hour(at: time) -> str:
    return f"{at.hour}" if at.minute == 0 else f"{at.hour}:{at:%M}"
