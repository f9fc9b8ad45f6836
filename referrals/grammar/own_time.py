"""The therapist's own time as she types it: her working hours, and when she is away."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from referrals.days_off import Away
from referrals.folding import folded
from referrals.grammar import calendar_words as c
from referrals.grammar.commands import Trouble
from referrals.grammar.dates import read_when
from referrals.grammar.line import plain
from referrals.grammar.tables import ENGLISH, LANGUAGES, phrases
from referrals.grammar.times import TIME, read_time
from referrals.hours import WorkingHours


def _either(row: str) -> str:
    return c.either(map(folded, phrases("own_time", row)))


_AT = f"(?:(?:{c.either(c.AT)}) )?"
_HOURS = re.compile(
    rf"(?P<days>.*?)[\s,:]*{_AT}(?P<start>{TIME})\s*(?:-|{_either('from_hour_to_hour')})\s*{_AT}(?P<end>{TIME})"
)
_RANGE = re.compile(rf"\s*(?:-|\b(?:{_either('from_day_to_day')})\b)\s*")
_EVERY_DAY, _WEEKDAYS = re.compile(rf"\b(?:{_either('every_day')})\b"), re.compile(rf"\b(?:{_either('weekdays')})\b")
_BETWEEN_DAYS = re.compile(r"[\s,&+]+")
_NOT_A_DAY = frozenset({"", *map(folded, phrases("own_time", "fillers"))})
_GROUPS = {"weekdays": frozenset(range(5)), "daily": frozenset(range(7))}
_LETTERS = {
    letter: day for language in LANGUAGES.values() for day, letter in enumerate(language["own_time"]["letters"])
}
_BARE = re.compile(rf"[1-9][0-9]?(?:[:.h][0-9]{{2}})?(?: ?(?:{c.either(c.MARKS)}))?")
_LONGEST_HOURS = 100  # characters
_EARLY = (6, 7)  # o'clock: work that is said to begin then begins in the morning

_UNTIL = re.compile(rf"\b(?:{_either('until')})\b|\s-\s")
_FROM = re.compile(rf"^(?:{_either('from')})\s+")
_FOR = re.compile(rf"^(?:{_either('for')})\s+")
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


def read_absence(text: str, now: datetime, zone: ZoneInfo, language: str = ENGLISH) -> Away | Unclear:
    """The time away that `text` says: "14 dec", "until 14 dec", "7 dec - 14 dec", "2 weeks", "del 7 al 14 de dic".

    The last date is the first day back; without another she is away from the date of `now` in `zone` on. `language`
    decides in which order "3/12" is read.
    """
    said = _FOR.sub("in ", _FROM.sub("", _squeezed(text)))
    read = _Reading(now, zone, language)
    first, last = _first_and_last(said, read)
    since = read.day(first) if first else now.astimezone(zone).date()
    until = read.day(last)
    if isinstance(since, Unclear):
        return since
    if isinstance(until, Unclear):
        return until
    return Away(since, until) if since < until else Unclear.BACKWARDS


class _Reading:
    """Days as they are read for one person now."""

    def __init__(self, now: datetime, zone: ZoneInfo, language: str) -> None:
        self._asked = now, zone, language

    def day(self, said: str) -> date | Unclear:
        when = read_when(said, *self._asked)
        if when is Trouble.PAST_DATE:
            return Unclear.PAST
        return Unclear.NOT_A_DAY if isinstance(when, Trouble) or when.at else when.on


def _squeezed(text: str) -> str:
    return " ".join(folded(plain(text)).split())


def _days(said: str) -> frozenset[int] | None:
    """The weekdays (0 is Monday) in `said`, none if none are named; None where a word is no weekday."""
    days: frozenset[int] = frozenset()
    grouped = _WEEKDAYS.sub("weekdays", _EVERY_DAY.sub("daily", said))
    for word in _BETWEEN_DAYS.split(_RANGE.sub("-", grouped)):
        if word in _NOT_A_DAY:
            continue
        first, _, last = word.partition("-")
        named = _GROUPS.get(word) or _between(_weekday(first), _weekday(last or first))
        if named is None:
            return None
        days |= named
    return days


def _weekday(said: str) -> int | None:
    return c.WEEKDAYS.get(said, _LETTERS.get(said))


def _between(first: int | None, last: int | None) -> frozenset[int] | None:
    """The weekdays from one to another, over the end of the week if need be."""
    if first is None or last is None:
        return None
    return frozenset((first + day) % 7 for day in range((last - first) % 7 + 1))


def _clock(said: str) -> time | None:
    at = read_time(said.removesuffix("."))
    return at if isinstance(at, time) else None


def _first_and_last(said: str, read: _Reading) -> tuple[str, str]:
    """The words for the first day away, none where today is meant, and those for the first day back."""
    if read.day(said) is not Unclear.NOT_A_DAY:
        return "", said
    parts = [part.strip() for part in _UNTIL.split(said, maxsplit=1)]
    if len(parts) == 1 and said.count("-") == 1:
        parts = [part.strip() for part in said.split("-")]
    if len(parts) == 1:
        return "", f"in {said}"  # "2 weeks" is in 2 weeks
    first, last = parts
    if first.isdigit():
        first = _DAY_OF_MONTH.sub(first, last, count=1)  # "7 - 14 dec"
    elif last.isdigit():
        last = _DAY_OF_MONTH.sub(last, first, count=1)  # "dec 7 - 14"
    return first, last
