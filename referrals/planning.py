"""The messages to come about one client. Serves clinical rule "timing".

Before and after the first session from the instant a referral may come up again; the morning after an appointment;
where no session is known by stage, in working hours. Beside them stand what concerns the client herself, at risk or
around a stay in hospital; what comes back, a referral after its rest or a "not now" on the day it was left for; what
the therapist put off to a day of her own; and, of what stayed unanswered twice, a line in the Monday digest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import cache
from types import MappingProxyType

from referrals.asking import NOBODY, check_kind, may_be_asked, may_come_back, to_raise
from referrals.client import Client, Hospital
from referrals.habits import Habits
from referrals.hours import WorkingHours
from referrals.model import Hold, Referral
from referrals.order import in_order
from referrals.safety import cannot_wait
from referrals.sessions import local_instant, next_session
from referrals.stalled import NOTHING_KNOWN, Known, stalled
from referrals.supervision import Look, eve, is_case, last_look, once_over
from referrals.timing import (
    FIRST_ASK,
    LONGEST_SILENCE,
    QUESTIONS,
    SOON,
    UNANSWERED_BEFORE_DIGEST,
    NudgeKind,
    Planned,
    Taken,
    reminder_of,
    stands_still,
)

_WEEK = timedelta(days=7)
# Longer than any pattern takes; a question about what is open comes meanwhile, and with it a new plan.
_EVES_AHEAD = 6
NEVER: Mapping[int, datetime] = MappingProxyType({})


def plan(
    client: Client,
    referrals: Iterable[Referral],
    habits: Habits,
    now: datetime,
    taken: Collection[Taken] = (),
    quiet: Collection[int] = NOBODY,
    asked_at: Mapping[int, datetime] = NEVER,
    known: Known = NOTHING_KNOWN,
) -> list[Planned]:
    """The next message of each kind about one client, soonest first, each at the instant its own rule wants it.

    `referrals` are the client's; those that ended or rest are passed over. `taken` is what had its message already:
    no rule about a referral speaks twice on one date, however the clock is set. `quiet` are the ids of those that
    stayed unanswered twice; `asked_at` says when each was last asked about (UTC), `known` what makes a case for
    supervision. Nothing is planned once the work has ended; in hospital only the question whether she still is.
    """
    if not client.active:
        return []
    hours, everything = habits.hours, in_order(referrals)
    to_come = [*_about_client(client, hours)]
    if client.hospital is not Hospital.ADMITTED:
        asked = [r for r in everything if may_be_asked(client, r)]
        # What serves an acute case is asked about however often it stays unanswered.
        lively = [r for r in asked if client.safety.acute or not (r.id in quiet or stands_still(r))]
        waiting = [r for r in lively if r.appointment_at is None and r.remind_at is None]
        to_come += _after_appointments(lively, hours, taken)
        to_come += _around_sessions(client, waiting, habits, now, taken) or _by_stage(waiting, hours, now, taken)
        to_come += _put_off(asked, hours, now, taken)
        to_come += _digest([r for r in asked if r not in lively and r.remind_at is None], hours, now, taken)
        last = list(_before_forgotten(lively, hours, now, taken, asked_at))
        to_come += [item for item in last if not _asked_before(item, to_come)]
        to_come += _returning(client, everything, hours, now, taken)
        to_come += _revisits(client, everything, hours, now, taken)
        to_come += _for_supervision(client, everything, known, habits, now, taken)
    return sorted(to_come, key=lambda planned: planned.due_at)


def _about_client(client: Client, hours: WorkingHours) -> Iterator[Planned]:
    """The next look after the client herself, at `check_at` to the instant: each look moves that on.

    What already went out on that date does not count: a risk that turns acute in the afternoon has its look the same
    day, whatever the morning asked (clinical rule "acute").
    """
    if client.check_at is not None:
        day = hours.local_date(client.check_at)
        yield Planned(check_kind(client), client.check_at, day, None, urgent=cannot_wait(client))


def _returning(
    client: Client, referrals: Iterable[Referral], hours: WorkingHours, now: datetime, taken: Collection[Taken]
) -> Iterator[Planned]:
    """After a stand-down the first that rests comes back; the next only after it (clinical rule "holds")."""
    first = next((r for r in referrals if r.held and r.hold is Hold.RISK), None)
    if first is None or client.safety.acute or client.safety.return_at is None:
        return
    due = hours.next_open(max(client.safety.return_at, now))
    while (NudgeKind.RETURN, None, hours.local_date(due)) in taken:
        due = hours.next_morning(due)
    yield Planned(NudgeKind.RETURN, due, hours.local_date(due), first.id)


def _revisits(
    client: Client, referrals: Iterable[Referral], hours: WorkingHours, now: datetime, taken: Collection[Taken]
) -> Iterator[Planned]:
    """A "not now" on the day it was left for, once (clinical rule "not now"); at acute risk it waits."""
    came = {(about, day) for kind, about, day in taken if kind is NudgeKind.REVISIT}
    for referral in referrals:
        left_for = referral.revisit_on
        if left_for and may_come_back(client, referral):
            due = hours.next_open(max(local_instant(left_for, time(), hours.zone), now))
            if not any(about == referral.id and day >= left_for for about, day in came):
                yield Planned(NudgeKind.REVISIT, due, hours.local_date(due), referral.id)


def _after_appointments(
    referrals: Iterable[Referral], hours: WorkingHours, taken: Collection[Taken]
) -> Iterator[Planned]:
    for referral in referrals:
        if referral.appointment_at and referral.next_check_at:
            due = hours.next_open(max(hours.next_morning(referral.appointment_at), referral.next_check_at))
            while (NudgeKind.AFTER_APPOINTMENT, referral.id, hours.local_date(due)) in taken:
                due = hours.next_morning(due)
            yield Planned(NudgeKind.AFTER_APPOINTMENT, due, hours.local_date(due), referral.id)


def _around_sessions(
    client: Client, referrals: list[Referral], habits: Habits, now: datetime, taken: Collection[Taken]
) -> list[Planned]:
    """Empty without sessions to ask around: none are known, or they pause without an end."""
    checks = [r.next_check_at for r in referrals if r.next_check_at]
    if not checks or client.sessions is None:
        return []
    moment = timedelta(microseconds=1)
    found: list[Planned] = []
    # The question after the session now going on is still to come; its brief is not.
    offsets = ((NudgeKind.BEFORE_SESSION, -habits.lead), (NudgeKind.AFTER_SESSION, habits.session_length))
    for kind, offset in offsets:
        session_at = next_session(client.sessions, max(now - offset, min(checks) - moment))
        while session_at and (kind, None, habits.hours.local_date(session_at + offset)) in taken:
            session_at = next_session(client.sessions, session_at)
        if session_at:
            due = session_at + offset
            raised = to_raise(client, referrals, session_at)[0]
            found.append(Planned(kind, due, habits.hours.local_date(due), raised.id, session_at))
    return found


def _put_off(
    referrals: Iterable[Referral], hours: WorkingHours, now: datetime, taken: Collection[Taken]
) -> Iterator[Planned]:
    """What the therapist put off to a day of her own comes then, session or not."""
    for referral in referrals:
        if referral.remind_at is not None and referral.appointment_at is None:
            due = hours.next_open(max(referral.remind_at, now))
            while (NudgeKind.LATER, referral.id, hours.local_date(due)) in taken:
                due = hours.next_morning(due)
            yield Planned(NudgeKind.LATER, due, hours.local_date(due), referral.id)


def _digest(
    referrals: Iterable[Referral], hours: WorkingHours, now: datetime, taken: Collection[Taken]
) -> Iterator[Planned]:
    """What stayed unanswered twice, or has not moved for long, waits for the first working morning of a week."""
    for referral in referrals:
        due = _week_opens(hours, max(_midnight(referral.next_check_at or now, hours), now))
        while (NudgeKind.DIGEST, referral.id, hours.local_date(due)) in taken:
            due = _week_opens(hours, due + timedelta(days=1))
        yield Planned(NudgeKind.DIGEST, due, hours.local_date(due), referral.id)


def _before_forgotten(
    referrals: Iterable[Referral],
    hours: WorkingHours,
    now: datetime,
    taken: Collection[Taken],
    asked_at: Mapping[int, datetime],
) -> Iterator[Planned]:
    """Whatever else takes its turn, the last digest before LONGEST_SILENCE is over brings it.

    Others may be raised at each session before it, or no session take place for weeks (clinical rule "attention").
    """
    for referral in referrals:
        if referral.appointment_at is None and referral.remind_at is None:
            silent_since = max(referral.moved_at, asked_at.get(referral.id, referral.moved_at))
            latest = max(silent_since + LONGEST_SILENCE - _WEEK, _midnight(referral.next_check_at or now, hours), now)
            due = _week_opens(hours, latest)
            while (NudgeKind.DIGEST, referral.id, hours.local_date(due)) in taken:
                due = _week_opens(hours, due + timedelta(days=1))
            yield Planned(NudgeKind.DIGEST, due, hours.local_date(due), referral.id)


def _asked_before(last: Planned, planned: Iterable[Planned]) -> bool:
    """Whether another question about the same referral comes first."""
    return any(
        item.kind in QUESTIONS and item.referral_id == last.referral_id and item.due_at <= last.due_at
        for item in planned
    )


def _midnight(at: datetime, hours: WorkingHours) -> datetime:
    """The beginning (UTC) of the date of `at`: a digest does not wait a week for an hour."""
    return local_instant(hours.local_date(at), time(), hours.zone)


def _for_supervision(
    client: Client,
    referrals: Sequence[Referral],
    known: Known,
    habits: Habits,
    now: datetime,
    taken: Collection[Taken],
) -> Iterator[Planned]:
    """The look at the case before a supervision; once it was shown, another an hour before, and what was decided.

    Serves clinical rule "stalled". A case on which nothing is said is not planned anew before it stalls, so several
    supervisions are looked through for it; the monthly ask of who has no slot knows only what has stalled by now.
    """
    stalls = cache(
        lambda at: stalled(client, referrals, known, at, habits.zone)
    )  # most looks are from the same instant
    look = eve(habits, now)
    for _ in range(_EVES_AHEAD):
        if look is None:
            break
        seen = stalls(look.due_at if look.meets_at else now)
        if is_case(client, seen, look.meets_at or look.due_at) and not _taken(
            NudgeKind.SUPERVISION, look, habits, taken
        ):
            yield _of_case(NudgeKind.SUPERVISION, look, habits)
            break
        look = eve(habits, look.due_at + timedelta(days=1))
    if client.raised_at is None or _asked_enough(client.raised_at, habits, taken):
        return
    for kind, following in ((NudgeKind.SUPERVISION_SOON, last_look), (NudgeKind.DECISION, once_over)):
        look = following(habits, now)
        if look is None or look.meets_at is None or client.raised_at >= look.meets_at:
            continue
        if is_case(client, stalls(now), look.meets_at) and not _taken(kind, look, habits, taken):
            yield _of_case(kind, look, habits)


def _asked_enough(raised_at: datetime, habits: Habits, taken: Collection[Taken]) -> bool:
    """A question that twice had no answer is not put again; the look before each supervision still shows the case."""
    since = habits.hours.local_date(raised_at)
    asked = [day for kind, _, day in taken if kind is NudgeKind.DECISION and day >= since]
    return len(asked) >= UNANSWERED_BEFORE_DIGEST


def _of_case(kind: NudgeKind, look: Look, habits: Habits) -> Planned:
    return Planned(kind, look.due_at, habits.hours.local_date(look.due_at), None)


def _taken(kind: NudgeKind, look: Look, habits: Habits, taken: Collection[Taken]) -> bool:
    return (kind, None, habits.hours.local_date(look.due_at)) in taken


def _week_opens(hours: WorkingHours, at: datetime) -> datetime:
    """The first opening (UTC) of a week that comes at or after `at`."""
    monday = hours.local_date(at) - timedelta(days=hours.local_date(at).weekday())
    while (opens := hours.next_open(local_instant(monday, time(), hours.zone))) < at:
        monday += timedelta(days=7)
    return opens


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
    """When it may be asked about without a session; what is wanted soon is not left to rest as long as the others."""
    rested = referral.created_at + FIRST_ASK
    reminder = reminder_of(referral.wanted_by)
    if reminder:
        rested = min(rested, max(reminder, referral.created_at + SOON))
    return max(referral.next_check_at or rested, rested)
