"""The kinds of message, and when a referral may come up again. Serves clinical rule "timing".

A referral's `next_check_at` is the earliest instant it may be asked about again; `referrals.planning` turns that into
the messages to come, `referrals.attention` into the therapist's day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from referrals.model import Referral, State
from referrals.order import reduces_danger

# A new referral without sessions to ask around rests this long; the first seven days matter most.
FIRST_ASK = timedelta(days=5)
SOON = timedelta(days=1)
# How long each stage rests. Shorter than a week where the next weekly session should bring the question.
RESTS = {
    State.SUGGESTED: timedelta(days=5),
    State.AGREED: timedelta(days=3),
    State.CONTACTED: timedelta(days=6),
    State.WAITLISTED: timedelta(days=27),
    State.SCHEDULED: timedelta(days=6),
}
# The first days matter most. What has not moved for two weeks is a case for supervision, which more questions do not
# move: it is asked about at every other weekly session, and after four weeks in a Monday digest once in a while.
_SLOW, _STILL = timedelta(days=14), timedelta(days=28)
_SLOW_RESTS, _STILL_RESTS = timedelta(days=12), timedelta(days=26)
# Nothing open goes without a word for longer, save what rests by a date of its own.
LONGEST_SILENCE = timedelta(days=35)
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
    SUPERVISION = "supervision"
    SUPERVISION_SOON = "supervision_soon"
    DECISION = "decision"

    @property
    def about_client(self) -> bool:
        """Whether it asks after the client herself, and not about a referral."""
        return self in _ABOUT_CLIENT


_ABOUT_CLIENT = frozenset({NudgeKind.SAFETY_CHECK, NudgeKind.HOSPITAL})
# Each referral has its own of these; of the others a client has one a day.
OF_ONE_REFERRAL = frozenset({NudgeKind.AFTER_APPOINTMENT, NudgeKind.REVISIT, NudgeKind.LATER, NudgeKind.DIGEST})
# About a case as a whole, around supervision; each makes a message of its own.
OF_SUPERVISION = frozenset({NudgeKind.SUPERVISION, NudgeKind.SUPERVISION_SOON, NudgeKind.DECISION})
# A client's sessions and stages bring up one of her referrals, the others wait for their turn.
TURNS = frozenset({NudgeKind.BEFORE_SESSION, NudgeKind.AFTER_SESSION, NudgeKind.BY_STAGE})
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


class Planned(NamedTuple):
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
    if referral.state not in RESTS:
        return None
    return _no_later_than_wanted(referral, now + _rest(referral, now), now)


def ask_after_silence(referral: Referral, now: datetime) -> datetime:
    """The earliest instant to ask again once a question went out at `now`, or was answered without any news."""
    return _no_later_than_wanted(referral, now + _rest(referral, now), now)


def stands_still(referral: Referral) -> bool:
    """Whether it has not moved for so long that it waits for a digest, save what reduces danger or is booked."""
    if referral.next_check_at is None or referral.appointment_at is not None or reduces_danger(referral):
        return False
    return referral.next_check_at - referral.moved_at >= _STILL


def _rest(referral: Referral, now: datetime) -> timedelta:
    """How long to leave it: longer the longer it has stood still, save what reduces danger.

    Serves clinical rule "attention".
    """
    rest = RESTS.get(referral.state, FIRST_ASK)
    if reduces_danger(referral):
        return rest
    stood = now - referral.moved_at
    if stood >= _STILL:
        return max(rest, _STILL_RESTS)
    return max(rest, _SLOW_RESTS) if stood >= _SLOW else rest


def _no_later_than_wanted(referral: Referral, at: datetime, now: datetime) -> datetime:
    """`at`, or the day of the client's own that comes before it; never one that has passed at `now`."""
    sooner = (_midnight(referral.expected_on), reminder_of(referral.wanted_by))
    return min([at, *(day for day in sooner if day and day > now)])


def reminder_of(wanted_by: date | None) -> datetime | None:
    """When to ask at the latest about what is wanted by a day; None where it is wanted by none."""
    return _midnight(wanted_by - _BEFORE_DEADLINE) if wanted_by else None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=UTC) if day else None
