"""An account that is locked, and one by which somebody signs in anew."""

from __future__ import annotations

from datetime import datetime

from bot import alerts
from bot.people import concerns
from bot.people.telling import call_back, tell, tell_administrators
from bot.wording.people import accounts as wording
from bot.wording.people import handover as handover_wording
from storage.concern_rows import ConcernKind
from storage.invites import Admitted
from storage.person import Person
from storage.work import UnitOfWork


def lock(work: UnitOfWork, person: Person, now: datetime) -> None:
    """Whoever holds the phone can do nothing with it from now on; nothing of hers is lost.

    What she had offered or was asked to do for others does not wait for her: invites, handovers, acute cases.
    """
    work.drafts.close(person.id)
    work.invites.revoke_around(person.id, now)
    call_back(work, person, now)
    work.members.lock(person.id, now)
    leave_handovers(work, person, now)
    alerts.pass_on(work, person, now)
    plan_anew(work, person, now)


def signed_in(work: UnitOfWork, admitted: Admitted, now: datetime) -> None:
    """She is aboard again, perhaps with another account, of which the old one knows nothing any more."""
    person, was = admitted.person, admitted.was or admitted.person.telegram_id
    for outbox_id in work.outbox.cancel_waiting(was):
        work.nudges.never_said(outbox_id)
        work.alerts.undeliverable(outbox_id, now)
    work.drafts.close(person.id)
    plan_anew(work, person, now)
    tell_administrators(work, lambda: wording.was_used(person.called), now, but=[person.id])
    work.concerns.end(ConcernKind.UNREACHABLE, now, person.id)
    concerns.catch_up(work, person, now)


def withdraw(work: UnitOfWork, person: Person, now: datetime) -> None:
    """A wish of hers to hand over does not stand any more; whoever was asked hears it."""
    proposal = work.handovers.standing(person.id)
    if proposal is not None:
        work.handovers.withdrawn(person.id, proposal.id, now)
        tell(work, work.people.by_id(proposal.to_id), lambda: wording.handover_withdrawn(person.called), now)


def leave_handovers(work: UnitOfWork, person: Person, now: datetime) -> None:
    """She neither hands over nor takes over any more; the others are told."""
    withdraw(work, person, now)
    for proposal in work.handovers.asked_of(person.id):
        work.handovers.declined(person.id, proposal.id, now)
        tell(work, work.people.by_id(proposal.from_id), lambda: handover_wording.declined(person.called), now)


def plan_anew(work: UnitOfWork, person: Person, now: datetime) -> None:
    """What the bot will ask her, from here on."""
    work.nudges.replan_all(work.caseload(person.id, person.habits.off), person.habits, now)
