"""The kinds of message, and when a referral may come up again. Serves clinical rule "timing".

A referral's `next_check_at` is the earliest instant it may be asked about again; `referrals.planning` turns that into
the messages to come, `referrals.attention` into the therapist's day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from referrals.model import Referral, State

# A new referral without sessions to ask around rests this long; the first seven days matter most.
FIRST_ASK = timedelta(days=5)
SOON = timedelta(days=1)
# Shorter than a week where the next weekly session should bring the question.
_ASK_AGAIN = {
    State.SUGGESTED: timedelta(days=5),
    State.AGREED: timedelta(days=3),
    State.CONTACTED: timedelta(days=6),
    State.WAITLISTED: timedelta(days=27),
    State.SCHEDULED: timedelta(days=6),
}
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
    LATER = "later"
    DIGEST = "digest"

    @property
    def about_client(self) -> bool:
        """Whether it asks after the client herself, and not about a referral."""
        return self in {NudgeKind.SAFETY_CHECK, NudgeKind.HOSPITAL}


# Each referral has its own of these; of the others a client has one a day.
OF_ONE_REFERRAL = frozenset({NudgeKind.AFTER_APPOINTMENT, NudgeKind.REVISIT, NudgeKind.LATER, NudgeKind.DIGEST})
# Those that ask how far a referral has come.
QUESTIONS = frozenset(
    {
        NudgeKind.AFTER_SESSION,
        NudgeKind.AFTER_APPOINTMENT,
        NudgeKind.BY_STAGE,
        NudgeKind.LATER,
        NudgeKind.DIGEST,
    }
)
# After so many in a row without an answer a referral waits for the Monday digest.
UNANSWERED_BEFORE_DIGEST = 2


@dataclass(frozen=True, slots=True)
class Planned:
    """Something to say, and when its own rule wants it said.

    `due_at` is UTC, `local_date` its date for the therapist, `session_at` the start (UTC) of the session it belongs to;
    `urgent` what danger makes wait for nothing (clinical rule "acute").
    """

    kind: NudgeKind
    due_at: datetime
    local_date: date
    referral_id: int | None
    session_at: datetime | None = None
    urgent: bool = False


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


def _no_later_than_wanted(referral: Referral, at: datetime, now: datetime) -> datetime:
    """`at`, or the day of the client's own that comes before it; never one that has passed at `now`."""
    sooner = (_midnight(referral.expected_on), reminder_of(referral.wanted_by))
    return min([at, *(day for day in sooner if day and day > now)])


def reminder_of(wanted_by: date | None) -> datetime | None:
    """When to ask at the latest about what is wanted by a day; None where it is wanted by none."""
    return _midnight(wanted_by - _BEFORE_DEADLINE) if wanted_by else None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=UTC) if day else None
