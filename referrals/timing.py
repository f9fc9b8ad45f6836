"""When to ask again. Serves clinical rule "timing": around sessions where they are known, never in between.

A referral's `next_check_at` is the earliest instant it may come up again. The plan of a client turns that into the
messages to come: before and after the first session from then on; the day after an appointment; and, where no session
rule is known, by stage, in working hours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from referrals.hours import WorkingHours
from referrals.model import Referral, State
from referrals.order import in_order, urgency
from referrals.sessions import SESSION_LENGTH, SessionRule, next_session

BRIEF_LEAD = timedelta(minutes=30)
# A new referral without sessions to ask around rests this long; the first seven days matter most.
FIRST_ASK = timedelta(days=5)
# Shorter than a week where the next weekly session should bring the question.
_ASK_AGAIN = {
    State.SUGGESTED: timedelta(days=5),
    State.AGREED: timedelta(days=3),
    State.CONTACTED: timedelta(days=6),
    State.WAITLISTED: timedelta(days=27),
    State.SCHEDULED: timedelta(days=6),
}
_UNANSWERED = timedelta(days=1)


class NudgeKind(StrEnum):
    BEFORE_SESSION = "before_session"
    AFTER_SESSION = "after_session"
    AFTER_APPOINTMENT = "after_appointment"
    BY_STAGE = "by_stage"


@dataclass(frozen=True, slots=True)
class Planned:
    """A message to come.

    `due_at` is UTC, `local_date` its date for the therapist, `session_at` the start (UTC) of the session it belongs to.
    """

    kind: NudgeKind
    due_at: datetime
    local_date: date
    referral_id: int
    session_at: datetime | None = None


# A kind of message that went out, the referral it is bound to (None where a client has one a day), and its local date.
Taken = tuple[NudgeKind, int | None, date]


def ask_after(referral: Referral, now: datetime) -> datetime | None:
    """The earliest instant to ask again once an answer came at `now`; None when it ended or is on hold."""
    if referral.appointment_at is not None:
        return max(referral.appointment_at, now)
    wait = _ASK_AGAIN.get(referral.state)
    return now + wait if wait else None


def ask_after_silence(kind: NudgeKind, referral: Referral, now: datetime) -> datetime | None:
    """The earliest instant to ask again once a question went out at `now`, should it stay unanswered."""
    return now + (_UNANSWERED if kind is NudgeKind.AFTER_SESSION else _ASK_AGAIN.get(referral.state, FIRST_ASK))


def plan(
    referrals: Iterable[Referral],
    rule: SessionRule | None,
    hours: WorkingHours,
    now: datetime,
    taken: Collection[Taken] = (),
) -> list[Planned]:
    """The next message of each kind about one client, soonest first.

    `referrals` are the client's; those that ended or rest are passed over. `taken` is what had its message already: no
    rule speaks twice on one date, however the clock is set.
    """
    asked = [r for r in in_order(referrals) if r.open and r.next_check_at is not None and r.state is not State.ON_HOLD]
    waiting = [r for r in asked if r.appointment_at is None]
    to_come = [*_after_appointments(asked, hours, taken)]
    to_come += _around_sessions(waiting, rule, hours, now, taken) if rule else _by_stage(waiting, hours, now, taken)
    return sorted(to_come, key=lambda planned: planned.due_at)


def to_raise(referrals: Iterable[Referral], session_at: datetime) -> list[Referral]:
    """Which referrals the session that starts at `session_at` (UTC) may bring up, the one to raise first.

    What reduces danger or steadies comes first; among the rest the one that has waited longest to be asked about, so
    that a "not ready" for one does not keep the others from ever being raised (clinical rule "order").
    """
    waiting = [
        (r.next_check_at, r)
        for r in in_order(referrals)
        if r.open and r.appointment_at is None and r.next_check_at is not None and r.next_check_at <= session_at
    ]
    return [r for _, r in sorted(waiting, key=lambda due: (*urgency(due[1]), due[0]))]


def _after_appointments(
    referrals: Iterable[Referral], hours: WorkingHours, taken: Collection[Taken]
) -> Iterator[Planned]:
    for referral in referrals:
        if referral.appointment_at and referral.next_check_at:
            due = hours.next_morning(max(referral.appointment_at, referral.next_check_at))
            while (NudgeKind.AFTER_APPOINTMENT, referral.id, hours.local_date(due)) in taken:
                due = hours.next_morning(due)
            yield Planned(NudgeKind.AFTER_APPOINTMENT, due, hours.local_date(due), referral.id)


def _around_sessions(
    referrals: list[Referral],
    rule: SessionRule,
    hours: WorkingHours,
    now: datetime,
    taken: Collection[Taken],
) -> Iterator[Planned]:
    checks = [r.next_check_at for r in referrals if r.next_check_at]
    if not checks:
        return
    moment = timedelta(microseconds=1)
    # The question after the session now going on is still to come; its brief is not.
    for kind, offset in ((NudgeKind.BEFORE_SESSION, -BRIEF_LEAD), (NudgeKind.AFTER_SESSION, SESSION_LENGTH)):
        session_at = next_session(rule, max(now - offset, min(checks) - moment))
        while (kind, None, hours.local_date(session_at + offset)) in taken:
            session_at = next_session(rule, session_at)
        due = session_at + offset
        yield Planned(kind, due, hours.local_date(due), to_raise(referrals, session_at)[0].id, session_at)


def _by_stage(
    referrals: list[Referral], hours: WorkingHours, now: datetime, taken: Collection[Taken]
) -> Iterator[Planned]:
    if not referrals:
        return
    first = min(referrals, key=_rested)
    due = hours.next_open(max(_rested(first), now))
    while (NudgeKind.BY_STAGE, None, hours.local_date(due)) in taken:
        due = hours.next_morning(due)
    yield Planned(NudgeKind.BY_STAGE, due, hours.local_date(due), first.id)


def _rested(referral: Referral) -> datetime:
    rested = referral.created_at + FIRST_ASK
    return max(referral.next_check_at or rested, rested)
