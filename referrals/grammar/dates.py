"""Dates and times as people type them. What cannot be a date is said so, never mended into another one.

- A weekday looks ahead and never means today ("fri" said on a Friday is a week away), unless a later time today stands
  beside it; "this fri" is the same, "next fri" the one of next calendar week, weeks beginning on Monday.
- Looking back (someone went, was discharged), a weekday is the latest one, today included.
- Numbers with slashes are month/day as the practice writes them, unless only day/month is possible (25/12).
- A date without a year is the next one, but one that went by in the last 60 days is past, not next year's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from referrals.grammar import words as w
from referrals.grammar.commands import Trouble, When
from referrals.grammar.line import Word, Words, plain, split
from referrals.grammar.times import read_time

LONGEST_WHEN = 8  # words

_FARTHEST = relativedelta(years=3)
_JUST_GONE = timedelta(days=60)
_HALF_A_YEAR = timedelta(days=182)
_TABLES = (
    w.DATE_FILLERS, w.FROM_NOW, w.AGO, w.COMING, w.NEXT, w.COUNTS, w.SPANS, w.DAYS_AWAY, w.HALVES, w.MONTHS,
    w.NAMED_TIMES, w.VAGUE_DATES, w.WEEKDAYS,
)  # fmt: skip
_VOCABULARY = {word for table in _TABLES for phrase in table for word in phrase.split()}
_DISTANCE = f"(?P<count>[0-9]{{1,3}}|{'|'.join(w.COUNTS)}) (?P<span>{'|'.join(w.SPANS)})"
_FROM_NOW = re.compile(f"(?:{'|'.join(w.FROM_NOW)}) {_DISTANCE}")
_AGO = re.compile(f"{_DISTANCE} (?:{'|'.join(w.AGO)})")
_MONTH = f"(?P<month>{'|'.join(w.MONTHS)})"
_DAY = f"(?P<day>[0-9]{{1,2}})(?:{'|'.join(w.ORDINALS)})?"
_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
_SLASHED = re.compile("(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})(?:/(?P<year>(?:19|20)?[0-9]{2}))?")
_DATE_FORMS = (
    re.compile(f"{_YEAR}[-/](?P<month>[0-9]{{1,2}})[-/](?P<day>[0-9]{{1,2}})"),
    _SLASHED,
    re.compile(f"{_DAY} ?(?:(?:{'|'.join(w.OF)}) )?{_MONTH}(?: {_YEAR})?"),
    re.compile(f"{_MONTH} (?:(?:{'|'.join(w.THE)}) )?{_DAY}(?: {_YEAR})?"),
)


class Toward(Enum):
    """Whether a date is one to come (an appointment) or may have been (an admission)."""

    AHEAD = "ahead"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class _View:
    """Where a day is looked for from; `later_today` when the time beside it is still to come today."""

    today: date
    toward: Toward
    later_today: bool


def read_when(text: str, now: datetime, zone: ZoneInfo) -> When | Trouble:
    """The coming date, with its time if said, that `text` alone names for a person in `zone`; else why it does not."""
    words = tuple(word for word in split(plain(text)) if not word.separator)
    if not words or len(words) > LONGEST_WHEN:
        return Trouble.BAD_DATE
    return interpret(words, now.astimezone(zone), Toward.AHEAD) or Trouble.BAD_DATE


def datelike(word: Word) -> bool:
    """Whether `word` may be part of a date or a time."""
    return (
        not word.quoted
        and word.text not in w.NOT_DATES
        and (word.key in _VOCABULARY or word.text.lstrip("@")[0].isdigit())
    )


def interpret(words: Words, local: datetime, toward: Toward) -> When | Trouble | None:
    """What all of `words` say as a date with or without a time; None when they are no date at all.

    `local` is now, in the person's zone.
    """
    if not all(map(datelike, words)):
        return None
    texts = [word.text.casefold() for word in words]
    for at_texts, day_texts, time_first in _divisions(texts):
        at = _clock(at_texts, bare=not time_first and bool(day_texts) and _day_of_week(day_texts[-1]))
        if at is None and at_texts:
            continue
        if not day_texts:
            return Trouble.BAD_DATE  # a time of no day
        reading = _on(day_texts, at, local, toward)
        if reading is not None:
            return reading
    return None


def _divisions(texts: list[str]) -> list[tuple[list[str], list[str], bool]]:
    """Ways to see `texts` as a time and a day: no time, the time last, the time first."""
    ways: list[tuple[list[str], list[str], bool]] = [([], texts, False)]
    for length in range(1, min(3, len(texts)) + 1):
        ways.append((texts[-length:], texts[:-length], False))
        ways.append((texts[:length], texts[length:], True))
    return ways


def _clock(texts: list[str], *, bare: bool) -> time | Trouble | None:
    """The time in `texts`. A number alone is one only after "at", or if `bare` numbers are hours here."""
    introduced = bool(texts) and (texts[0] in w.AT or texts[0].startswith("@"))
    said = " ".join(texts[1:] if introduced and texts[0] in w.AT else texts)
    if said.isdigit() and len(said) < 4 and not (bare or introduced):
        return None
    return read_time(said)


def _day_of_week(text: str) -> bool:
    return text in w.WEEKDAYS or text in w.DAYS_AWAY


def _on(texts: list[str], at: time | Trouble | None, local: datetime, toward: Toward) -> When | Trouble | None:
    later_today = isinstance(at, time) and at > local.time()
    view = _View(local.date(), toward, later_today)
    texts = _without_fillers(texts)
    day = next((day for read in _DAY_READERS if (day := read(texts, view)) is not None), None)
    if day is None or isinstance(day, Trouble):
        return day
    if isinstance(at, Trouble):
        return at
    gone = day < view.today or (day == view.today and at is not None and not later_today)
    if day < view.today - _HALF_A_YEAR or (gone and toward is Toward.AHEAD):
        return Trouble.PAST_DATE
    return When(day, at) if day <= view.today + _FARTHEST else Trouble.BAD_DATE


def _without_fillers(texts: list[str]) -> list[str]:
    while texts and texts[0] in w.DATE_FILLERS:
        texts = texts[1:]
    return texts


def _named_day(texts: list[str], view: _View) -> date | Trouble | None:
    text = " ".join(texts)
    if text in w.VAGUE_DATES:
        return Trouble.BAD_DATE
    return view.today + timedelta(days=w.DAYS_AWAY[text]) if text in w.DAYS_AWAY else None


def _weekday(texts: list[str], view: _View) -> date | None:
    if not 1 <= len(texts) <= 2 or texts[-1] not in w.WEEKDAYS:
        return None
    number, today = w.WEEKDAYS[texts[-1]], view.today
    ahead = (number - today.weekday()) % 7
    if len(texts) == 1 and view.toward is Toward.BACK:
        return today - timedelta(days=(today.weekday() - number) % 7)
    if len(texts) == 1 or texts[0] in w.COMING:
        return today + timedelta(days=ahead if ahead or view.later_today else 7)
    return today + timedelta(days=7 - today.weekday() + number) if texts[0] in w.NEXT else None


def _distance(texts: list[str], view: _View) -> date | None:
    for form, sign in ((_FROM_NOW, 1), (_AGO, -1)):
        if found := form.fullmatch(" ".join(texts)):
            count = w.COUNTS.get(found["count"]) or int(found["count"])
            return view.today + w.SPANS[found["span"]] * count * sign
    return None


def _calendar_day(texts: list[str], view: _View) -> date | Trouble | None:
    """A day of a month; a weekday before it must be that day's own."""
    named = w.WEEKDAYS.get(texts[0]) if texts else None
    text = " ".join(texts if named is None else _without_fillers(texts[1:]))
    found = next(filter(None, (form.fullmatch(text) for form in _DATE_FORMS)), None)
    if found is None:
        return None
    day = _dated(found, view)
    return day if day and named in (None, day.weekday()) else Trouble.BAD_DATE


def _dated(found: re.Match[str], view: _View) -> date | None:
    """The day a date form names, in the first year that brings it near enough; None when there is no such day."""
    month, day = w.MONTHS.get(found["month"]) or int(found["month"]), int(found["day"])
    if month > 12 and found.re is _SLASHED:
        month, day = day, month
    if found["year"]:
        return _real_day(int(found["year"]) + (2000 if len(found["year"]) == 2 else 0), month, day)
    earliest = view.today - (_JUST_GONE if view.toward is Toward.AHEAD else _HALF_A_YEAR)
    days = (_real_day(view.today.year + years, month, day) for years in (-1, 0, 1))
    return next((real for real in days if real and real >= earliest), None)


def _real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_DAY_READERS = (_named_day, _weekday, _distance, _calendar_day)
