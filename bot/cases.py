"""The cases for supervision: her own, and those of her supervisees that a supervisor may see.

Serves clinical rules "stalled" and "supervision".
"""

from __future__ import annotations

from datetime import datetime

from bot.wording.supervision.cases import CaseShown, SeenCase
from referrals.client import Client
from referrals.stalled import Case, in_need, stalled
from referrals.supervision import is_case, next_meeting
from referrals.supervisors import SupervisionKind
from storage.caseload import Caseload
from storage.person import Person
from storage.work import UnitOfWork


def own_cases(person: Person, caseload: Caseload, now: datetime) -> list[CaseShown]:
    """Every case of hers for the next supervision, in the order of need."""
    found = [case_of(person, caseload, client, now) for client in caseload.clients()]
    return _in_need([case for case in found if case is not None])


def case_of(person: Person, caseload: Caseload, client: Client, now: datetime) -> CaseShown | None:
    """A client's case with its reasons, None where there is none for the next supervision."""
    referrals = caseload.referrals(client.id)
    stalls = stalled(client, referrals, caseload.known(client.id), now, person.zone)
    if not is_case(client, stalls, next_meeting(person.habits, now) or now):
        return None
    return CaseShown(client, stalls, {referral.id: referral for referral in referrals})


def seen_by(work: UnitOfWork, supervisor: Person, now: datetime, client_id: int | None = None) -> list[SeenCase]:
    """What of her supervisees' cases was raised, and only that; with `client_id` that one case, if she may see it."""
    found = []
    for raised in work.supervising.raised(supervisor.id, client_id):
        therapist = work.people.by_id(raised.therapist_id)
        caseload = work.caseload(raised.therapist_id, therapist.habits.off) if therapist else None
        client = caseload.client_by_id(raised.client_id) if caseload else None
        case = case_of(therapist, caseload, client, now) if therapist and caseload and client else None
        if therapist is not None and case is not None:
            clinical = raised.kind is SupervisionKind.CLINICAL
            shared = work.reflections.shared_of(raised.client_id, case.client.raised_at) if clinical else None
            found.append(SeenCase(therapist, raised.kind, case, next_meeting(therapist.habits, now), shared))
    return found


def _in_need(cases: list[CaseShown]) -> list[CaseShown]:
    by_id = {case.client.id: case for case in cases}
    return [by_id[one.client.id] for one in in_need(Case(case.client, tuple(case.stalls)) for case in cases)]
