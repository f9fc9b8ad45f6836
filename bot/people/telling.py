"""A message to somebody else of the practice, if anything may reach her."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.wording.card import Card
from storage.person import Person
from storage.work import UnitOfWork


def tell(work: UnitOfWork, person: Person | None, card: Card, now: datetime) -> int | None:
    """Queues it; returns its outbox id. Nothing goes to who has left, nor to a locked member's account."""
    if person is None or person.locked:
        return None
    return work.outbox.send(person.telegram_id, card.to_json(), now)


def tell_administrators(work: UnitOfWork, card: Card, now: datetime, *, but: Iterable[int] = ()) -> None:
    """To each administrator, save the members named by id."""
    for person in work.members.administrators():
        if person.id not in set(but):
            tell(work, person, card, now)


def call_back(work: UnitOfWork, person: Person, now: datetime) -> None:
    """What still waits for her chat is not sent: what it asked is planned anew, and of danger the next one is told."""
    for outbox_id in work.outbox.cancel_waiting(person.telegram_id):
        work.nudges.never_said(outbox_id)
        work.alerts.undeliverable(outbox_id, now)
