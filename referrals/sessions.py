"""When a client comes: the session rule, and the instants it makes.

A rule is written in the therapist's own zone (IANA); the sessions it yields are aware UTC instants. A time that a
daylight-saving gap swallows moves forward by the gap; one that happens twice means the first. Exceptions stand beside
the rule: a session moved once or left out, a pause, and the therapist's days off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from heapq import merge
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, rrule, weekday

from referrals.days_off import NONE_OFF, DaysOff
from referrals.remembered import remembered

SESSION_LENGTH = timedelta(minutes=50)
_DAY = timedelta(days=1)
_LAST = date.max - timedelta(weeks=2)
_MOMENT = timedelta(microseconds=1)
_KEPT = 4096
_AHEAD = 3


class Cadence(StrEnum):
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One hour of the week: `weekday` 0 is Monday, `at` the wall-clock time in the rule's zone."""

    weekday: int
    at: time


@dataclass(frozen=True, slots=True)
class Moved:
    """One session that does not begin as the rule has it: `was` the rule's start, `to` the new one, None if left out.

    Both are UTC.
    """

    was: datetime
    to: datetime | None


@dataclass(frozen=True, slots=True)
class SessionRule:
    """`slots` repeat by `every`, counted from `starts_on`, a date in `zone`.

    From `paused_from` on (a date in `zone`) there are no sessions until `paused_until`, the first day back; without
    that day there are none until the pause is ended. Nor are there any on days that are `off`, which is hers to know
    and not the rule's to keep; a session moved to a public holiday takes place.
    """

    slots: tuple[Slot, ...]
    every: Cadence
    starts_on: date
    zone: ZoneInfo
    moved: tuple[Moved, ...] = ()
    paused_from: date | None = None
    paused_until: date | None = None
    off: DaysOff = NONE_OFF


def next_session(rule: SessionRule, after: datetime) -> datetime | None:
    """The start (UTC) of the first session that begins later than `after`; None in a pause without an end."""
    # Asked again and again, in one turn and in the next: what a day has ahead is worked out once.
    ahead = _ahead(rule, after.astimezone(UTC).date())
    for start in ahead:
        if start > after:
            return start
    return next(sessions_after(rule, after), None) if len(ahead) == _AHEAD else None


def begins_at(rule: SessionRule, at: datetime) -> bool:
    """Whether a session begins at that very instant (UTC)."""
    return next_session(rule, at - _MOMENT) == at


def sessions_within(rule: SessionRule, since: datetime, until: datetime) -> Sequence[datetime]:
    """The starts (UTC) of the sessions that begin at or after `since` and before `until`, in order."""
    return _within(rule, since, until)


def sessions_begun(rule: SessionRule, since: datetime, now: datetime) -> int:
    """How many sessions later than `since` have begun by `now`; both are UTC."""
    midnight = datetime.combine(now.date(), time(), UTC)
    before = _begun(rule, since, midnight) if since < midnight else 0
    later = takewhile(lambda start: start <= now, sessions_after(rule, max(since, midnight)))
    return before + sum(1 for _ in later)


@remembered(_KEPT)
def _begun(rule: SessionRule, since: datetime, midnight: datetime) -> int:
    return sum(1 for _ in takewhile(lambda start: start <= midnight, sessions_after(rule, since)))


@remembered(_KEPT)
def _within(rule: SessionRule, since: datetime, until: datetime) -> Sequence[datetime]:
    return tuple(takewhile(lambda start: start < until, sessions_after(rule, since - _MOMENT)))


@remembered(_KEPT)
def _ahead(rule: SessionRule, day: date) -> Sequence[datetime]:
    """The first _AHEAD sessions later than the beginning of a day (UTC)."""
    return tuple(islice(sessions_after(rule, datetime.combine(day, time(), UTC)), _AHEAD))


def sessions_after(rule: SessionRule, after: datetime) -> Iterator[datetime]:
    """The starts (UTC) of all sessions that begin later than `after`, in order, without an end save by a pause.

    Several of them are cheaper this way than by asking for the next one each time.
    """
    if len(rule.slots) == 1 and not rule.moved:
        yield from _starts(rule, rule.slots[0], after)
        return
    moved = sorted(move.to for move in rule.moved if move.to and move.to > after and _meets(rule, move.to))
    last = after
    for start in merge(moved, *(_starts(rule, slot, after) for slot in rule.slots)):
        if start > last:  # two at one instant are one
            yield start
        last = start


def move_session(rule: SessionRule, session_at: datetime, to: datetime | None, now: datetime) -> SessionRule:
    """The rule with the session that begins at `session_at` moved to `to` once, or left out; all UTC."""
    was = next((move.was for move in rule.moved if move.to == session_at), session_at)
    kept = (move for move in rule.moved if move.was != was and (move.was > now or (move.to and move.to > now)))
    return replace(rule, moved=(*kept, Moved(was, to)))


def pause(rule: SessionRule, since: date, until: date | None) -> SessionRule:
    """The rule without sessions from `since` to the day before `until`."""
    return replace(rule, paused_from=since, paused_until=until)


def resume(rule: SessionRule) -> SessionRule:
    return replace(rule, paused_from=None, paused_until=None)


def local_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The UTC instant of a wall-clock time in `zone`; inside a gap, the same distance after it."""
    return _instant(day, at, zone)


@lru_cache(_KEPT)
def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    # Equal times share one place in the cache, whichever of two like hours they mean: it is the first.
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def _starts(rule: SessionRule, slot: Slot, after: datetime) -> Iterator[datetime]:
    # A day early, so that a start moved by a change of the clocks is not stepped over.
    since = after.astimezone(rule.zone).date() - _DAY
    elsewhere = {move.was for move in rule.moved}
    for day in _days(rule, slot, max(since, _back(rule, since))):
        if rule.paused_from and day >= rule.paused_from and rule.paused_until is None:
            return
        start = local_instant(day, slot.at, rule.zone)
        if start > after and start not in elsewhere and _meets(rule, start) and day not in rule.off:
            yield start


def _back(rule: SessionRule, since: date) -> date:
    """The first day worth looking at from `since` on: a long pause is not walked through."""
    within = rule.paused_from and rule.paused_until and rule.paused_from <= since < rule.paused_until
    return rule.paused_until if within and rule.paused_until else since


def _meets(rule: SessionRule, start: datetime) -> bool:
    """Whether neither the rule pauses nor the therapist is away on that day."""
    if rule.paused_from is None and rule.off.away is None:
        return True
    day = start.astimezone(rule.zone).date()
    paused = rule.paused_from and day >= rule.paused_from and (rule.paused_until is None or day < rule.paused_until)
    return not paused and not rule.off.away_on(day)


def _days(rule: SessionRule, slot: Slot, since: date) -> Iterator[date]:
    first = rule.starts_on + timedelta(days=(slot.weekday - rule.starts_on.weekday()) % 7)
    if rule.every is Cadence.MONTHLY:
        months = rrule(MONTHLY, dtstart=datetime.combine(first, time()), byweekday=_same_week_of_month(first))
        for day in months.xafter(datetime.combine(since, time()), inc=True):
            yield day.date()
        return
    step = timedelta(weeks=1 if rule.every is Cadence.WEEKLY else 2)
    on = first + max(-((first - since) // step), 0) * step  # the negatives make it round up
    while on < _LAST:
        yield on
        on += step


def _same_week_of_month(first: date) -> weekday:
    """The third Tuesday stays the third; a fifth would skip months, so it means the last."""
    nth = (first.day - 1) // 7 + 1
    return weekday(first.weekday(), nth if nth < 5 else -1)
