"""How a referral moves: what a report does to its state.

Serves clinical rules "endings" (no closing without a reason) and "not now" (a client's "no" is a respected ending).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from referrals.model import Barrier, Referral, State, Step
from referrals.timing import ask_after


class Ending(StrEnum):
    """Why a referral ended."""

    ATTENDED = "attended"
    CLIENT_DECIDED = "client_decided"
    NO_LONGER_RECOMMENDED = "no_longer_recommended"


class NotPossibleError(ValueError):
    """The report does not fit where the referral stands; `state` says where that is."""

    def __init__(self, step: Step, state: State) -> None:
        super().__init__(f"{step} does not fit a referral that is {state}")
        self.step = step
        self.state = state


@dataclass(frozen=True, slots=True)
class Report:
    """What the therapist says happened. `appointment_at` is UTC; untimed appointments stand at the day's start."""

    step: Step
    appointment_at: datetime | None = None
    appointment_timed: bool = True
    barrier: Barrier | None = None


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
}
_BECAUSE = {
    State.FULFILLED: Ending.ATTENDED,
    State.DECLINED: Ending.CLIENT_DECIDED,
    State.WITHDRAWN: Ending.NO_LONGER_RECOMMENDED,
}


def after(report: Report, referral: Referral, now: datetime) -> Referral:
    """The referral once `report` is taken in.

    Raises NotPossibleError when it has ended already, and when a missed appointment was never booked.
    """
    if not referral.open or (report.step is Step.MISSED and referral.state is not State.SCHEDULED):
        raise NotPossibleError(report.step, referral.state)
    state = _LEADS_TO.get(report.step, referral.state)
    because = _BECAUSE.get(state)
    booked = state is State.SCHEDULED
    moved = replace(
        referral,
        state=state,
        moved_at=now if state is not referral.state else referral.moved_at,
        appointment_at=_appointment(report, referral) if booked else None,
        appointment_timed=report.appointment_timed if report.appointment_at else referral.appointment_timed,
        barrier=report.barrier or referral.barrier,
        ended_because=because.value if because else None,
    )
    # A missed appointment is something for the very next session.
    again = now if report.step is Step.MISSED else ask_after(moved, now)
    return replace(moved, next_check_at=again)


def _appointment(report: Report, referral: Referral) -> datetime | None:
    """A new booking replaces the old day, even before its own day is known."""
    return report.appointment_at if report.step is Step.BOOKED else referral.appointment_at
