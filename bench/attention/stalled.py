"""Which cases have stalled, by the simulation's own log: what a message before supervision should name.

Serves to check the bot's answer to clinical rule "stalled", so it is worked out here anew and not by the bot's rules.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bench.attention.chronicle import Chronicle, Followed
from bench.attention.phone import Told
from bench.attention.year import BEGINS, at, local_day
from referrals.lifecycle import Report
from referrals.model import Purpose, Step

_SESSIONS, _WITH_SESSIONS, _WITHOUT = 3, timedelta(days=14), timedelta(days=21)
_FALL = 2
_MANY = 3
_NO_CONTACT = timedelta(days=7)
_ENDS = {Step.WENT, Step.DECLINED, Step.DROPPED, Step.UNAVAILABLE}
_CONTACT = {Step.CONTACTED, Step.WAITLISTED, Step.BOOKED, Step.WENT, Step.MISSED}
# Where a report leaves a referral; those that leave it where it stood are not among them.
_PLACE = {
    Step.AGREED: 1,
    Step.NOT_READY: 0,
    Step.CONTACTED: 2,
    Step.MISSED: 2,
    Step.WAITLISTED: 3,
    Step.BOOKED: 4,
}
BEGINNING = at(BEGINS, time())
_OPENINGS = ("Supervision tomorrow", "Supervision on")  # the hour before it only the codes are said once more


@dataclass(frozen=True, slots=True)
class Case:
    """A client's code, and what makes hers a case for supervision."""

    code: str
    reasons: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """Over all messages before supervision: cases that had stalled by then, and those of them that were named."""

    stalled: int
    shown: int


def stalled_cases(walked: Chronicle, now: datetime) -> list[Case]:
    """The cases that have stalled at `now` (UTC), by what was typed and tapped until then; what rests is left out."""
    reasons: defaultdict[str, set[str]] = defaultdict(set)
    unmoved: Counter[str] = Counter()
    moved: set[str] = set()
    for one in walked.followed.values():
        said = [(told_at, report) for told_at, report in one.reports if told_at <= now]
        if one.need.logged_at > now or one.life.acute(now) or any(report.step in _ENDS for _, report in said):
            continue
        code = one.need.code
        reasons[code] |= set(_of_one(one, said, now))
        if _moved_at(one, said) > one.need.logged_at:
            moved.add(code)
        elif _rests_too_long(one, one.need.logged_at, now):
            unmoved[code] += 1
    for several in (code for code, number in unmoved.items() if number >= _MANY and code not in moved):
        reasons[several].add("several open, none moved")
    return [Case(client, frozenset(why)) for client, why in sorted(reasons.items()) if why]


def shown_at_supervision(walked: Chronicle) -> Shown | None:
    """How many stalled cases the messages before supervision named; None if the bot sent none."""
    before = [told for told in walked.messages if told.text.startswith(_OPENINGS)]
    if not before:
        return None
    pairs = [(case, told) for told in before for case in stalled_cases(walked, told.at)]
    return Shown(len(pairs), sum(_names(told, case) for case, told in pairs))


def _names(told: Told, case: Case) -> bool:
    return case.code in told.text.replace(",", " ").replace(":", " ").split()


def _of_one(one: Followed, said: Sequence[tuple[datetime, Report]], now: datetime) -> Iterator[str]:
    if not _has_a_day(said, now) and _rests_too_long(one, max(_moved_at(one, said), _last_day(said)), now):
        yield "no movement"
    barriers = Counter(report.barrier for _, report in said if report.barrier is not None)
    if max(barriers.values(), default=0) >= 2:
        yield "the same barrier twice"
    numbers = [value for told_at, value in one.need.readings if told_at <= now]
    if len(numbers) >= 2 and numbers[-2] - numbers[-1] >= _FALL:
        yield "readiness falling"
    without_contact = not any(report.step in _CONTACT for _, report in said)
    if one.purpose is Purpose.CRISIS and without_contact and now - one.need.logged_at >= _NO_CONTACT:
        yield "no contact"


def _last_day(said: Sequence[tuple[datetime, Report]]) -> datetime:
    """The appointment or expected day it waited for: until then nothing stood still."""
    last = said[-1][1] if said else Report(Step.NOT_READY)
    expected = at(last.on, time()) if last.on else BEGINNING
    return max(expected, last.appointment_at or BEGINNING)


def _has_a_day(said: Sequence[tuple[datetime, Report]], now: datetime) -> bool:
    """Whether it waits for an appointment or an expected day that is still to come."""
    last = said[-1][1] if said else None
    if last is None:
        return False
    return bool((last.appointment_at and last.appointment_at > now) or (last.on and last.on > local_day(now)))


def _rests_too_long(one: Followed, since: datetime, now: datetime) -> bool:
    if one.life.rule is None:
        return now - since >= _WITHOUT
    sessions = sum(met.came and met.begins > since and met.ends <= now for met in one.life.met)
    return sessions >= _SESSIONS and now - since >= _WITH_SESSIONS


def _moved_at(one: Followed, said: Sequence[tuple[datetime, Report]]) -> datetime:
    place, moved_at = 0, one.need.logged_at
    for told_at, report in said:
        to = _PLACE.get(report.step, place)
        if to != place:
            place, moved_at = to, told_at
    return moved_at
