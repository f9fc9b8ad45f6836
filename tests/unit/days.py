"""A therapist's days for the tests of her attention: her habits, her sessions, and what is to be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from hypothesis import strategies as st

from referrals.attention import Message, Wish, arrange
from referrals.diary import Diary, sessions_between
from referrals.habits import Habits
from referrals.sessions import Cadence, SessionRule, Slot, local_instant
from referrals.timing import NudgeKind, Planned
from tests.unit.moments import habits

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
MOMENT = timedelta(microseconds=1)
BRIEF, QUESTION = NudgeKind.BEFORE_SESSION, NudgeKind.AFTER_SESSION
LOOKS = [kind for kind in NudgeKind if kind.about_client]
OTHERS = [kind for kind in NudgeKind if kind not in {BRIEF, QUESTION, *LOOKS}]


@dataclass(frozen=True)
class Days:
    """What `arrange` is given, and what it may not do, said a second time and without its help."""

    habits: Habits
    rules: Sequence[SessionRule]
    wishes: Sequence[Wish]
    said: Mapping[date, int]
    now: datetime

    @cached_property
    def starts(self) -> list[datetime]:
        return sorted(set(sessions_between(self.rules, self.now - 2 * DAY, self.now + 60 * DAY)))

    @cached_property
    def blocks(self) -> list[list[datetime]]:
        """The starts of sessions between which there is no time for a brief."""
        found: list[list[datetime]] = []
        for start in self.starts:
            if found and start < self.over(found[-1][-1]) + self.habits.lead:
                found[-1].append(start)
            else:
                found.append([start])
        return found

    @cached_property
    def diary(self) -> Diary:
        return Diary(self.starts, self.habits)

    def over(self, start: datetime) -> datetime:
        return start + self.habits.session_length

    def in_session(self, at: datetime) -> bool:
        return any(start <= at < self.over(start) for start in self.starts)

    def block(self, at: datetime) -> list[datetime]:
        """The block under way; empty if none is."""
        return next((block for block in self.blocks if block[0] <= at < self.over(block[-1])), [])

    def open(self, at: datetime) -> bool:
        """Within her hours, or the lead before a block and the hour after it."""
        around = any(
            block[0] - self.habits.lead <= at <= self.over(block[-1]) + timedelta(hours=1) for block in self.blocks
        )
        return around or self.habits.hours.next_open(at) == at

    def date(self, at: datetime) -> date:
        return self.habits.hours.local_date(at)

    def arranged(self, now: datetime | None = None) -> list[Message]:
        return arrange(self.wishes, self.diary, self.habits, self.said, self.now if now is None else now)

    def gone_out(self, message: Message) -> Days:
        """As it is once a message went out at its instant."""
        said, day = dict(self.said), self.date(message.at)
        if not message.wishes[0].planned.urgent:
            said[day] = said.get(day, 0) + 1
        left = [wish for wish in self.wishes if wish not in message.wishes]
        return replace(self, wishes=left, said=said, now=message.at)


# Changes of the clocks in one zone or another, public holidays, and any other week.
_turning = [(3, 8), (3, 29), (4, 5), (4, 24), (7, 4), (10, 4), (10, 25), (10, 30), (11, 1), (11, 26), (12, 24), (5, 12)]


@st.composite
def _sessions(draw: st.DrawFn, habits: Habits, weekday: int) -> list[SessionRule]:
    """Each client's own rule; on some days one sits behind the other."""
    rules: list[SessionRule] = []
    for day in draw(st.lists(st.integers(0, 2), max_size=3)):
        begins = datetime(2026, 1, 1, draw(st.integers(7, 20)), draw(st.sampled_from([0, 30])))  # noqa: DTZ001
        for gap in draw(st.lists(st.sampled_from([0, 3, 10, 15, 25, 45]), min_size=1, max_size=4)):
            slot = Slot((weekday + day) % 7, begins.time())
            rules.append(SessionRule((slot,), Cadence.WEEKLY, date(2026, 1, 1), habits.zone, off=habits.off))
            begins += habits.session_length + gap * MINUTE
    return rules


@st.composite
def _wish(draw: st.DrawFn, number: int, days: Days) -> Wish:
    habits, starts = (
        days.habits,
        [start for start in days.starts if start <= days.now + draw(st.sampled_from([3 * HOUR, 3 * DAY]))],
    )
    kind = draw(st.sampled_from([BRIEF, QUESTION, *OTHERS, *LOOKS] if starts else [*OTHERS, *LOOKS]))
    urgent = kind in LOOKS and draw(st.booleans())
    due, session_at = days.now + draw(st.integers(-3 * 96, 4 * 96)) * 15 * MINUTE, None
    if kind in {BRIEF, QUESTION}:
        session_at = draw(st.sampled_from(starts))
        due = session_at - habits.lead if kind is BRIEF else session_at + habits.session_length
    elif bool(starts) and draw(st.booleans()):
        due = draw(st.sampled_from(starts)) + draw(st.integers(-60, 120)) * MINUTE
    return Wish(number, Planned(kind, due, days.date(due), None, session_at, urgent))


@st.composite
def _days(draw: st.DrawFn) -> Days:
    her = draw(habits)
    day = date(2026, *draw(st.sampled_from(_turning))) + draw(st.integers(-2, 1)) * DAY
    now = local_instant(day, time(), her.zone) + draw(st.integers(0, 24 * 60)) * MINUTE
    rules = draw(_sessions(her, day.weekday())) + ([her.supervision] if her.supervision else [])
    said = draw(st.dictionaries(st.integers(-1, 3).map(lambda later: day + later * DAY), st.integers(0, 4), max_size=3))
    days = Days(her, rules, (), said, now)
    near = [start for start in days.starts if now <= start <= now + DAY]
    if bool(near) and draw(st.integers(0, 3)):
        now = draw(st.sampled_from(near)) + draw(st.integers(-20, 70)) * MINUTE
        days = Days(her, rules, (), said, now)
    count = draw(st.integers(0, 9))
    return replace(days, wishes=[draw(_wish(number, days)) for number in range(1, count + 1)])


some_days = _days()
