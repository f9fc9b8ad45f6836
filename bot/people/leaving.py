"""Somebody leaves the practice: what ended with her, and who is told."""

from __future__ import annotations

from datetime import datetime

from bot import alerts
from bot.people.accounts import leave_handovers
from bot.people.roles import end_links
from bot.people.telling import call_back, say_again, tell_administrators
from bot.wording.people import leaving as wording
from bot.wording.privacy.erasing import words_gone
from storage.person import Person
from storage.work import UnitOfWork


def leave(work: UnitOfWork, person: Person, now: datetime) -> None:
    """She is a stranger from now on. Called once she has no client left, or for nobody's sake.

    Raises ValueError as long as there is one: somebody must look after her.
    """
    if work.handovers.load(person.id).clients:
        raise ValueError("whoever has clients hands them over first")
    work.drafts.close(person.id)
    work.invites.revoke_around(person.id, now)
    leave_handovers(work, person, now)
    for as_supervisor in (True, False):
        end_links(work, person, now, as_supervisor=as_supervisor)
    alerts.pass_on(work, person, now)
    call_back(work, person, now)
    _reflections_go(work, person, now)
    was_on_call = work.members.no_longer_on_call(person.id)
    work.members.leave(person.id, now)
    if was_on_call:
        tell_administrators(work, lambda: wording.nobody_on_call(person.called), now, but=[person.id])


def _reflections_go(work: UnitOfWork, person: Person, now: datetime) -> None:
    """Nobody could read them any more. While the practice keeps all for a legal hold, they stay as they are."""
    if work.people.on_hold():
        return
    for outbox_id in work.erasing.erase_reflections(person.id, now):
        if not person.locked:
            say_again(work, person.telegram_id, outbox_id, words_gone, now)
