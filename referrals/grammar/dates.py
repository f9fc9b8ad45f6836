"""Dates and times as people type them. What cannot be a date is said so, never mended into another one.

- A weekday looks ahead and never means today ("fri" said on a Friday is a week away), unless a later time today stands
  beside it; "this fri" is the same, "next fri" the one of next calendar week, weeks beginning on Monday.
- Looking back (someone went, was discharged), a weekday is the latest one, today included.
- Numbers with slashes are month/day as the practice writes them, unless only day/month is possible (25/12).
- A date without a year is the next one, but one that went by in the last 60 days is past, not next year's.
- An hour from 1 to 7 without am or pm is in the afternoon; "07:00" with its zero is as written.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from referrals.grammar import words as w
from referrals.grammar.commands import Trouble, When
from referrals.grammar.line import Word, Words, plain, split

LONGEST_WHEN = 8  # words

_FARTHEST = relativedelta(years=3)
_JUST_GONE = timedelta(days=60)
_HALF_A_YEAR = timedelta(days=182)
_VOCABULARY = w.DATE_FILLERS.union(
    w.AROUND_NOW,
    w.COMING,
    w.COUNTS,
    w.DAYS_AWAY,
    w.HALVES,
    w.MONTHS,
    w.NAMED_TIMES,
    w.NEXT,
    w.SPANS,
    w.VAGUE,
    w.WEEKDAYS,
)

_MONTH = f"(?P<month>{'|'.join(w.MONTHS)})"
_DAY = f"(?P<day>[0-9]{{1,2}})(?:{'|'.join(w.ORDINALS)})?"
_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
_DATE_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}[-/](?P<month>[0-9]{{1,2}})[-/](?P<day>[0-9]{{1,2}})",
        r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})(?:/(?P<year>(?:19|20)?[0-9]{2}))?",
        rf"{_DAY} ?(?:(?:{'|'.join(w.OF)}) )?{_MONTH}(?: {_YEAR})?",
        rf"{_MONTH} (?:(?:{'|'.join(w.THE)}) )?{_DAY}(?: {_YEAR})?",
    )
)
_CLOCK = re.compile(
    r"@?(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))? ?(?:(?P<half>[ap])(?:\.?m)?)?"
    r"|(?P<hour4>[0-9]{2})(?P<minute4>[0-9]{2})"
)


class Toward(Enum):
    """Whether a date is one to come (an appointment) or may have been (an admission)."""

    AHEAD = "ahead"
    BACK = "back"


def read_when(text: str, now: datetime, zone: ZoneInfo) -> When | Trouble:
    """The coming date, with its time if said, that `text` alone names for a person in `zone`; else why it does not."""
    words = tuple(word for word in split(plain(text)) if not word.separator)
    if not words or len(words) > LONGEST_WHEN:
        return Trouble.BAD_DATE
    return interpret(words, now.astimezone(zone), Toward.AHEAD) or Trouble.BAD_DATE


def read_time(text: str) -> time | Trouble | None:
    """A wall-clock time ("2pm", "14:00", "9.30am", "noon", "2"); BAD_TIME if no clock has it, None for other words."""
    if text in w.NAMED_TIMES:
        return time(w.NAMED_TIMES[text])
    form = _CLOCK.fullmatch(text)
    if form is None:
        return None
    hour, minute = int(form["hour"] or form["hour4"]), int(form["minute"] or form["minute4"] or 0)
    as_written = form["hour4"] is not None or form["hour"].startswith("0")
    if form["half"]:
        if not 1 <= hour <= 12:
            return Trouble.BAD_TIME
        hour = hour % 12 + (12 if form["half"] == "p" else 0)
    elif 1 <= hour <= 7 and not as_written:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else Trouble.BAD_TIME


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
        reading = _on(" ".join(day_texts), at, local, toward)
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


def _on(day_text: str, at: time | Trouble | None, local: datetime, toward: Toward) -> When | Trouble | None:
    day = _day(day_text, at, local, toward)
    if day is None or isinstance(day, Trouble):
        return day
    if isinstance(at, Trouble):
        return at
    today = local.date()
    if toward is Toward.BACK:
        if day < today - _HALF_A_YEAR:
            return Trouble.PAST_DATE
    elif day < today or (day == today and at is not None and at < local.time()):
        return Trouble.PAST_DATE
    return When(day, at) if day <= today + _FARTHEST else Trouble.BAD_DATE


def _day(text: str, at: time | Trouble | None, local: datetime, toward: Toward) -> date | Trouble | None:
    today = local.date()
    texts = _without_fillers(text.split())
    text = " ".join(texts)
    if text in w.DAYS_AWAY:
        return today + timedelta(days=w.DAYS_AWAY[text])
    if text in w.VAGUE_DATES:
        return Trouble.BAD_DATE
    if texts and texts[-1] in w.WEEKDAYS and len(texts) <= 2:
        later_today = isinstance(at, time) and at > local.time()
        return _weekday(texts, today, later_today=later_today, toward=toward)
    if w.AROUND_NOW.intersection(texts):
        return _relative(text, local)
    if len(texts) > 1 and texts[0] in w.WEEKDAYS:
        day = _calendar_day(" ".join(_without_fillers(texts[1:])), today, toward)
        named = w.WEEKDAYS[texts[0]]
        return Trouble.BAD_DATE if isinstance(day, date) and day.weekday() != named else day
    return _calendar_day(text, today, toward)


def _without_fillers(texts: list[str]) -> list[str]:
    while texts and texts[0] in w.DATE_FILLERS:
        texts = texts[1:]
    return texts


def _weekday(texts: list[str], today: date, *, later_today: bool, toward: Toward) -> date | None:
    number = w.WEEKDAYS[texts[-1]]
    ahead = (number - today.weekday()) % 7
    if len(texts) == 1 and toward is Toward.BACK:
        return today - timedelta(days=(today.weekday() - number) % 7)
    if len(texts) == 1 or texts[0] in w.COMING:
        return today + timedelta(days=ahead if ahead or later_today else 7)
    return today + timedelta(days=7 - today.weekday() + number) if texts[0] in w.NEXT else None


def _relative(text: str, local: datetime) -> date | None:
    from dateparser import parse  # noqa: PLC0415  (a tenth of a second to import, and few lines need it)

    settings = {"RELATIVE_BASE": local.replace(tzinfo=None), "PARSERS": ["relative-time"]}
    found = parse(text, languages=w.DATE_LANGUAGES, settings=settings)
    return found.date() if found else None


def _calendar_day(text: str, today: date, toward: Toward) -> date | Trouble | None:
    for form in _DATE_FORMS:
        found = form.fullmatch(text)
        if found:
            named = w.MONTHS.get(found["month"])
            month, day = named or int(found["month"]), int(found["day"])
            if month > 12 and "/" in text and not text[:4].isdigit():
                month, day = day, month
            year = found["year"] and int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
            years = [year] if year else [today.year - 1, today.year, today.year + 1]
            earliest = today - (_JUST_GONE if toward is Toward.AHEAD else _HALF_A_YEAR)
            days = [real for each in years if (real := _real_day(each, month, day))]
            return next((real for real in days if year or real >= earliest), Trouble.BAD_DATE)
    return None


def _real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
