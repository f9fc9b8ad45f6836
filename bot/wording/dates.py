"""Days and times as each language writes them: the names are Unicode's, the order is the catalogue's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.wording.language import spoken


@dataclass(frozen=True, slots=True)
class Names:
    """Of the days of a week, Monday first, and of the months, January first; short ones without a full stop."""

    weekdays: tuple[str, ...]
    short_weekdays: tuple[str, ...]
    short_months: tuple[str, ...]


def names() -> Names:
    """In the language that is spoken now."""
    return _names(spoken())


@lru_cache
def _names(language: str) -> Names:
    from babel import Locale  # noqa: PLC0415 - with the data of a language, when it is first spoken

    locale = Locale.parse(language)
    days, months = locale.days["stand-alone"], locale.months["format"]
    return Names(_in_order(days["wide"]), _in_order(days["abbreviated"]), _in_order(months["abbreviated"]))


def _in_order(numbered: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(numbered[number].rstrip(".") for number in sorted(numbered))
