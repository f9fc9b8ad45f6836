"""A person's working hours, in her own zone. Nothing unprompted comes outside them, save acute risk and sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from referrals.days_off import NONE_OFF, DaysOff
from referrals.sessions import local_instant


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """`days` are weekdays (0 is Monday), save those that are `off`; `start` and `end` wall-clock times in `zone`."""

    zone: ZoneInfo
    days: frozenset[int]
    start: time
    end: time
    off: DaysOff = NONE_OFF

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("working days are weekdays 0 to 6, at least one")
        if self.start >= self.end:
            raise ValueError("working hours start before they end, on one day")

    def local_date(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def next_open(self, at: datetime) -> datetime:
        """The first instant (UTC) at or after `at` that lies within the hours."""
        day = self.local_date(at)
        while True:
            if self.works_on(day):
                opens, closes = (local_instant(day, edge, self.zone) for edge in (self.start, self.end))
                # A gap may push the opening past the close: that day has no hours.
                if max(at, opens) < closes:
                    return max(at, opens)
            day += timedelta(days=1)

    def works_on(self, day: date) -> bool:
        return day.weekday() in self.days and day not in self.off

    def off_tomorrow(self, at: datetime) -> bool:
        """Whether the day after the date of `at` is none of the working days."""
        return not self.works_on(self.local_date(at) + timedelta(days=1))

    def closing(self, at: datetime) -> datetime | None:
        """The end (UTC) of the hours on the date of `at`, None if none are left that day."""
        day = self.local_date(at)
        closes = local_instant(day, self.end, self.zone)
        return closes if self.works_on(day) and at < closes else None

    def next_morning(self, at: datetime) -> datetime:
        """The start (UTC) of the first working day later than the date of `at`."""
        tomorrow = self.local_date(at) + timedelta(days=1)
        return self.next_open(local_instant(tomorrow, time(), self.zone)).astimezone(UTC)
