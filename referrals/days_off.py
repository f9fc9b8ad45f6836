"""Days without work: the practice's public holidays, and the time a therapist is away.

On such a day there are no sessions and no working hours; what would have come then comes on the next working day
(clinical rule "timing"). Looks after a client at acute risk know no days off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from referrals.risk import Cover


@dataclass(frozen=True, slots=True)
class Away:
    """From `since` to the day before `until`, the first day back; both are dates in the therapist's zone.

    `cover` is who looks after her clients meanwhile, None as long as that was not said.
    """

    since: date
    until: date
    cover: Cover | None = None

    def __post_init__(self) -> None:
        if self.since >= self.until:
            raise ValueError("the first day back comes after the first day away")


@dataclass(frozen=True, slots=True)
class DaysOff:
    """`region` is an ISO 3166 code, with or without a subdivision ("US", "US-NY"), None where no holidays are kept."""

    region: str | None = None
    away: Away | None = None

    def __contains__(self, day: date) -> bool:
        return self.away_on(day) or self.holiday(day) is not None

    def away_on(self, day: date) -> bool:
        return self.away is not None and self.away.since <= day < self.away.until

    def holiday(self, day: date, language: str = "") -> str | None:
        """The public holiday on that date, in the language (ISO 639-1) if its names are known, or the region's own."""
        return _holidays(self.region, day.year, language).get(day) if self.region else None


NONE_OFF = DaysOff()


def known_region(region: str) -> bool:
    """Whether the public holidays of an ISO 3166 code, such as "US" or "US-NY", are known."""
    try:
        _holidays(region, 2026)
    except NotImplementedError:
        return False
    return True


def next_holiday(region: str, today: date, language: str = "") -> tuple[date, str] | None:
    """The first public holiday of a region on or after `today`; None where none is known.

    Its name is in the language (ISO 639-1) where that is known, or else as the region says it.
    """
    if not known_region(region):
        return None
    to_come = (day for year in (today.year, today.year + 1) for day in _holidays(region, year, language).items())
    return min((day for day in to_come if day[0] >= today), default=None)


@lru_cache(maxsize=256)
def _holidays(region: str, year: int, language: str = "") -> Mapping[date, str]:
    """Raises NotImplementedError for a region of which none are known."""
    from holidays import country_holidays  # noqa: PLC0415 - three megabytes that a practice without a region never needs

    country, _, subdivision = region.upper().partition("-")
    known = country_holidays(country, subdiv=subdivision or None)
    # The region's own comes first, where a language is spoken in several countries, and stands for one not known.
    own = known.default_language
    offered = (one for one in (own, *known.supported_languages) if one)
    said = next((one for one in offered if one.partition("_")[0] == language), own)
    return dict(country_holidays(country, subdiv=subdivision or None, years=year, language=said))
