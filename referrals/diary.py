"""The therapist's own sessions as stretches of time in which nothing may arrive (clinical rule "attention").

Sessions with less between them than a brief needs make one block: its briefs come before it, its questions after it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile

from referrals.habits import Habits
from referrals.sessions import SessionRule, sessions_after
from referrals.timing import Planned

# How long after a block its questions may still come outside the person's hours.
FOLLOW_UP = timedelta(hours=1)
_MOMENT = timedelta(microseconds=1)
_BEFORE_THE_START = timedelta(minutes=5)
REMEMBERED = 1000  # instants


@dataclass(frozen=True, slots=True)
class Block:
    """Sessions back to back. `starts` are theirs, in order; all are UTC instants, `ends` the first free one."""

    starts: tuple[datetime, ...]
    ends: datetime

    @property
    def begins(self) -> datetime:
        return self.starts[0]


class Diary:
    """The blocks of a stretch of days, and what may arrive when."""

    def __init__(self, starts: Iterable[datetime], habits: Habits) -> None:
        self._habits = habits
        self._blocks = list(_blocks(sorted(set(starts)), habits))
        self._begins = [block.begins for block in self._blocks]
        # The same instants are asked about whenever the day is arranged anew.
        self._free: dict[datetime, datetime] = {}
        self._days: dict[datetime, date] = {}
        self.moments: dict[Planned, datetime | None] = {}  # when each thing would come by itself, see `attention`

    def day(self, at: datetime) -> date:
        """The date of an instant, for her."""
        day = self._days.get(at)
        if day is None:
            if len(self._days) >= REMEMBERED:
                self._days.clear()
            day = self._days[at] = self._habits.hours.local_date(at)
        return day

    def block_at(self, at: datetime) -> Block | None:
        """The block that is under way at an instant."""
        place = bisect_right(self._begins, at) - 1
        return self._blocks[place] if place >= 0 and at < self._blocks[place].ends else None

    def out_of_session(self, at: datetime) -> datetime:
        """The first instant (UTC) at or after `at` at which no session is going on, be it between two of a block."""
        while start := self._session_at(at):
            at = start + self._habits.session_length
        return at

    def open_at(self, at: datetime) -> bool:
        """Whether an instant lies in her hours, or in what a session of hers adds to them."""
        if self._habits.hours.next_open(at) == at:
            return True
        place = bisect_right(self._begins, at + self._habits.lead) - 1
        return place >= 0 and at <= self._blocks[place].ends + FOLLOW_UP

    def first_free(self, at: datetime) -> datetime:
        """The first instant (UTC) at or after `at` that lies in her hours, or what a session adds, and in no block."""
        free = self._free.get(at)
        if free is None:
            if len(self._free) >= REMEMBERED:
                self._free.clear()
            free = self._free[at] = self._found_free(at)
        return free

    def _found_free(self, at: datetime) -> datetime:
        while True:
            block = self.block_at(at)
            if block is not None:
                at = block.ends
            elif self.open_at(at):
                return at
            else:
                at = self._opens(at)

    def _opens(self, at: datetime) -> datetime:
        """What comes first after `at`, when nothing is open: her hours, or the lead before a block."""
        place = bisect_right(self._begins, at + self._habits.lead)
        leads = [begins - self._habits.lead for begins in self._begins[place : place + 1]]
        return min([self._habits.hours.next_open(at), *leads])

    def last_free(self, at: datetime, now: datetime) -> datetime:
        """The last instant (UTC) at or before `at`, but not before `now`, at which no session is going on.

        Where there is none, `at` itself: what danger sets is not put later for quiet's sake (clinical rule "acute").
        """
        free = at
        while start := self._session_at(free):
            free = self._before(start)
        if free < now:
            return at if self._session_at(now) else now
        return free

    def _before(self, start: datetime) -> datetime:
        """Shortly before a session; where another ends in that moment, as that one ends."""
        place = bisect_right(self._begins, start) - 1
        earlier = [s + self._habits.session_length for s in self._blocks[place].starts if s < start]
        return max([start - _BEFORE_THE_START, *(end for end in earlier if end < start)])

    def _session_at(self, at: datetime) -> datetime | None:
        block = self.block_at(at)
        return next((s for s in block.starts if s <= at < s + self._habits.session_length), None) if block else None


def sessions_between(rules: Sequence[SessionRule], since: datetime, until: datetime) -> Iterator[datetime]:
    """The starts (UTC) of all sessions from `since` to `until`, in no order."""
    for rule in rules:
        yield from takewhile(lambda at: at <= until, sessions_after(rule, since - _MOMENT))


def _blocks(starts: Sequence[datetime], habits: Habits) -> Iterator[Block]:
    together: list[datetime] = []
    for start in starts:
        if together and start - together[-1] - habits.session_length >= habits.lead:
            yield Block(tuple(together), together[-1] + habits.session_length)
            together = []
        together.append(start)
    if together:
        yield Block(tuple(together), together[-1] + habits.session_length)
