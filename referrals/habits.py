"""How one person wants to be reminded: her hours and days off, the lead of a brief, how many messages a day.

Serves clinical rule "attention": reminders die of their own number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from referrals.days_off import DaysOff
from referrals.hours import WorkingHours
from referrals.sessions import SESSION_LENGTH, SessionRule

LEAD = timedelta(minutes=30)
CEILING = 4


@dataclass(frozen=True, slots=True)
class Habits:
    """`lead` is how long before a session its brief comes; `ceiling` the most unprompted messages a day, 1 to CEILING.

    `session_length` is how long hers take, `supervision` her own slot with her supervisor.
    """

    hours: WorkingHours
    lead: timedelta = LEAD
    session_length: timedelta = SESSION_LENGTH
    ceiling: int = CEILING
    supervision: SessionRule | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.ceiling <= CEILING:
            raise ValueError(f"from 1 to {CEILING} messages a day")
        if self.lead <= timedelta() or self.session_length <= timedelta():
            raise ValueError("a lead and a session take time")

    @property
    def zone(self) -> ZoneInfo:
        return self.hours.zone

    @property
    def off(self) -> DaysOff:
        return self.hours.off
