"""Dates of birth: a date with its year that lies a year back or more, or any date beside a word for it."""

from __future__ import annotations

import re
from calendar import month_abbr
from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.parser import parse

from referrals.grammar.calendar_words import MONTHS, OF, ORDINALS, THE, either
from referrals.identifiers.kinds import IdentifierKind
from referrals.identifiers.words import any_of

MONTH = f"(?:{either(MONTHS)})"
_NTH = rf"\d{{1,2}}(?:{either(ORDINALS)})?"
_GAP = r"[\s./,'-]{0,3}"
_OF = rf"(?:(?:{either(OF)}) )?(?:(?:{either(THE)}) )?"
_UNIT = rf"(?:\s?(?:{any_of('units')}|%))"
# Nothing that goes on with more digits: that is a longer number, perhaps somebody's phone.
_FREE, _ENDS = r"(?<![\w.])(?<!\d[-/])", r"(?!\w|[-/.]\d)"
_SHORT_ENDS = rf"(?!{_UNIT}\b|\w|[:./-]\d|,?\s?\d{{4}}\b|\s?{MONTH}\b)"
_DATE = re.compile(
    rf"{_FREE}(?P<iso>\d{{4}})[-/. ]\d{{1,2}}[-/. ]\d{{1,2}}{_ENDS}"
    rf"|{_FREE}\d{{1,2}}(?P<sep>\s?[-/.]\s?|\s)\d{{1,2}}(?P=sep)(?P<last>\d{{4}}){_ENDS}"
    rf"|{_FREE}(?P<one>\d{{1,2}})(?P<by>\s?[-/.]\s?)(?P<two>\d{{1,2}})(?P=by)'?(?P<short>\d{{2}}){_ENDS}"
    rf"|(?<!\w){_NTH}{_GAP}{_OF}{MONTH}{_GAP}{_OF}(?P<after_month>\d{{4}}){_ENDS}"
    rf"|(?<!\w){MONTH}{_GAP}{_OF}{_NTH}{_GAP}{_OF}(?P<after_day>\d{{4}}){_ENDS}"
    rf"|(?<!\w)(?P<before>\d{{4}}){_GAP}{MONTH}{_GAP}{_NTH}{_ENDS}"
    rf"|(?<!\w)\d{{1,2}}(?P<alike>[./-]|)(?:{MONTH})(?P=alike)(?P<month_alike>\d{{2}})(?!\w|[:./-]\d)"
    rf"|(?<!\w){MONTH}(?P<same>[./-])\d{{1,2}}(?P=same)(?P<day_alike>\d{{2}})(?!\w|[:./-]\d)"
    rf"|(?<!\w)(?:{_NTH}[\s.]{{0,2}}{_OF}{MONTH}|{MONTH}[\s.]{{0,2}}{_NTH})\.?(?P<gap>,?\s?'|,?\s)"
    rf"(?:(?:{either(OF)}) )?(?P<loose>\d{{2}}){_SHORT_ENDS}"
)
_A_MONTH = re.compile(rf"(?<![a-z]){MONTH}(?![a-z])")
_CLAUSE_END = re.compile(r"\s*(?:$|[,;)\n]|//)")
_WHEN = rf"(?:\d|{MONTH}\b)"
_BIRTH = any_of("birth")
_LINK = any_of("birth_links")
_BORN = re.compile(
    rf"\b(?:{_BIRTH})\b\W*(?:(?:{_LINK})\b\W+)*{_WHEN}(?!\s*(?:{any_of('units')})\b)"
    rf"|(?<!\w)(?:{MONTH}\s\d{{2,4}}|{_NTH}(?:[/.-]\d{{1,2}}|\s?{_OF}{MONTH}(?:\s{_OF}\d{{4}})?))[\s(,:-]{{1,3}}"
    rf"(?:(?:{_LINK})\s){{0,2}}(?:{_BIRTH})\b"
)


def birth_dates(typed: str, today: date) -> Iterator[tuple[IdentifierKind, int, int]]:
    """Where a birth date seems to stand in a normalised text, as seen on `today`."""
    for found in _BORN.finditer(typed):
        yield IdentifierKind.BIRTH_DATE, *found.span()
    for found in _overlapping(typed):
        if _a_year_back(found, typed, today):
            yield IdentifierKind.BIRTH_DATE, *found.span()


def _overlapping(typed: str) -> Iterator[re.Match[str]]:
    """Every date, also one that begins within another: "2027 Sep 20 '57" is two."""
    found = _DATE.search(typed)
    while found:
        yield found
        found = _DATE.search(typed, found.start() + 1)


def _a_year_back(found: re.Match[str], typed: str, today: date) -> bool:
    """Whether a date with a year lies a full year back or more, as a birth date does and no appointment."""
    year = _year(found, typed, today)
    if year is None or year >= today.year:
        return False
    if year != today.year - 1:
        return year > 1900
    try:
        return parse(_in_english(found[0]), fuzzy=True).date().replace(year=year) <= today - timedelta(days=365)
    except (ValueError, OverflowError):  # no such day
        return False


def _in_english(typed: str) -> str:
    """A date with its month by number names the parser knows."""
    return _A_MONTH.sub(lambda found: f" {month_abbr[MONTHS[found[0]]]} ", typed)


def _year(found: re.Match[str], typed: str, today: date) -> int | None:
    """The year a date says; None where two digits are more likely something else."""
    whole = next((found[name] for name in ("iso", "last", "after_month", "after_day", "before") if found[name]), None)
    if whole is not None:
        return int(whole)
    if found["short"] is not None:
        return _numeric(int(found["one"]), int(found["two"]), int(found["short"]), today)
    alike = found["month_alike"] or found["day_alike"]
    if alike is not None:
        return _full(int(alike), today)
    # "3 dec 12 sessions" holds no year; "dec 3, '12" and "3 dec 90" do.
    loose = found["loose"]
    clear = "'" in found["gap"] or loose[0] == "0" or int(loose) > _newest(today)
    return _full(int(loose), today) if clear or _CLAUSE_END.match(typed, found.end()) else None


def _numeric(one: int, two: int, three: int, today: date) -> int | None:
    """Month and day in either order with two digits of a year behind them, or before them where it must be."""
    if min(one, two) in range(1, 13) and max(one, two) in range(1, 32):
        return _full(three, today)
    return _full(one, today) if one > 31 and two in range(1, 13) and three in range(1, 32) else None


def _newest(today: date) -> int:
    """Two digits up to here are of this century: nobody is booked further ahead, and nobody so old is meant."""
    return today.year % 100 + 3


def _full(short: int, today: date) -> int:
    return short + (2000 if short <= _newest(today) else 1900)
