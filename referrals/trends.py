"""What becomes of one therapist's referrals, in figures. Serves clinical rule "no blame".

Counts stand beside their denominators and rank nobody. Fewer than FEW of anything tell nothing by their length: they
are said, not drawn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from referrals.lifecycle import Ending
from referrals.model import OPEN_STATES, Barrier, Referral, ServiceKind, State, Step
from referrals.sessions import local_instant

FEW = 5
LOOKING_BACK = timedelta(weeks=26)
WEEKS = 8
HELD, IMPORTED = "held", "imported"
SPANS = (7, 14, 28)  # days: the first week, the second, the third and fourth; what is left came later
# Whoever is on a list, has an appointment or went there has been in touch by then.
_IN_TOUCH = frozenset({Step.CONTACTED, Step.WAITLISTED, Step.BOOKED, Step.WENT})
# The kinds of event that the figures are made of.
NOTED = frozenset({HELD, IMPORTED, *(step.value for step in Step)})
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Noted:
    """An event about one referral, at an instant (UTC): `kind` is one of NOTED, `barrier` what it named."""

    referral_id: int
    kind: str
    barrier: Barrier | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """`days` from suggested to first contact, ascending; how many still wait for it, how many `ended` before it."""

    days: tuple[int, ...]
    waiting: int
    ended: int

    @property
    def half_within(self) -> int | None:
        """The days within which at least half of those in touch were."""
        return self.days[(len(self.days) - 1) // 2] if self.days else None

    @property
    def spans(self) -> tuple[int, ...]:
        """How many came within each of SPANS, and how many later."""
        counts = Counter(sum(days > last for last in SPANS) for days in self.days)
        return tuple(counts[place] for place in range(len(SPANS) + 1))


@dataclass(frozen=True, slots=True)
class Followed:
    """Of how many `logged` to services of one kind the client `went`."""

    kind: ServiceKind
    went: int
    logged: int


@dataclass(frozen=True, slots=True)
class Trends:
    """`standing` counts the open ones by state, in the order of states; the next three concern LOOKING_BACK.

    `followed` has the kinds recommended most first, `barriers` the referrals for which each was named, the most first;
    `weeks` the messages nobody asked for, by the Monday of each of the last WEEKS weeks, the present one at the end.
    """

    standing: Mapping[State, int]
    contact: Contact
    followed: tuple[Followed, ...]
    barriers: Mapping[Barrier, int]
    weeks: Mapping[date, int]

    @property
    def empty(self) -> bool:
        in_touch = self.contact.days or self.contact.waiting or self.contact.ended
        return not (self.standing or in_touch or self.followed or self.barriers or any(self.weeks.values()))


def since(now: datetime) -> datetime:
    """From which instant (UTC) on events and new referrals count."""
    return now - LOOKING_BACK


def first_week(now: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the first of the WEEKS began in `zone`."""
    return local_instant(_monday(now, zone) - (WEEKS - 1) * _WEEK, time(), zone)


def trends(
    referrals: Collection[Referral], noted: Iterable[Noted], messages: Iterable[datetime], now: datetime, zone: ZoneInfo
) -> Trends:
    """The figures at `now` (UTC) out of all her referrals, what was `noted` since `since`, and when messages went out.

    What rests, or ended with the client's death, is not counted as recommended and not followed.
    """
    happened: defaultdict[int, list[Noted]] = defaultdict(list)
    for one in noted:
        if one.at > since(now):
            happened[one.referral_id].append(one)
    recent = [r for r in referrals if r.created_at > since(now) and not r.held and r.ended_because != Ending.DIED]
    return Trends(
        standing=_standing(referrals),
        contact=_contact(recent, happened, zone),
        followed=_followed(recent),
        barriers=_barriers(referrals, happened),
        weeks=_weeks(messages, now, zone),
    )


def _standing(referrals: Iterable[Referral]) -> Mapping[State, int]:
    counts = Counter(referral.state for referral in referrals)
    return {state: counts[state] for state in OPEN_STATES if counts[state]}


def _contact(recent: Iterable[Referral], happened: Mapping[int, list[Noted]], zone: ZoneInfo) -> Contact:
    """One that rested before anybody was in touch is left out: no delay is counted while it does.

    So is one that was taken over from a list, which does not say when anybody was.
    """
    days, waiting, ended = [], 0, 0
    for referral in recent:
        ours = sorted(happened.get(referral.id, ()), key=lambda one: one.at)
        first = next((one for one in ours if one.kind in _IN_TOUCH), None)
        rested = any(one.kind == HELD and (first is None or one.at < first.at) for one in ours)
        if rested or any(one.kind == IMPORTED for one in ours):
            continue
        if first is not None:
            days.append((first.at.astimezone(zone).date() - referral.created_at.astimezone(zone).date()).days)
        elif referral.open:
            waiting += 1
        else:
            ended += 1
    return Contact(tuple(sorted(days)), waiting, ended)


def _followed(recent: Iterable[Referral]) -> tuple[Followed, ...]:
    by_kind: defaultdict[ServiceKind, list[Referral]] = defaultdict(list)
    for referral in recent:
        by_kind[referral.service.kind].append(referral)
    counted = [
        Followed(kind, sum(one.state is State.FULFILLED for one in by_kind[kind]), len(by_kind[kind]))
        for kind in ServiceKind
        if kind in by_kind
    ]
    return tuple(sorted(counted, key=lambda one: -one.logged))


def _barriers(referrals: Iterable[Referral], happened: Mapping[int, list[Noted]]) -> Mapping[Barrier, int]:
    counts: Counter[Barrier] = Counter()
    for referral in referrals:
        counts.update({one.barrier for one in happened.get(referral.id, ()) if one.barrier})
    return {barrier: counts[barrier] for barrier in sorted(counts, key=lambda b: (-counts[b], list(Barrier).index(b)))}


def _weeks(messages: Iterable[datetime], now: datetime, zone: ZoneInfo) -> Mapping[date, int]:
    counts = Counter(_monday(at, zone) for at in messages)
    last = _monday(now, zone)
    return {monday: counts[monday] for monday in (last - back * _WEEK for back in reversed(range(WEEKS)))}


def _monday(at: datetime, zone: ZoneInfo) -> date:
    day = at.astimezone(zone).date()
    return day - timedelta(days=day.weekday())
