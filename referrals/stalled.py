"""Whether a client's case has stalled, and by which patterns. Serves clinical rule "stalled".

A pattern, not lateness: each is a reason to bring the case to supervision, and none of them says who was slow. What
rests, what has ended, and whoever is in hospital or has parted never stalls; a condition of therapy that was declined,
or whose day of review has come, is a case as well.

A pattern that was answered, by "not stalled, because" or by a decision, is not raised again until its facts change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from referrals.client import Client, Hospital
from referrals.framing import needs_repair
from referrals.model import Barrier, Referral, State
from referrals.order import in_order, reduces_danger
from referrals.readiness import Trend, own_numbers, trend
from referrals.risk import Risk
from referrals.sessions import SessionRule, local_instant, next_session, sessions_after, sessions_begun

MOST = 99  # of whatever a limit counts


class Pattern(StrEnum):
    """Why a case has stalled, what needs supervision most first."""

    SAFETY_WITHOUT_CONTACT = "safety_without_contact"
    REJECTION = "rejection"
    CONDITION_DECLINED = "condition_declined"
    REVIEW_DUE = "review_due"
    SAME_BARRIER = "same_barrier"
    READINESS_FALLING = "readiness_falling"
    NONE_MOVED = "none_moved"
    NO_MOVEMENT = "no_movement"


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many sessions, days or open referrals on it is a pattern."""

    sessions: int = 3
    days: int = 14
    days_without_schedule: int = 21
    open: int = 3
    safety_days: int = 7

    def __post_init__(self) -> None:
        if not all(1 <= value <= MOST for value in astuple(self)):
            raise ValueError(f"every limit is from 1 to {MOST}")


USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Known:
    """What besides the rows of today makes a case: its history, what was answered, and the practice's own limits.

    `barriers` are those reported of each referral, by its id, oldest first. `answered` holds the `facts` of patterns
    that were answered, and until when (UTC) that counts: None means as long as the facts stay. `conditions` are the
    referrals (by id) that are a condition of therapy, with the day of review.
    """

    barriers: Mapping[int, Sequence[Barrier]] = field(default_factory=dict)
    answered: Mapping[str, datetime | None] = field(default_factory=dict)
    conditions: Mapping[int, date] = field(default_factory=dict)
    limits: Limits = USUAL


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Stall:
    """One pattern, the referrals in which it shows, and the facts to tell it by.

    `days` are the whole days they have stood still (0 with an appointment or an expected day to come), `sessions` how
    many began meanwhile, None without session times; of several referrals the least. `barrier` is told of SAME_BARRIER;
    `readiness_from` and `readiness_to`, the client's own numbers from 0 to 10, of READINESS_FALLING. `facts` is a
    fingerprint of what it rests on, the same as long as nothing but time changes.
    """

    pattern: Pattern
    referral_ids: tuple[int, ...]
    days: int
    sessions: int | None
    barrier: Barrier | None = None
    readiness_from: int | None = None
    readiness_to: int | None = None
    facts: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Case:
    """A client, and what `stalled` found."""

    client: Client
    stalls: tuple[Stall, ...]


_UTC = ZoneInfo("UTC")
_NEED = tuple(Pattern)
_FACTS_CHARACTERS = 32
_RISK = (Risk.ACUTE, Risk.ELEVATED, Risk.NONE_LOGGED)
_BEFORE_CONTACT = frozenset({State.SUGGESTED, State.AGREED})


@dataclass(frozen=True, slots=True)
class _Standing:
    """A referral, since when (UTC) it has stood where it stands, and whether that is too long."""

    referral: Referral
    since: datetime
    still: bool


@dataclass(frozen=True, slots=True)
class _Sign:
    """A pattern, where it shows, and what is told of it alone; of a condition no sessions are counted."""

    pattern: Pattern
    of: Sequence[_Standing]
    told: Mapping[str, Any] = field(default_factory=dict)
    counted: bool = True


def stalled(
    client: Client, referrals: Iterable[Referral], known: Known, now: datetime, zone: ZoneInfo = _UTC
) -> list[Stall]:
    """The patterns in which the case has stalled at `now` (UTC), what needs supervision most first.

    `referrals` are the client's; `zone` is the therapist's, whose dates count (clinical rule "stalled"). What was
    answered and has not changed since is left out.
    """
    everything = in_order(referrals)
    signs = _signs(client, everything, known, now, zone)
    told = (_told(sign, client, everything, known, now) for sign in signs)
    return sorted((s for s in told if not _answered(s, known, now)), key=lambda stall: _NEED.index(stall.pattern))


def has_stalled(
    client: Client, referrals: Iterable[Referral], known: Known, now: datetime, zone: ZoneInfo = _UTC
) -> bool:
    """Whether `stalled` finds anything. Where nothing was answered that is known without days, sessions and facts."""
    if known.answered:
        return bool(stalled(client, referrals, known, now, zone))
    return any(True for _ in _signs(client, list(referrals), known, now, zone))


def _signs(
    client: Client, referrals: Sequence[Referral], known: Known, now: datetime, zone: ZoneInfo
) -> Iterator[_Sign]:
    """Every pattern there is, answered or not."""
    if not client.active or client.hospital is Hospital.ADMITTED:
        return
    followed = [r for r in referrals if r.open and not r.held]
    standing = _standing(followed, client.sessions, now, known.limits, zone)
    alone = {r.id for r in followed if _without_contact(client, r, now, known.limits, zone)}
    for one in standing:
        yield from _of_one(one, alone, known.barriers.get(one.referral.id, ()))
    yield from _of_all(standing, known.limits)
    yield from _of_conditions(referrals, known.conditions, now, zone)


def _told(sign: _Sign, client: Client, referrals: Sequence[Referral], known: Known, now: datetime) -> Stall:
    """Of several referrals the least is told: how long the one stands that moved last."""
    since = max(one.since for one in sign.of)
    sessions = sessions_begun(client.sessions, since, now) if client.sessions and sign.counted else None
    stall = Stall(
        sign.pattern, tuple(one.referral.id for one in sign.of), max((now - since).days, 0), sessions, **sign.told
    )
    return replace(stall, facts=_facts(stall, client, referrals, known))


def _answered(stall: Stall, known: Known, now: datetime) -> bool:
    until = known.answered.get(stall.facts)
    return stall.facts in known.answered and (until is None or now < until)


def _facts(stall: Stall, client: Client, referrals: Iterable[Referral], known: Known) -> str:
    """A fingerprint of what a pattern rests on, time left out. A level of risk newly logged is a new fact."""
    about = [
        (r.id, r.state, r.moved_at, r.appointment_at, r.expected_on, r.heard_at, r.readings, known.conditions.get(r.id))
        for r in referrals
        if r.id in stall.referral_ids
    ]
    reported = [len(known.barriers.get(number, ())) for number in stall.referral_ids]
    facts = repr((stall.pattern.value, client.safety.level.value, client.safety.since, about, reported))
    return hashlib.sha256(facts.encode()).hexdigest()[:_FACTS_CHARACTERS]


def rests_until(stall: Stall, client: Client, limits: Limits, now: datetime) -> datetime:
    """Until when (UTC) a pattern that was talked over counts as answered; what danger makes pressing is soon back."""
    days = limits.days_without_schedule
    if stall.pattern is Pattern.SAFETY_WITHOUT_CONTACT:
        days = 1 if client.safety.acute else limits.safety_days
    return now + timedelta(days=days)


def in_need(cases: Iterable[Case]) -> list[Case]:
    """The cases in the order in which supervision takes them up, however they were given (clinical rule "stalled").

    At risk first, then what danger makes pressing, a rejection, the more patterns, the longest without movement.
    """
    return sorted(cases, key=_need)


def _need(case: Case) -> tuple[int, bool, bool, int, int, int]:
    level, patterns = case.client.safety.level, {stall.pattern for stall in case.stalls}
    waits = Pattern.SAFETY_WITHOUT_CONTACT not in patterns, Pattern.REJECTION not in patterns
    longest = max((stall.days for stall in case.stalls), default=0)
    return (_RISK.index(level), *waits, -len(patterns), -longest, case.client.id)


def _of_one(one: _Standing, alone: Collection[int], barriers: Sequence[Barrier]) -> Iterator[_Sign]:
    """What shows in one referral; `alone` are the ids of those `_without_contact`."""
    referral = one.referral
    if referral.id in alone:
        yield _Sign(Pattern.SAFETY_WITHOUT_CONTACT, [one])
    if needs_repair(referral):
        yield _Sign(Pattern.REJECTION, [one])
    if barriers and (barrier := _named_again(barriers)):
        yield _Sign(Pattern.SAME_BARRIER, [one], {"barrier": barrier})
    if referral.readings and trend(referral) is Trend.FALLING:
        *earlier, last = own_numbers(referral)  # falling is told from the last two before it
        yield _Sign(Pattern.READINESS_FALLING, [one], {"readiness_from": max(earlier[-2:]), "readiness_to": last})
    if one.still:
        yield _Sign(Pattern.NO_MOVEMENT, [one])


def _of_conditions(
    referrals: Iterable[Referral], conditions: Mapping[int, date], now: datetime, zone: ZoneInfo
) -> Iterator[_Sign]:
    """A "no" to a condition goes back to supervision, and so does its review once the day has come."""
    for referral in referrals if conditions else ():
        review_on = conditions.get(referral.id)
        if review_on is None:
            continue
        of = [_Standing(referral, referral.moved_at, still=False)]
        if referral.state is State.DECLINED:
            yield _Sign(Pattern.CONDITION_DECLINED, of, counted=False)
        elif review_on <= now.astimezone(zone).date():
            yield _Sign(Pattern.REVIEW_DUE, of, counted=False)


def _of_all(standing: Sequence[_Standing], limits: Limits) -> Iterator[_Sign]:
    """A pile of which nothing moved; one more that was only suggested lately does not make it move."""
    still = [one for one in standing if one.still]
    moved = any(not one.still and one.referral.state is not State.SUGGESTED for one in standing)
    if len(still) >= limits.open and not moved:
        yield _Sign(Pattern.NONE_MOVED, still)


def _standing(
    referrals: Sequence[Referral], rule: SessionRule | None, now: datetime, limits: Limits, zone: ZoneInfo
) -> list[_Standing]:
    """How each stands: still after so many sessions and days, or so many days for which no schedule is known."""
    known = _schedule_known(rule, now) if referrals else now
    days, unscheduled = timedelta(days=limits.days), timedelta(days=limits.days_without_schedule)
    found = []
    for referral in referrals:
        since = _since(referral, zone)
        still = known - since >= unscheduled or (now - since >= days and _passed(rule, since, now, limits.sessions))
        found.append(_Standing(referral, since, still))
    return found


def _since(referral: Referral, zone: ZoneInfo) -> datetime:
    """Since when (UTC) it has stood still: an appointment or an expected day still to come is no standstill.

    Time at rest was taken off `moved_at` when the rest ended (clinical rule "holds").
    """
    since = max(referral.moved_at, referral.appointment_at or referral.moved_at)
    return max(since, local_instant(referral.expected_on, time(), zone)) if referral.expected_on else since


def _schedule_known(rule: SessionRule | None, now: datetime) -> datetime:
    """Until when (UTC, `now` at the latest) there was no session schedule; a pause without an end is none either."""
    if rule is None or next_session(rule, now) is None:
        return now
    return min(local_instant(rule.starts_on, time(), rule.zone), now)


def _passed(rule: SessionRule | None, since: datetime, now: datetime, sessions: int) -> bool:
    """Whether so many sessions, one at least, have begun by `now`; a year of them need not be counted for that."""
    if rule is None:
        return False
    last = next(islice(sessions_after(rule, since), sessions - 1, None), None)
    return last is not None and last <= now


def _without_contact(client: Client, referral: Referral, now: datetime, limits: Limits, zone: ZoneInfo) -> bool:
    """Whether nobody was in touch with a service that reduces danger or is to be enough for now.

    A week after it was recommended, or taken up again; at acute risk on the day after that or after the risk became
    acute, whichever came later. Agreeing to go is not contact, and begins no new week.
    """
    if referral.state not in _BEFORE_CONTACT or not (reduces_danger(referral) or referral.sufficient):
        return False
    since = referral.moved_at if referral.state is State.SUGGESTED else referral.created_at
    if now - since >= timedelta(days=limits.safety_days):
        return True
    pressing = max(since, client.safety.since or since)
    return client.safety.acute and now.astimezone(zone).date() > pressing.astimezone(zone).date()


def _named_again(barriers: Sequence[Barrier]) -> Barrier | None:
    """The barrier that was reported more than once, the one named last if there are several."""
    return next((barriers[i] for i in reversed(range(len(barriers))) if barriers[i] in barriers[:i]), None)
