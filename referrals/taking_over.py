"""A referral that was followed elsewhere so far, taken over as it stands, and from then on asked about like any other.

Serves clinical rules "timing" and "endings".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from referrals.lifecycle import because
from referrals.model import Barrier, Consent, Purpose, Readiness, Reading, Referral, Service, State
from referrals.timing import ask_after

# Days that lie further away than this are slips, or birthdays.
FARTHEST = timedelta(days=5 * 366)
_NOON = time(12)  # of a day of which no time is known: the same day still, should she move to another zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of it; days are hers. `recommended` and `since` (when it came to stand so) may be unknown.

    `appointment_at` is UTC; untimed appointments stand at the day's start. `ended` ones have no further dates but
    `revisit_on`, which a declined one may have.
    """

    state: State = State.SUGGESTED
    recommended: date | None = None
    since: date | None = None
    purposes: frozenset[Purpose] = frozenset()
    readiness: Readiness | None = None
    barrier: Barrier | None = None
    appointment_at: datetime | None = None
    appointment_timed: bool = True
    expected_on: date | None = None
    wanted_by: date | None = None
    consent: Consent | None = None
    consent_until: date | None = None
    revisit_on: date | None = None
    plan: str | None = None
    note: str | None = None


def taken_over(told: Told, service: Service, client_id: int, now: datetime, zone: ZoneInfo) -> Referral:
    """The referral as it stands at `now` (UTC), for a therapist in `zone`; it has no id yet."""
    created_at = _at(told.recommended or told.since, now, zone)
    moved_at = max(_at(told.since or told.recommended, now, zone), created_at)
    ending = because(told.state)
    stands = Referral(
        id=0,
        client_id=client_id,
        service=service,
        state=told.state,
        created_at=created_at,
        moved_at=moved_at,
        next_check_at=now,
        purposes=told.purposes,
        readings=(Reading(told.readiness.value, told.readiness.guess, moved_at),) if told.readiness else (),
        barrier=told.barrier,
        plan=told.plan,
        appointment_at=told.appointment_at,
        appointment_timed=told.appointment_timed,
        expected_on=told.expected_on,
        wanted_by=told.wanted_by,
        note=told.note,
        consent=told.consent,
        consent_until=told.consent_until,
        ended_because=ending.value if ending else None,
        revisit_on=told.revisit_on,
    )
    return replace(stands, next_check_at=ask_after(replace(stands, moved_at=now), now))


def _at(day: date | None, now: datetime, zone: ZoneInfo) -> datetime:
    return min(datetime.combine(day, _NOON, zone).astimezone(now.tzinfo), now) if day else now
