"""Dates and times as people type them. What cannot be a date is said so, never mended into another one.

- A weekday looks ahead and never means today ("fri" said on a Friday is a week away), unless a later time today stands
  beside it; "this fri" is the same, "next fri" the one of next calendar week, weeks beginning on Monday. "El próximo
  viernes" and "el viernes que viene" are the coming one.
- Looking back (someone went, was discharged), a weekday is the latest one, today included.
- Numbers with slashes are month/day or day/month as the person's language has it, unless only one of them is possible.
- A number of a day alone is the nearest such day, behind an article or behind a weekday that is beside a time, or where
  no hour is so late: "el 5", "viernes 11 a las 3", "viernes 27".
- A date without a year is the next one, but one that went by in the last 60 days is past, not next year's.
- What is a weekday in one language and a month in another ("mar") is the month beside the number of a day ("mar 3",
  "3 de mar"), the weekday beside a time or an article ("mar 14:00", "mar 3pm", "el mar") and where only a day can be
  meant ("no hay sesión mar"), and nothing alone.
- Little words such as "la" and "de" belong to a date in small letters only: "LA group fri" is a group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from referrals.folding import squeeze
from referrals.grammar import calendar_words as c
from referrals.grammar.commands import Trouble, When
from referrals.grammar.line import Word, Words, plain, split
from referrals.grammar.tables import ENGLISH
from referrals.grammar.times import read_time

LONGEST_WHEN = 13  # words: "el viernes de la semana que viene a las 3 de la tarde"

_LONGEST_TIME = 8  # words, with "a las" before it
_FARTHEST = relativedelta(years=3)
_JUST_GONE = timedelta(days=60)
_HALF_A_YEAR = timedelta(days=182)
_TABLES = (
    c.DATE_FILLERS, c.PART_OF_DAY, c.FROM_NOW, c.AGO, c.AGO_BEFORE, c.COMING, c.COMING_BEHIND, c.NEXT, c.NEXT_BEHIND,
    c.COUNTS, c.SPANS, c.DAYS_AWAY, c.AT, c.HALVES, c.MARKS, c.PARTS, c.HOUR_WORDS, c.MONTHS, c.NAMED_TIMES,
    c.VAGUE_DATES, c.WEEKDAYS,
)  # fmt: skip
_VOCABULARY = {squeeze(word) for table in _TABLES for phrase in table for word in phrase.split()} - {""} | {"@"}
_SMALL = {squeeze(word) for word in c.SMALL_DATE_FILLERS} - {squeeze(word) for word in c.COUNTS}
_DISTANCE = f"([0-9]{{1,3}}|{c.either(c.COUNTS)}) ({c.either(c.SPANS)})"
_FROM_NOW = re.compile(f"(?:{c.either(c.FROM_NOW)}) {_DISTANCE}")
_AGO = re.compile(f"{_DISTANCE} (?:{c.either(c.AGO)})|(?:{c.either(c.AGO_BEFORE)}) {_DISTANCE}")
_MONTH = f"(?P<month>{c.either(c.MONTHS)})"
_DAY = f"(?P<day>[0-9]{{1,2}})(?:{c.either(c.ORDINALS)})?"
_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
_OF = f"(?:(?:{c.either(c.OF)}) )?"
_SLASHED = re.compile("(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})(?:/(?P<year>(?:19|20)?[0-9]{2}))?")
_DATE_FORMS = (
    re.compile(f"{_YEAR}[-/](?P<month>[0-9]{{1,2}})[-/](?P<day>[0-9]{{1,2}})"),
    _SLASHED,
    re.compile(f"{_DAY}[ /-]?{_OF}{_MONTH}(?:[ /-]{_OF}{_YEAR})?"),
    re.compile(f"{_MONTH} (?:(?:{c.either(c.THE)}) )?{_DAY}(?: {_OF}{_YEAR})?"),
)
_ONE_OR_TWO_DIGITS = re.compile("[0-9]{1,2}")
_ARTICLES = c.THE & c.SMALL_DATE_FILLERS
_AT_BEGINS = {text.split()[0] for text in c.AT}
_TIME_BEGINS = {text.split()[0] for text in c.NAMED_TIMES}


class Toward(Enum):
    """Whether a date is one to come (an appointment) or may have been (an admission)."""

    AHEAD = "ahead"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Here:
    """Where a line is typed: `now` in the person's zone, and whether her "3/12" is 3 December.

    `of_a_session` where a word that may be a weekday or a month can only be the day on which somebody comes.
    """

    now: datetime
    day_first: bool = False
    of_a_session: bool = False

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, slots=True)
class _View:
    """Where a day is looked for from; `timed` beside a time, `later_today` when that is still to come today."""

    today: date
    toward: Toward
    later_today: bool
    timed: bool
    day_first: bool


def here(now: datetime, zone: ZoneInfo, language: str) -> Here:
    return Here(now.astimezone(zone), language in c.DAY_FIRST)


def read_when(text: str, now: datetime, zone: ZoneInfo, language: str = ENGLISH) -> When | Trouble:
    """The coming date, with its time if said, that `text` alone names for a person in `zone`; else why it does not.

    Every language is understood; `language` decides in which order "3/12" is read.
    """
    words = tuple(word for word in split(plain(text)) if not word.separator)
    if not words or len(words) > LONGEST_WHEN:
        return Trouble.BAD_DATE
    return interpret(words, here(now, zone, language), Toward.AHEAD) or Trouble.BAD_DATE


def datelike(word: Word) -> bool:
    """Whether `word` may be part of a date or a time."""
    if word.key in _VOCABULARY:
        return word.key not in _SMALL or word.small
    return not word.quoted and word.text not in c.NOT_DATES and word.text.lstrip("@")[0].isdigit()


def interpret(words: Words, where: Here, toward: Toward) -> When | Trouble | None:
    """What all of `words` say as a date with or without a time; None when they are no date at all."""
    if not all(map(datelike, words)):
        return None
    texts = [word.folded for word in words]
    for at_texts, day_texts, time_first in _divisions(texts):
        at = _clock(at_texts, bare=not time_first and _day_of_week(day_texts)) if at_texts else None
        if at is None and at_texts:
            continue
        if not day_texts:
            return Trouble.BAD_DATE  # a time of no day
        reading = _on(day_texts, at, where, toward)
        if reading is not None:
            return reading
    return None


def _divisions(texts: list[str]) -> list[tuple[list[str], list[str], bool]]:
    """Ways to see `texts` as a time and a day: no time, the time last, the time first."""
    ways: list[tuple[list[str], list[str], bool]] = [([], texts, False)]
    for length in range(1, min(_LONGEST_TIME, len(texts)) + 1):
        ways.append((texts[-length:], texts[:-length], False))
        ways.append((texts[:length], texts[length:], True))
    return ways


def _clock(texts: list[str], *, bare: bool) -> time | Trouble | None:
    """The time in `texts`. A number alone is one only after "at", or if `bare` numbers are hours here."""
    length = 0
    if texts[0] in _AT_BEGINS:
        length = next((most for most in (4, 3, 2, 1) if " ".join(texts[:most]) in c.AT and len(texts) > most), 0)
    first, *others = texts[length:]
    if length:
        first = f"{c.HOUR_WORDS.get(first, first)}"
    if not (first.lstrip("@")[:1].isdigit() or first in _TIME_BEGINS):
        return None
    said = " ".join([first, *others])
    if said.isdigit() and len(said) < 4 and not (bare or length):
        return None
    return read_time(said)


def _day_of_week(texts: list[str]) -> bool:
    """Whether the number behind `texts` is an hour: "tue 2", "mañana 10", but not "3 mar 9"."""
    if not texts:
        return False
    if texts[-1] in c.MONTH_OR_WEEKDAY:
        return len(texts) == 1 or texts[-2] in c.DATE_FILLERS
    return texts[-1] in c.WEEKDAYS or texts[-1] in c.DAYS_AWAY


def _on(texts: list[str], at: time | Trouble | None, where: Here, toward: Toward) -> When | Trouble | None:
    later_today = isinstance(at, time) and at > where.now.time()
    view = _View(where.today, toward, later_today, at is not None, where.day_first)
    if at is None and " ".join(texts[-3:]) in c.PART_OF_DAY:
        texts = texts[:-3]
    if not texts or (at is None and not where.of_a_session and _perhaps_a_month(texts)):
        return None
    day = _day(texts, view)
    if day is None or isinstance(day, Trouble):
        return day
    if isinstance(at, Trouble):
        return at
    gone = day < view.today or (day == view.today and at is not None and not later_today)
    if day < view.today - _HALF_A_YEAR or (gone and toward is Toward.AHEAD):
        return Trouble.PAST_DATE
    return When(day, at) if day <= view.today + _FARTHEST else Trouble.BAD_DATE


def _day(texts: list[str], view: _View) -> date | Trouble | None:
    """As it stands, or without what leads to it: "en 2 semanas", "el 3 de dic"."""
    bare = _without_fillers(texts)
    for said in (texts, bare) if len(bare) < len(texts) else (texts,):
        day = next((day for read in _DAY_READERS if (day := read(said, view)) is not None), None)
        if day is not None:
            return day
    return None


def _perhaps_a_month(texts: list[str]) -> bool:
    """Whether "mar" stands here without what makes it a weekday or a day of March."""
    if texts[-1] not in c.MONTH_OR_WEEKDAY:
        return False
    return _without_fillers(texts) == texts[-1:] and not (len(texts) > 1 and texts[-2] in _ARTICLES)


def _without_fillers(texts: list[str]) -> list[str]:
    while texts and texts[0] in c.DATE_FILLERS:
        texts = texts[1:]
    return texts


def _named_day(texts: list[str], view: _View) -> date | Trouble | None:
    text = " ".join(texts)
    if text in c.VAGUE_DATES:
        return Trouble.BAD_DATE
    return view.today + timedelta(days=c.DAYS_AWAY[text]) if text in c.DAYS_AWAY else None


def _weekday(texts: list[str], view: _View) -> date | None:
    place = next((place for place, text in enumerate(texts) if text in c.WEEKDAYS), None)
    if place is None:
        return None
    number, today = c.WEEKDAYS[texts[place]], view.today
    before, behind = " ".join(texts[:place]), " ".join(texts[place + 1 :])
    if texts[place] in c.MONTH_OR_WEEKDAY and c.BESIDE_A_MONTH & {before, behind}:
        return None
    ahead = (number - today.weekday()) % 7
    if not before and not behind and view.toward is Toward.BACK:
        return today - timedelta(days=(today.weekday() - number) % 7)
    if (not behind and (not before or before in c.COMING)) or (not before and behind in c.COMING_BEHIND):
        return today + timedelta(days=ahead if ahead or view.later_today else 7)
    if (not behind and before in c.NEXT) or (not before and behind in c.NEXT_BEHIND):
        return today + timedelta(days=7 - today.weekday() + number)
    return None


def _distance(texts: list[str], view: _View) -> date | None:
    for form, sign in ((_FROM_NOW, 1), (_AGO, -1)):
        if found := form.fullmatch(" ".join(texts)):
            said = [part for part in found.groups() if part]
            count = c.COUNTS.get(said[0]) or int(said[0])
            return view.today + c.SPANS[said[1]] * count * sign
    return None


def _calendar_day(texts: list[str], view: _View) -> date | Trouble | None:
    """A day of a month; a weekday before it must be that day's own."""
    found, named = _date_form(texts), None
    if found is None and texts and texts[0] in c.WEEKDAYS:
        found, named = _date_form(_without_fillers(texts[1:])), c.WEEKDAYS[texts[0]]
    if found is None:
        return None
    day = _dated(found, view)
    return day if day and named in (None, day.weekday()) else Trouble.BAD_DATE


def _date_form(texts: list[str]) -> re.Match[str] | None:
    text = " ".join(texts)
    return next(filter(None, (form.fullmatch(text) for form in _DATE_FORMS)), None)


def _dated(found: re.Match[str], view: _View) -> date | None:
    """The day a date form names, in the first year that brings it near enough; None when there is no such day."""
    month, day = c.MONTHS.get(found["month"]) or int(found["month"]), int(found["day"])
    if found.re is _SLASHED and view.day_first:
        month, day = day, month
    if found.re is _SLASHED and month > 12:
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


def _day_of_month(texts: list[str], view: _View) -> date | Trouble | None:
    """The nearest day with that number: "el 5", "viernes 27"; "vie 10" alone is an hour, as "fri 10" is."""
    if len(texts) != 2 or not _ONE_OR_TWO_DIGITS.fullmatch(texts[1]):
        return None
    number, named = int(texts[1]), c.WEEKDAYS.get(texts[0])
    if not (texts[0] in _ARTICLES or (named is not None and (view.timed or number > 23))):
        return None
    step = 1 if view.toward is Toward.AHEAD else -1
    days = (view.today + timedelta(days=step * away) for away in range(0 if step < 0 or view.later_today else 1, 63))
    return next((day for day in days if day.day == number and named in (None, day.weekday())), Trouble.BAD_DATE)


_DAY_READERS = (_named_day, _weekday, _distance, _calendar_day, _day_of_month)
