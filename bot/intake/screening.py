"""When a number or an address is welcome after all: as the answer to how a service is reached.

Whether that was asked is known where the drafts are, so it is looked up in the transaction that stores the update; and
again in its turn, for meanwhile the question may have got another answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.handlers.directory.services_said import TOLD
from bot.intake.updates import MARK, receive, unwelcome
from bot.people import concerns
from bot.turn import Turn
from bot.wording.directory.services import Field
from referrals.identifiers import CONTACT, IdentifierKind
from storage.concern_rows import ConcernKind
from storage.inbox import Received, Waiting
from storage.person import Person
from storage.work import UnitOfWork


def keep(work: UnitOfWork, bot_id: int, batch: Iterable[tuple[Any, Received]], now: datetime) -> list[Waiting]:
    """Stores a batch, each raw update beside what is to be kept of it; returns those to handle."""
    updates = [_looked_at_again(work, raw, received, now) for raw, received in batch]
    if any(received.quarantined for received in updates):
        concerns.begin(work, ConcernKind.UNREADABLE, now)
    return work.inbox.keep(bot_id, updates, now)


def unwelcome_now(turn: Turn, waiting: Waiting) -> IdentifierKind | None:
    """What a text holds that was let in for a question which is not open any more; None if all is well."""
    if turn.said.is_tap or not turn.said.text or not waiting.excepted:
        return None
    return unwelcome(turn.said.text, turn.now, contact=_contact_asked(turn.work, turn.person, turn.now))


def _looked_at_again(work: UnitOfWork, raw: Any, received: Received, now: datetime) -> Received:
    reason = (received.refused or "").removesuffix(MARK)
    if received.chat_id is None or reason not in CONTACT:
        return received
    if not _contact_asked(work, work.people.by_telegram_id(received.chat_id), now):
        return received
    return receive(raw, now, contact=True) or received


def _contact_asked(work: UnitOfWork, person: Person | None, now: datetime) -> bool:
    draft = work.drafts.current(person.id, now) if person else None
    return draft is not None and draft.kind == TOLD and draft.data.get("field") == Field.CONTACT
