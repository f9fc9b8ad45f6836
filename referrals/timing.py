"""When to ask again. Serves clinical rule "timing": around sessions where they are known, never in between.

A referral's `next_check_at` is the earliest instant it may come up again. The plan of a client turns that into the
messages to come: before and after the first session from then on; the day after an appointment; and, where no session
is known, by stage, in working hours. Beside them stand what concerns the client herself, at risk or around a stay in
hospital, and what comes back: a referral after its rest, a "not now" on the day it was left for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from referrals.client import Client, Hospital
from referrals.hours import WorkingHours
from referrals.model import Hold, Referral, State
from referrals.order import Urgency, in_order, reduces_danger, urgency
from referrals.sessions import SESSION_LENGTH, local_instant, next_session

BRIEF_LEAD = timedelta(minutes=30)
# A new referral without sessions to ask around rests this long; the first seven days matter most.
FIRST_ASK = timedelta(days=5)
_SOON = timedelta(days=1)
# Shorter than a week where the next weekly session should bring the question.
_ASK_AGAIN = {
    State.SUGGESTED: timedelta(days=5),
    State.AGREED: timedelta(days=3),
    State.CONTACTED: timedelta(days=6),
    State.WAITLISTED: timedelta(days=27),
    State.SCHEDULED: timedelta(days=6),
}
# However others are wished for or placed first, after this long in waiting a referral has its turn.
LONGEST_WAIT = timedelta(days=21)
_UNANSWERED = timedelta(days=1)
# What is wanted by a day is asked about a week before it at the latest.
_BEFORE_DEADLINE = timedelta(days=7)


class NudgeKind(StrEnum):
    BEFORE_SESSION = "before_session"
    AFTER_SESSION = "after_session"
    AFTER_APPOINTMENT = "after_appointment"
    BY_STAGE = "by_stage"
    SAFETY_CHECK = "safety_check"
    HOSPITAL = "hospital"
    RETURN = "return"
    REVISIT = "revisit"

    @property
    def about_client(self) -> bool:
        """Whether it asks after the client herself, and not about a referral."""
        return self in {NudgeKind.SAFETY_CHECK, NudgeKind.HOSPITAL}


# Each referral has its own of these; of the others a client has one a day.
OF_ONE_REFERRAL = frozenset({NudgeKind.AFTER_APPOINTMENT, NudgeKind.REVISIT})


@dataclass(frozen=True, slots=True)
class Planned:
    """A message to come.

    `due_at` is UTC, `local_date` its date for the therapist, `session_at` the start (UTC) of the session it belongs to.
    """

    kind: NudgeKind
    due_at: datetime
    local_date: date
    referral_id: int | None
    session_at: datetime | None = None


# A kind of message that went out, the referral it is bound to (None where a client has one a day), and its local date.
Taken = tuple[NudgeKind, int | None, date]


def ask_after(referral: Referral, now: datetime) -> datetime | None:
    """The earliest instant to ask again once an answer came at `now`; None when it ended or is on hold."""
    if referral.appointment_at is not None:
        return max(referral.appointment_at, now)
    wait = _ASK_AGAIN.get(referral.state)
    if wait is None:
        return None
    return _no_later_than_wanted(referral, now + wait, now)


def ask_after_silence(kind: NudgeKind, referral: Referral, now: datetime) -> datetime | None:
    """The earliest instant to ask again once a question went out at `now`, should it stay unanswered."""
    wait = _UNANSWERED if kind is NudgeKind.AFTER_SESSION else _ASK_AGAIN.get(referral.state, FIRST_ASK)
    return _no_later_than_wanted(referral, now + wait, now)


def plan(
    client: Client,
    referrals: Iterable[Referral],
    hours: WorkingHours,
    now: datetime,
    taken: Collection[Taken] = (),
) -> list[Planned]:
    """The next message of each kind about one client, soonest first.

    `referrals` are the client's; those that ended or rest are passed over. `taken` is what had its message already: no
    rule about a referral speaks twice on one date, however the clock is set. Nothing is planned once the work has
    ended; in hospital only the question whether she still is.
    """
    if not client.active:
        return []
    everything = in_order(referrals)
    to_come = [*_about_client(client, hours)]
    if client.hospital is not Hospital.ADMITTED:
        asked = [r for r in everything if may_be_asked(client, r)]
        waiting = [r for r in asked if r.appointment_at is None]
        to_come += _after_appointments(asked, hours, taken)
        to_come += _around_sessions(client, waiting, hours, now, taken) or _by_stage(waiting, hours, now, taken)
        to_come += _returning(client, everything, hours, now, taken)
        to_come += _revisits(client, everything, hours, now, taken)
    return sorted(to_come, key=lambda planned: planned.due_at)


def may_be_asked(client: Client, referral: Referral) -> bool:
    """Whether the referral itself may come up: open, not at rest, and at acute risk only what serves it.

    Serves clinical rule "holds": what was not yet confirmed as held is not encouraged either.
    """
    if not referral.open or referral.held or referral.next_check_at is None:
        return False
    return not client.safety.acute or referral.sufficient or reduces_danger(referral)


def may_come_back(client: Client, referral: Referral) -> bool:
    """Whether a "not now" may be asked about again: it has ended, and at acute risk only if it reduces that."""
    return not referral.open and (not client.safety.acute or reduces_danger(referral))


def to_raise(client: Client, referrals: Iterable[Referral], session_at: datetime) -> list[Referral]:
    """Which referrals the session that starts at `session_at` (UTC) may bring up, the one to raise first.

    Danger comes first; then whatever has waited LONGEST_WAIT to be asked about, so that no wish and no placing silences
    the others for good; then the therapist's own order, stability and the client's wish; then the longest unasked
    (clinical rule "order").
    """
    waiting = [
        (r.next_check_at, r)
        for r in in_order(referrals)
        if may_be_asked(client, r) and r.appointment_at is None and r.next_check_at and r.next_check_at <= session_at
    ]
    return [r for _, r in sorted(waiting, key=lambda one: _turn(one[1], one[0], session_at))]


def _turn(referral: Referral, due: datetime, session_at: datetime) -> tuple[bool, bool, Urgency, datetime]:
    return (not reduces_danger(referral), session_at - due < LONGEST_WAIT, urgency(referral), due)


def check_kind(client: Client) -> NudgeKind:
    """What a look after the client asks: her risk; or, in hospital and after it where nothing is acute, the stay."""
    after_stay = client.hospital is Hospital.DISCHARGED and not client.safety.acute
    return NudgeKind.HOSPITAL if client.hospital is Hospital.ADMITTED or after_stay else NudgeKind.SAFETY_CHECK


def _about_client(client: Client, hours: WorkingHours) -> Iterator[Planned]:
    """The next look after the client herself, at `check_at` to the instant: each look moves that on.

    What already went out on that date does not count: a risk that turns acute in the afternoon has its look the same
    day, whatever the morning asked (clinical rule "acute").
    """
    if client.check_at is not None:
        yield Planned(check_kind(client), client.check_at, hours.local_date(client.check_at), None)


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
            due = hours.next_morning(max(referral.appointment_at, referral.next_check_at))
            while (NudgeKind.AFTER_APPOINTMENT, referral.id, hours.local_date(due)) in taken:
                due = hours.next_morning(due)
            yield Planned(NudgeKind.AFTER_APPOINTMENT, due, hours.local_date(due), referral.id)


def _around_sessions(
    client: Client,
    referrals: list[Referral],
    hours: WorkingHours,
    now: datetime,
    taken: Collection[Taken],
) -> list[Planned]:
    """Empty without sessions to ask around: none are known, or they pause without an end."""
    checks = [r.next_check_at for r in referrals if r.next_check_at]
    if not checks or client.sessions is None:
        return []
    moment = timedelta(microseconds=1)
    found: list[Planned] = []
    # The question after the session now going on is still to come; its brief is not.
    for kind, offset in ((NudgeKind.BEFORE_SESSION, -BRIEF_LEAD), (NudgeKind.AFTER_SESSION, SESSION_LENGTH)):
        session_at = next_session(client.sessions, max(now - offset, min(checks) - moment))
        while session_at and (kind, None, hours.local_date(session_at + offset)) in taken:
            session_at = next_session(client.sessions, session_at)
        if session_at:
            due = session_at + offset
            raised = to_raise(client, referrals, session_at)[0]
            found.append(Planned(kind, due, hours.local_date(due), raised.id, session_at))
    return found


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


def _no_later_than_wanted(referral: Referral, at: datetime, now: datetime) -> datetime:
    """`at`, or the day of the client's own that comes before it; never one that has passed at `now`."""
    sooner = (_midnight(referral.expected_on), _reminder_of(referral.wanted_by))
    return min([at, *(day for day in sooner if day and day > now)])


def _reminder_of(wanted_by: date | None) -> datetime | None:
    return _midnight(wanted_by - _BEFORE_DEADLINE) if wanted_by else None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=UTC) if day else None


def _rested(referral: Referral) -> datetime:
    """When it may be asked about without a session; what is wanted soon is not left to rest as long as the others."""
    rested = referral.created_at + FIRST_ASK
    reminder = _reminder_of(referral.wanted_by)
    if reminder:
        rested = min(rested, max(reminder, referral.created_at + _SOON))
    return max(referral.next_check_at or rested, rested)
