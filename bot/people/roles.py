"""What follows from a role given, a role taken away, and from being licensed or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot import alerts
from bot.people import concerns
from bot.people.accounts import leave_handovers
from bot.people.telling import tell
from bot.wording.people import members as wording
from bot.wording.supervision import linking
from referrals.model import Role
from storage.person import Person
from storage.work import UnitOfWork


def give(work: UnitOfWork, person: Person, role: Role, now: datetime) -> None:
    _set(work, person, person.roles | {role}, now)
    if role is Role.ADMINISTRATOR:
        concerns.catch_up(work, replace(person, roles=person.roles | {role}), now)


def take(work: UnitOfWork, person: Person, role: Role, now: datetime) -> None:
    """Supervision that rested on the role ends, and the others are told; ways in that she made open nothing.

    A therapist's role goes only once she has nobody in her care: whoever calls this has seen to it.
    """
    work.drafts.close(person.id)
    if role is Role.SUPERVISOR:
        end_links(work, person, now, as_supervisor=True)
    if role is Role.THERAPIST:
        end_links(work, person, now, as_supervisor=False)
        leave_handovers(work, person, now)
    if role is not Role.THERAPIST:
        work.invites.revoke_around(person.id, now)
    _set(work, person, person.roles - {role}, now)


def license_(work: UnitOfWork, person: Person, licensed: bool, now: datetime) -> None:
    """A trainee's supervisor is told of acute cases: of those that are acute already, too."""
    work.members.set_licensed(person.id, licensed)
    tell(work, person, lambda: wording.licensed_now(licensed), now)
    changed = work.people.by_id(person.id)
    if changed is not None:
        for client in work.caseload(person.id, changed.habits.off).clients():
            alerts.follow(work, changed, client, now)


def end_links(work: UnitOfWork, person: Person, now: datetime, *, as_supervisor: bool) -> None:
    """All supervision of hers on one side ends; whoever is on the other is told."""
    links = work.supervising.supervisees(person.id) if as_supervisor else work.supervising.supervisors(person.id)
    for link in links:
        work.supervising.end(link.id, person.id, now)
        other = link.therapist_id if as_supervisor else link.supervisor_id
        tell(work, work.people.by_id(other), lambda: linking.ended(person.called), now)


def _set(work: UnitOfWork, person: Person, roles: frozenset[Role], now: datetime) -> None:
    work.members.set_roles(person.id, roles)
    tell(work, person, lambda: wording.roles_now(roles), now)
