"""The therapist's calendar: her zone, her hours, the days on which nobody works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from referrals.days_off import Away, DaysOff
from referrals.sessions import local_instant

ZONE = ZoneInfo("America/New_York")
BEGINS = date(2026, 1, 5)  # a Monday
LONGEST = 52
OPENS, CLOSES = time(9), time(18)
HOLIDAYS = "US"  # the federal ones
# Two weeks in summer, as many practices close.
_AWAY = Away(date(2026, 8, 3), date(2026, 8, 17))
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Year:
    """`weeks` of it are walked, 1 to LONGEST; `away` says whether the two weeks of absence are taken."""

    weeks: int = LONGEST
    away: bool = False

    @property
    def absence(self) -> Away | None:
        return _AWAY if self.away else None

    @property
    def off(self) -> DaysOff:
        return DaysOff(HOLIDAYS, self.absence)

    @property
    def ends(self) -> datetime:
        """The first instant (UTC) that is not walked any more."""
        return at(BEGINS + self.weeks * WEEK, time())

    def works_on(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.off

    def working_days(self) -> list[date]:
        days = (BEGINS + timedelta(days=number) for number in range(7 * self.weeks))
        return [day for day in days if self.works_on(day)]

    def opening(self, since: datetime) -> datetime:
        """The first beginning (UTC) of a working day at or after `since`."""
        return next(
            opens for day in _days_from(local_day(since)) if self.works_on(day) and (opens := at(day, OPENS)) >= since
        )

    def next_working_day(self, day: date) -> date:
        return next(later for later in _days_from(day + timedelta(days=1)) if self.works_on(later))


def at(day: date, clock: time) -> datetime:
    """The UTC instant of a wall-clock time of hers."""
    return local_instant(day, clock, ZONE)


def local_day(instant: datetime) -> date:
    return instant.astimezone(ZONE).date()


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += timedelta(days=1)
