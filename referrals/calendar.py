"""What of a therapist's work stands in her own calendar, and what of it changed since it was last handed to her.

All instants are UTC. The file that is handed out is made elsewhere; here is what it says (clinical rule "lock screen":
a code and a time, no service and no risk).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

from referrals.client import Client, Hospital
from referrals.model import Referral, State
from referrals.sessions import SessionRule, local_instant, sessions_within

HORIZON = timedelta(weeks=12)
# How long an appointment with somebody else takes is not known; in the calendar it does not block her time.
APPOINTMENT_LENGTH = timedelta(hours=1)
_DAY = timedelta(days=1)
_MOMENT = timedelta(microseconds=1)


class Kind(StrEnum):
    SESSION = "session"
    SUPERVISION = "supervision"
    APPOINTMENT = "appointment"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the calendar. Clients and referrals stand by their ids.

    `was` is the start that its rule has for it, wherever it was moved to; None for an appointment, of which a referral
    has one at a time. `on` is the date of an appointment whose time of day is not known.
    """

    kind: Kind
    starts_at: datetime
    ends_at: datetime
    client_id: int | None = None
    referral_id: int | None = None
    was: datetime | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """An entry as it was handed out last: the id of its row, how often it changed since the first time, and when."""

    id: int
    uid: str
    entry: Entry
    sequence: int
    changed_at: datetime
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """What a new file says that the last one did not: `added`, `changed` in time or place, `cancelled`."""

    added: Sequence[Entry] = ()
    changed: Sequence[Held] = ()
    cancelled: Sequence[Held] = ()


def sessions_of(client: Client, length: timedelta, now: datetime) -> list[Entry]:
    """Her sessions that are not over, for HORIZON, and what was moved beyond it; none while she is in hospital."""
    if client.sessions is None or not client.active or client.hospital is Hospital.ADMITTED:
        return []
    return [
        Entry(Kind.SESSION, start, start + length, client_id=client.id, was=was)
        for was, start in _meetings(client.sessions, length, now)
    ]


def supervision_of(rules: Iterable[SessionRule], length: timedelta, now: datetime) -> list[Entry]:
    """Her supervision for HORIZON, her own and that of those she supervises; several at one time are one."""
    starts = {start: was for rule in rules for was, start in _meetings(rule, length, now)}
    return [Entry(Kind.SUPERVISION, start, start + length, was=was) for start, was in sorted(starts.items())]


def appointment_of(referral: Referral, zone: ZoneInfo, now: datetime) -> Entry | None:
    """Its appointment, if it is booked and not over, also while the referral rests; if untimed, a day of `zone`."""
    state = referral.held_state if referral.held else referral.state
    at = referral.appointment_at
    if state is not State.SCHEDULED or at is None:
        return None
    on = None if referral.appointment_timed else at.astimezone(zone).date()
    starts_at = local_instant(on, time(), zone) if on else at
    ends_at = local_instant(on + _DAY, time(), zone) if on else at + APPOINTMENT_LENGTH
    if ends_at <= now:
        return None
    return Entry(Kind.APPOINTMENT, starts_at, ends_at, client_id=referral.client_id, referral_id=referral.id, on=on)


def compare(held: Sequence[Held], wanted: Sequence[Entry], zone: ZoneInfo, now: datetime) -> News:
    """What is news in `wanted`, after what was handed out before.

    An entry keeps its place in the calendar as long as it is the same session or the same referral. Where a client's
    rule changed, the sessions of one week (of `zone`) take the places of those they replace. What is over stays.
    """
    places = _places(held, wanted, zone, now)
    changed = [
        replace(place, entry=entry, sequence=place.sequence + 1, changed_at=now, cancelled=False)
        for entry, place in places.items()
        if place.cancelled or place.entry != entry
    ]
    kept = {place.id for place in places.values()}
    cancelled = [
        replace(one, sequence=one.sequence + 1, changed_at=now, cancelled=True)
        for one in held
        if one.id not in kept and not one.cancelled and one.entry.ends_at > now
    ]
    return News([entry for entry in wanted if entry not in places], changed, cancelled)


def _places(held: Sequence[Held], wanted: Sequence[Entry], zone: ZoneInfo, now: datetime) -> dict[Entry, Held]:
    """Which of the entries handed out before each one takes the place of."""
    # An appointment that is over was another one than whatever its referral has now.
    known = [one for one in held if one.entry.was or one.entry.ends_at > now]
    places = _match(known, wanted, _name)
    taken = {place.id for place in places.values()}
    free = [one for one in held if one.id not in taken and one.entry.was and one.entry.ends_at > now]
    without = [entry for entry in wanted if entry not in places and entry.was]
    return places | _match(sorted(free, key=lambda one: one.cancelled), without, partial(_week, zone))


def _match(held: Iterable[Held], wanted: Iterable[Entry], by: Callable[[Entry], Hashable]) -> dict[Entry, Held]:
    """Those that are alike, in the order in which they come, each once."""
    waiting: dict[Hashable, deque[Held]] = defaultdict(deque)
    for one in held:
        waiting[by(one.entry)].append(one)
    return {entry: waiting[by(entry)].popleft() for entry in wanted if waiting[by(entry)]}


def _name(entry: Entry) -> Hashable:
    return entry.kind, entry.client_id, entry.referral_id, entry.was


def _week(zone: ZoneInfo, entry: Entry) -> Hashable:
    day = (entry.was or entry.starts_at).astimezone(zone).isocalendar()
    return entry.kind, entry.client_id, day.year, day.week


def _meetings(rule: SessionRule, length: timedelta, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Each that is not over: when the rule has it, and when it is."""
    until = now + HORIZON
    was = {move.to: move.was for move in rule.moved if move.to}
    far = [start for to in was if to >= until for start in sessions_within(rule, to, to + _MOMENT)]
    for start in (*sessions_within(rule, now - length + _MOMENT, until), *far):
        yield was.get(start, start), start
