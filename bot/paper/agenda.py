"""The agenda of a supervision as a page to hand over: her own cases, or those a supervisor may see.

Serves clinical rule "supervision". Gathered anew when it is sent, so that it holds what is so by then and nothing lies
around; notes on referrals and what was not shared of a reflection are never on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.cases import own_cases, seen_by
from bot.wording.language import speaking, spoken
from bot.wording.supervision import paper as wording
from bot.wording.supervision.cases import CaseShown
from referrals.supervision import next_meeting
from storage.caseload import Caseload
from storage.history import Happened
from storage.person import Person
from storage.work import UnitOfWork


def gather(work: UnitOfWork, member_id: int, team: bool, as_of: datetime) -> Mapping[str, Any]:
    """All that stands on the paper, as of an instant (UTC): a supervisor's with `team`, else a therapist's own.

    Raises LookupError for who is no member any more, or locked since she asked.
    """
    reader = work.people.by_id(member_id)
    if reader is None or reader.locked:
        raise LookupError("no such member")
    cases = _of_team(work, reader, as_of) if team else _own(work, reader, as_of)
    meets_at = None if team else next_meeting(reader.habits, as_of)
    practice = work.people.practice()
    head = wording.Letterhead(reader.called, practice.name if practice else "", practice.region if practice else None)
    with speaking(reader.language):
        # By its language the page is read aloud.
        return {"language": spoken(), **wording.paper(cases, head, meets_at, as_of, reader.zone)}


def _own(work: UnitOfWork, person: Person, as_of: datetime) -> list[wording.OnPaper]:
    caseload = work.caseload(person.id, person.habits.off)
    cases = own_cases(person, caseload, as_of)
    # What was shared for an earlier supervision has been read there.
    raised = {case.client.id: case.client.raised_at for case in cases if case.client.raised_at}
    shared = work.reflections.shared_of(raised)
    return [_on_paper(work, caseload, case, "", shared.get(case.client.id)) for case in cases]


def _of_team(work: UnitOfWork, supervisor: Person, as_of: datetime) -> list[wording.OnPaper]:
    return [
        _on_paper(
            work,
            work.caseload(one.therapist.id, one.therapist.habits.off),
            one.case,
            one.therapist.called,
            one.shared,
        )
        for one in seen_by(work, supervisor, as_of)
    ]


def _on_paper(
    work: UnitOfWork, caseload: Caseload, case: CaseShown, therapist: str, shared: str | None
) -> wording.OnPaper:
    number = case.client.id
    return wording.OnPaper(
        case=case,
        therapist=therapist,
        barriers=caseload.barriers(number),
        steps=_steps(caseload.history(number)),
        conditions=work.cases(caseload.owner_id).conditions(number),
        shared=shared,
    )


def _steps(history: Sequence[Happened]) -> dict[int, list[str]]:
    """What was done about each referral (by id), oldest first, each kind once."""
    found: dict[int, list[str]] = {}
    for happened in reversed(history):
        if happened.referral_id is not None:
            kinds = found.setdefault(happened.referral_id, [])
            if happened.kind not in kinds:
                kinds.append(happened.kind)
    return found
