"""What is handed out: the referrals of one therapist or of all, each client with her history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from bot.exchange.checking import Advance
from bot.exchange.codes import ROOT
from bot.wording.language import ENGLISH
from referrals.client import Client
from referrals.model import Referral
from storage.history import Happened
from storage.person import Person
from storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Case:
    """A client, her referrals in the order of their making, and what happened, oldest first."""

    client: Client
    referrals: tuple[Referral, ...]
    history: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """What one therapist (a member's id) has, in whose `zone` days are."""

    member_id: int
    zone: ZoneInfo
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Handed:
    """All that is handed out, as of an instant (UTC). Ids in it are made from `space`, which is the practice's alone.

    It is `own` where its owner asked: then her words are in it, and others are "another". Else nobody's words are.
    What the rules have words for is said in `language`.
    """

    as_of: datetime
    space: UUID
    own: bool
    language: str
    holdings: tuple[Holding, ...]

    def counts(self) -> tuple[int, int]:
        """How many clients and referrals."""
        cases = [case for holding in self.holdings for case in holding.cases]
        return len(cases), sum(len(case.referrals) for case in cases)


def own(work: UnitOfWork, member_id: int, as_of: datetime) -> Handed:
    """A member's own. Raises LookupError for who is no member any more, or locked since she asked."""
    person = work.people.by_id(member_id)
    if person is None or person.locked:
        raise LookupError("no such member")
    return Handed(as_of, _space(work), True, person.language, (_holding(work, person, lambda _: None),))


def of_practice(work: UnitOfWork, people: Iterable[Person], as_of: datetime, advance: Advance) -> Handed:
    """That of several, without a word that anybody typed about a client. `advance` hears how many clients were read.

    Serves clinical rule "own data": what somebody wrote leaves by her own hand alone.
    """
    found = (_holding(work, person, advance) for person in people)
    holdings = tuple(replace(one, cases=tuple(map(_wordless, one.cases))) for one in found)
    return Handed(as_of, _space(work), False, ENGLISH, holdings)


def _holding(work: UnitOfWork, person: Person, advance: Advance) -> Holding:
    caseload = work.caseload(person.id)
    referrals: dict[int, list[Referral]] = {}
    for referral in caseload.every_referral():
        referrals.setdefault(referral.client_id, []).append(referral)
    cases = []
    for client in caseload.clients():
        history = tuple(reversed(caseload.history(client.id)))
        cases.append(Case(client, tuple(referrals.get(client.id, ())), history))
        advance(1)
    return Holding(person.id, person.zone, tuple(cases))


def _wordless(case: Case) -> Case:
    client = replace(case.client, goals=None, raised_line=None)
    return replace(case, client=client, referrals=tuple(replace(one, note=None, plan=None) for one in case.referrals))


def _space(work: UnitOfWork) -> UUID:
    practice = work.people.practice()
    return uuid5(ROOT, practice.uid or practice.created_at.isoformat() if practice else "")
