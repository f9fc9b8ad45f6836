"""How a referral moves: what a report does to its state.

Serves clinical rules "endings" (no closing without a reason) and "not now" (a client's "no" is a respected ending).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from referrals.model import Barrier, Carrier, Hold, Readiness, Reading, Referral, State, Step
from referrals.sessions import local_instant
from referrals.timing import ask_after


class Ending(StrEnum):
    """Why a referral ended."""

    ATTENDED = "attended"
    CLIENT_DECIDED = "client_decided"
    NO_LONGER_RECOMMENDED = "no_longer_recommended"
    NOT_AVAILABLE = "not_available"
    PARTED = "parted"
    DIED = "died"


class NotPossibleError(ValueError):
    """The report does not fit where the referral stands; `state` says where that is."""

    def __init__(self, step: Step, state: State) -> None:
        super().__init__(f"{step} does not fit a referral that is {state}")
        self.step = step
        self.state = state


@dataclass(frozen=True, slots=True)
class Report:
    """What the therapist says happened. `appointment_at` is UTC; untimed appointments stand at the day's start.

    `on` is a date of hers: when a place on the waitlist is expected, or when a "not now" may be looked at again.
    """

    step: Step
    appointment_at: datetime | None = None
    appointment_timed: bool = True
    barrier: Barrier | None = None
    on: date | None = None


_LEADS_TO = {
    Step.AGREED: State.AGREED,
    Step.CONTACTED: State.CONTACTED,
    Step.WAITLISTED: State.WAITLISTED,
    Step.BOOKED: State.SCHEDULED,
    Step.WENT: State.FULFILLED,
    Step.MISSED: State.CONTACTED,
    Step.NOT_READY: State.SUGGESTED,
    Step.DECLINED: State.DECLINED,
    Step.DROPPED: State.WITHDRAWN,
    Step.UNAVAILABLE: State.UNAVAILABLE,
}
_BECAUSE = {
    State.FULFILLED: Ending.ATTENDED,
    State.DECLINED: Ending.CLIENT_DECIDED,
    State.WITHDRAWN: Ending.NO_LONGER_RECOMMENDED,
    State.UNAVAILABLE: Ending.NOT_AVAILABLE,
}


def because(state: State) -> Ending | None:
    """Why a referral that stands so ended, where nothing else is known; None of one that is open."""
    return _BECAUSE.get(state)


def stands_so(step: Step, referral: Referral) -> bool:
    """Whether the referral stands already where `step` leads."""
    return _LEADS_TO.get(step) is referral.state


def after(report: Report, referral: Referral, now: datetime) -> Referral:
    """The referral once `report` is taken in.

    Raises NotPossibleError when it has ended already, and when a missed appointment was never booked.
    """
    stands = release(referral, now) if referral.held else referral
    if not stands.open or (report.step is Step.MISSED and stands.state is not State.SCHEDULED):
        raise NotPossibleError(report.step, referral.state)
    state = _LEADS_TO.get(report.step, stands.state)
    ending = because(state)
    booked = state is State.SCHEDULED
    moved = replace(
        stands,
        state=state,
        moved_at=now if state is not stands.state else stands.moved_at,
        appointment_at=_appointment(report, stands) if booked else None,
        appointment_timed=report.appointment_timed if report.appointment_at else stands.appointment_timed,
        expected_on=(report.on or stands.expected_on) if state is State.WAITLISTED else None,
        barrier=report.barrier or stands.barrier,
        ended_because=ending.value if ending else None,
        revisit_on=report.on if state is State.DECLINED else None,
        remind_at=None,
    )
    if referral.held and not state.ended:
        return _rest_again(moved, referral)
    # A missed appointment is something for the very next session.
    again = now if report.step is Step.MISSED else ask_after(moved, now)
    return replace(moved, next_check_at=again)


def put_off(referral: Referral, until: datetime) -> Referral:
    """The referral that the therapist does not want to hear of before `until` (UTC); the client's own dates stay.

    It then comes whether or not a session is near (clinical rule "attention"); a booked one is asked about then.
    """
    return replace(referral, next_check_at=until, remind_at=None if referral.appointment_at else until)


def hold(referral: Referral, why: Hold, now: datetime) -> Referral:
    """The referral at rest: it keeps its dates, is not asked about, and no delay is counted (clinical rule "holds").

    One that rests already, or has ended, stays as it is.
    """
    if not referral.open or referral.held:
        return referral
    return replace(referral, state=State.ON_HOLD, hold=why, held_state=referral.state, held_at=now, next_check_at=None)


def release(referral: Referral, now: datetime) -> Referral:
    """The referral as it stood before its rest, which does not count as delay; it may be asked about at once."""
    if not referral.held:
        return referral
    rested = now - referral.held_at if referral.held_at else timedelta()
    return replace(
        referral,
        state=referral.held_state or State.SUGGESTED,
        hold=None,
        held_state=None,
        held_at=None,
        moved_at=min(referral.moved_at + rested, now),
        next_check_at=max(referral.appointment_at, now) if referral.appointment_at else now,
    )


def _rest_again(moved: Referral, before: Referral) -> Referral:
    """What a report made of a referral that rests: it goes on resting, in its new state."""
    return replace(
        moved,
        state=State.ON_HOLD,
        hold=before.hold,
        held_state=moved.state,
        held_at=before.held_at,
        # The whole rest is taken off at its end; taken off now as well, it would count twice.
        moved_at=before.moved_at if moved.state is before.held_state else moved.moved_at,
        next_check_at=None,
    )


def reopen(referral: Referral, now: datetime) -> Referral:
    """A referral that ended, taken up again from the start.

    Raises NotPossibleError when it has not ended.
    """
    if referral.open:
        raise NotPossibleError(Step.AGREED, referral.state)
    return replace(
        referral,
        state=State.SUGGESTED,
        moved_at=now,
        next_check_at=now,
        remind_at=None,
        barrier=None,
        ended_because=None,
        revisit_on=None,
        carried_by=None,
    )


def part(referral: Referral, carrier: Carrier, now: datetime) -> Referral:
    """The end of an open referral because therapist and client part; `carrier` is who carries it on."""
    parted = Ending.PARTED.value
    return replace(_freed(referral, now), state=State.WITHDRAWN, ended_because=parted, carried_by=carrier)


def silence(referral: Referral, now: datetime) -> Referral:
    """The end of an open referral because the client died."""
    return replace(_freed(referral, now), state=State.WITHDRAWN, ended_because=Ending.DIED.value)


def with_reading(referral: Referral, readiness: Readiness, now: datetime) -> Referral:
    """The referral with one more number told (clinical rule "readiness")."""
    reading = Reading(readiness.value, readiness.guess, now)
    return replace(referral, readings=(*referral.readings, reading))


def on_the_same_day(referral: Referral, was: ZoneInfo, zone: ZoneInfo) -> Referral:
    """The referral of which only the day of the appointment is known, and that by another zone than it `was` told in.

    It stands at the day's start, which elsewhere is an hour of the day before or of that day.
    """
    at = referral.appointment_at
    if at is None or referral.appointment_timed:
        return referral
    begins = local_instant(at.astimezone(was).date(), time(), zone)
    again = begins if referral.next_check_at == at else referral.next_check_at
    return replace(referral, appointment_at=begins, next_check_at=again)


def _freed(referral: Referral, now: datetime) -> Referral:
    return replace(
        referral,
        hold=None,
        held_state=None,
        held_at=None,
        moved_at=now,
        next_check_at=None,
        remind_at=None,
        appointment_at=None,
        expected_on=None,
    )


def _appointment(report: Report, referral: Referral) -> datetime | None:
    """A new booking replaces the old day, even before its own day is known."""
    return report.appointment_at if report.step is Step.BOOKED else referral.appointment_at
