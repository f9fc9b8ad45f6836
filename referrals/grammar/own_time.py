"""The therapist's own time as she types it: her working hours, and when she is away."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from referrals.days_off import Away
from referrals.grammar import words as w
from referrals.grammar.commands import Trouble
from referrals.grammar.dates import read_when
from referrals.grammar.line import plain
from referrals.grammar.times import read_time
from referrals.hours import WorkingHours

_TIME = r"(?:[0-9]{1,2}(?:[:.][0-9]{2})?(?: ?[ap]\.?m\.?|[ap])?|[0-9]{4}|noon|midday)"
_HOURS = re.compile(rf"(?P<days>.*?)[\s,:]*(?P<start>{_TIME})\s*(?:-|to|until|till)\s*(?P<end>{_TIME})")
_RANGE = re.compile(r"\s*(?:-|\b(?:to|through|thru)\b)\s*")
_BETWEEN_DAYS = re.compile(r"[\s,&+]+")
_NOT_A_DAY = frozenset({"", "and", "on", "from", "at"})
_GROUPS = {"weekdays": frozenset(range(5)), "daily": frozenset(range(7)), "everyday": frozenset(range(7))}
_BARE = re.compile(r"[1-9][0-9]?(?:[:.][0-9]{2})?")
_LONGEST_HOURS = 100  # characters
_EARLY = (6, 7)  # o'clock: work that is said to begin then begins in the morning

_UNTIL = re.compile(r"\b(?:until|till|to)\b|\s-\s")
_FROM = re.compile(r"^(?:from|since)\s+")
_FOR = re.compile(r"^for\s+")
_DAY_OF_MONTH = re.compile(r"[0-9]{1,2}")


class Unclear(StrEnum):
    """Why no absence can be read in what was typed."""

    NOT_A_DAY = "not_a_day"
    PAST = "past"
    BACKWARDS = "backwards"


def read_hours(text: str, now: WorkingHours) -> WorkingHours | None:
    """The hours `text` says, such as "mon-thu 9-17:30", in place of those of `now`; None if it says none.

    Days that are not named stay. Without am or pm work begins by day: "7-15" and "9-5" are as people mean them.
    """
    found = _HOURS.fullmatch(_squeezed(text)) if len(text) <= _LONGEST_HOURS else None
    days = _days(found["days"]) if found else None
    start, end = (_clock(found["start"]), _clock(found["end"])) if found else (None, None)
    if found is None or days is None or start is None or end is None:
        return None
    if _BARE.fullmatch(found["start"]) and start.hour - 12 in _EARLY:
        start = start.replace(hour=start.hour - 12)
    if end <= start and _BARE.fullmatch(found["end"]) and end.hour < 12:
        end = end.replace(hour=end.hour + 12)
    return replace(now, days=days or now.days, start=start, end=end) if start < end else None


def read_absence(text: str, now: datetime, zone: ZoneInfo) -> Away | Unclear:
    """The time away that `text` says: "14 dec", "until 14 dec", "7 dec - 14 dec", "2 weeks".

    The last date is the first day back; without another she is away from the date of `now` in `zone` on.
    """
    said = _FOR.sub("in ", _FROM.sub("", _squeezed(text)))
    first, last = _first_and_last(said, now, zone)
    since = _day(first, now, zone) if first else now.astimezone(zone).date()
    until = _day(last, now, zone)
    if isinstance(since, Unclear):
        return since
    if isinstance(until, Unclear):
        return until
    return Away(since, until) if since < until else Unclear.BACKWARDS


def _squeezed(text: str) -> str:
    return " ".join(plain(text).casefold().split())


def _days(said: str) -> frozenset[int] | None:
    """The weekdays (0 is Monday) in `said`, none if none are named; None where a word is no weekday."""
    days: frozenset[int] = frozenset()
    for word in _BETWEEN_DAYS.split(_RANGE.sub("-", said.replace("every day", "daily"))):
        if word in _NOT_A_DAY:
            continue
        first, _, last = word.partition("-")
        named = _GROUPS.get(word) or _between(w.WEEKDAYS.get(first), w.WEEKDAYS.get(last or first))
        if named is None:
            return None
        days |= named
    return days


def _between(first: int | None, last: int | None) -> frozenset[int] | None:
    """The weekdays from one to another, over the end of the week if need be."""
    if first is None or last is None:
        return None
    return frozenset((first + day) % 7 for day in range((last - first) % 7 + 1))


def _clock(said: str) -> time | None:
    at = read_time(said.removesuffix("."))
    return at if isinstance(at, time) else None


def _first_and_last(said: str, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """The words for the first day away, none where today is meant, and those for the first day back."""
    parts = [part.strip() for part in _UNTIL.split(said, maxsplit=1)]
    if len(parts) == 1 and said.count("-") == 1 and _day(said, now, zone) is Unclear.NOT_A_DAY:
        parts = [part.strip() for part in said.split("-")]
    if len(parts) == 1:
        return "", _distance(said, now, zone)
    first, last = parts
    if first.isdigit():
        first = _DAY_OF_MONTH.sub(first, last, count=1)  # "7 - 14 dec"
    elif last.isdigit():
        last = _DAY_OF_MONTH.sub(last, first, count=1)  # "dec 7 - 14"
    return first, last


def _distance(said: str, now: datetime, zone: ZoneInfo) -> str:
    """ "2 weeks" is in 2 weeks."""
    return said if _day(said, now, zone) is not Unclear.NOT_A_DAY else f"in {said}"


def _day(said: str, now: datetime, zone: ZoneInfo) -> date | Unclear:
    when = read_when(said, now, zone)
    if when is Trouble.PAST_DATE:
        return Unclear.PAST
    return Unclear.NOT_A_DAY if isinstance(when, Trouble) or when.at else when.on
