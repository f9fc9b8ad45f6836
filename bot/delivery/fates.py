"""What becomes of a message that did not arrive, as the memory has it."""

from __future__ import annotations

from datetime import datetime

from bot.delivery.sending import Fate, Result
from bot.people import concerns
from bot.wording.language import speaking
from storage.concern_rows import ConcernKind
from storage.outbox import Outgoing
from storage.traffic import OutboxKind
from storage.work import UnitOfWork


def expire(work: UnitOfWork, outgoing: Outgoing) -> None:
    """Too late to be of use: the planner, which put the next question off already, asks again in its time."""
    work.outbox.expired(outgoing.id)
    work.nudges.never_said(outgoing.id)


def write_fate(work: UnitOfWork, outgoing: Outgoing, result: Result, fence: int, now: datetime) -> None:
    """Of one that did not arrive, so long as `fence` sends it; `now` is calendar time (UTC)."""
    work.audit.by("delivery", now)
    match result.fate:
        case Fate.LATER | Fate.TOKEN:
            work.outbox.again(outgoing.id, fence)
        case Fate.UNCERTAIN:
            work.outbox.uncertain(outgoing.id, fence)
        case Fate.BLOCKED | Fate.DEAD:
            _undeliverable(work, outgoing, result, fence, now)


def _undeliverable(work: UnitOfWork, outgoing: Outgoing, result: Result, fence: int, now: datetime) -> None:
    given_up = work.outbox.dead(outgoing.id, fence, result.error)
    work.alerts.undeliverable(outgoing.id, now)
    if result.fate is Fate.BLOCKED:
        concerns.shut_out(work, outgoing.chat_id, now)
        return
    if given_up:
        concerns.begin(work, ConcernKind.UNDELIVERED, now)
    if given_up and outgoing.kind is OutboxKind.DOCUMENT and outgoing.chat_id not in work.members.locked_chats():
        from bot.delivery.documents import not_made  # noqa: PLC0415 - as in `bot.delivery.courier`

        # She asked for it, and waits.
        with speaking(work.people.language_of(outgoing.chat_id)):
            work.outbox.send(outgoing.chat_id, not_made(outgoing.body or "").to_json(), now)
