"""A message to somebody else of the practice, in her own language, if anything may reach her."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.wording.card import Card
from bot.wording.language import speaking
from storage.person import Person
from storage.work import UnitOfWork

Make = Callable[[], Card]  # makes a card of words in whatever language is spoken around it


def tell(work: UnitOfWork, person: Person | None, make: Make, now: datetime) -> int | None:
    """Queues it; returns its outbox id. Nothing goes to who has left, nor to a locked member's account."""
    if person is None or person.locked:
        return None
    return tell_chat(work, person.telegram_id, person.language, make, now)


def tell_chat(work: UnitOfWork, chat_id: int, language: str, make: Make, now: datetime) -> int:
    """The same to a chat that may be nobody's by now."""
    with speaking(language):
        return work.outbox.send(chat_id, make().to_json(), now)


def tell_administrators(work: UnitOfWork, make: Make, now: datetime, *, but: Iterable[int] = ()) -> None:
    """To each administrator, save the members named by id."""
    for person in work.members.administrators():
        if person.id not in set(but):
            tell(work, person, make, now)


def say_again(work: UnitOfWork, chat_id: int, outbox_id: int, make: Make, now: datetime) -> None:
    """What was told in somebody's chat says something else from now on."""
    with speaking(work.people.language_of(chat_id)):
        work.outbox.edit(chat_id, outbox_id, make().to_json(), now)


def call_back(work: UnitOfWork, person: Person, now: datetime) -> None:
    """What still waits for her chat is not sent: what it asked is planned anew, and of danger the next one is told."""
    for outbox_id in work.outbox.cancel_waiting(person.telegram_id):
        work.nudges.never_said(outbox_id)
        work.alerts.undeliverable(outbox_id, now)
