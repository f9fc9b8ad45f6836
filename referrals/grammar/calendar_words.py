"""What dates and times are made of, of all languages together. Texts are folded (see `folded`), with their spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from dateutil.relativedelta import relativedelta

from referrals.folding import folded, squeeze
from referrals.grammar.tables import ENGLISH, LANGUAGES, phrases

Meaning = TypeVar("Meaning")


def _texts(section: str, *rows: str) -> frozenset[str]:
    return frozenset(folded(phrase) for row in rows for phrase in phrases(section, row))


def _meanings(section: str, meanings: Mapping[str, Meaning]) -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for row, meaning in meanings.items():
        for phrase in phrases(section, row):
            found.setdefault(folded(phrase), meaning)
    return found


def either(texts: Iterable[str]) -> str:
    """A pattern for any of `texts`, the longest first; for nothing that is, where there are none."""
    return "|".join(map(re.escape, sorted(texts, key=lambda text: (-len(text), text)))) or "(?!)"


def _numbers(section: str) -> dict[str, int]:
    return _meanings(section, {row: int(row) for row in LANGUAGES[ENGLISH][section]})


WEEKDAYS = _meanings("weekdays", {row: number for number, row in enumerate(LANGUAGES[ENGLISH]["weekdays"])})
MONTHS = _meanings("months", {row: number for number, row in enumerate(LANGUAGES[ENGLISH]["months"], 1)})
MONTH_OR_WEEKDAY = frozenset(WEEKDAYS.keys() & MONTHS.keys())  # "mar": which of them, what stands beside it says
# What stands beside the month in the languages that do not know the weekday.
BESIDE_A_MONTH = frozenset(
    folded(phrase)
    for language in LANGUAGES.values()
    if MONTH_OR_WEEKDAY.isdisjoint(folded(name) for names in language["weekdays"].values() for name in names)
    for row in ("next", "coming", "next_behind", "coming_behind")
    for phrase in language["dates"][row]
)
DAYS_AWAY = _numbers("days_away")
COUNTS = _numbers("counts")
SPANS = _meanings(
    "spans",
    {
        "day": relativedelta(days=1),
        "week": relativedelta(weeks=1),
        "fortnight": relativedelta(weeks=2),
        "month": relativedelta(months=1),
    },
)
NEXT, NEXT_BEHIND = _texts("dates", "next"), _texts("dates", "next_behind")
COMING, COMING_BEHIND = _texts("dates", "coming"), _texts("dates", "coming_behind")
VAGUE_DATES = _texts("dates", "vague")
NOT_DATES = frozenset({"24/7"})
PART_OF_DAY = _texts("dates", "part_of_day")
FROM_NOW = _texts("dates", "from_now")
AGO, AGO_BEFORE = _texts("dates", "ago"), _texts("dates", "ago_before")
ORDINALS = _texts("dates", "ordinals")
OF, THE = _texts("dates", "of"), _texts("dates", "the")
SMALL_DATE_FILLERS = _texts("fillers", "small_date")
DATE_FILLERS = _texts("fillers", "date") | SMALL_DATE_FILLERS | {"@"}
DAY_FIRST = frozenset(name for name, language in LANGUAGES.items() if language["dates"]["slashed"] == ["day/month"])

AT = _texts("times", "at") | {"@"}
HALVES = _meanings("times", {"am": "am", "pm": "pm"})
MARKS = _texts("times", "mark")
NAMED_TIMES = _meanings("times", {"noon": 12, "midnight": 0})
PARTS = _meanings("times", {"half_past": 30, "quarter_past": 15, "quarter_to": -15})  # minutes
HOUR_WORDS = {
    folded(word): hour
    for language in LANGUAGES.values()
    for hour, word in enumerate(language["times"]["hour_words"], 1)
}
BEFORE_HOUR_WORDS = frozenset(squeeze(text.split()[-1]) for text in AT if HOUR_WORDS and " " in text)
