"""The cases for supervision: her own, and those of her supervisees that a supervisor may see.

Serves clinical rules "stalled" and "supervision".
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.wording.supervision.cases import CaseShown, SeenCase
from referrals.client import Client
from referrals.order import by_client
from referrals.stalled import Case, in_need, stalled
from referrals.supervision import is_case, next_meeting
from referrals.supervisors import SupervisionKind
from storage.caseload import Caseload
from storage.person import Person
from storage.supervising import Raised
from storage.work import UnitOfWork


def own_cases(person: Person, caseload: Caseload, now: datetime) -> list[CaseShown]:
    """Every case of hers for the next supervision, in the order of need."""
    return _in_need(_cases(person, caseload, caseload.clients(), now, None))


def case_of(person: Person, caseload: Caseload, client: Client, now: datetime) -> CaseShown | None:
    """A client's case with its reasons, None where there is none for the next supervision."""
    return next(iter(_cases(person, caseload, [client], now, [client.id])), None)


def seen_by(work: UnitOfWork, supervisor: Person, now: datetime, client_id: int | None = None) -> list[SeenCase]:
    """What of her supervisees' cases was raised, and only that; with `client_id` that one case, if she may see it."""
    raised = {one.client_id: one for one in work.supervising.raised(supervisor.id, client_id)}
    found: dict[int, SeenCase] = {}
    for therapist_id in dict.fromkeys(one.therapist_id for one in raised.values()):
        therapist = work.people.by_id(therapist_id)
        if therapist is not None:
            hers = [one for one in raised.values() if one.therapist_id == therapist_id]
            found |= _seen(work, therapist, hers, now)
    return [found[number] for number in raised if number in found]  # the longest raised first, whosever they are


def _seen(work: UnitOfWork, therapist: Person, raised: Sequence[Raised], now: datetime) -> dict[int, SeenCase]:
    """Of one therapist's raised cases those that still are one, by client (id)."""
    kinds = {one.client_id: one.kind for one in raised}
    caseload = work.caseload(therapist.id, therapist.habits.off)
    cases = _cases(therapist, caseload, caseload.clients(kinds), now, kinds)
    clinical = [case.client for case in cases if kinds[case.client.id] is SupervisionKind.CLINICAL]
    shared = work.reflections.shared_of({client.id: client.raised_at for client in clinical})
    meets_at = next_meeting(therapist.habits, now)
    return {
        case.client.id: SeenCase(therapist, kinds[case.client.id], case, meets_at, shared.get(case.client.id))
        for case in cases
    }


def _cases(
    person: Person, caseload: Caseload, clients: Sequence[Client], now: datetime, of: Collection[int] | None
) -> list[CaseShown]:
    """Which of these clients are cases for the next supervision, in their order; `of` their ids, None for all."""
    referrals, known = by_client(caseload.every_referral(of)), caseload.every_known(of)
    meets_at = next_meeting(person.habits, now) or now
    found = []
    for client in clients:
        mine = referrals[client.id]
        stalls = stalled(client, mine, known[client.id], now, person.zone)
        if is_case(client, stalls, meets_at):
            found.append(CaseShown(client, stalls, {referral.id: referral for referral in mine}))
    return found


def _in_need(cases: list[CaseShown]) -> list[CaseShown]:
    by_id = {case.client.id: case for case in cases}
    return [by_id[one.client.id] for one in in_need(Case(case.client, tuple(case.stalls)) for case in cases)]
