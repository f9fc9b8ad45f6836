"""A message that carries several questions, as it stands after each answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from bot.turn import Turn
from bot.wording import bundles as wording
from bot.wording.bundles import Item, Standing
from bot.wording.card import Card
from referrals.timing import NudgeKind
from storage.caseload import Caseload
from storage.nudges import AskedNudge
from storage.person import Person
from storage.work import UnitOfWork


def items_of(caseload: Caseload, asked: list[AskedNudge]) -> list[Item]:
    """What went out, with the client and the referral it was about; what is gone since is left out."""
    found = []
    for one in asked:
        client = caseload.client_by_id(one.client_id)
        referral = caseload.referral(one.referral_id) if one.referral_id else None
        if client is not None and referral is not None:
            found.append(
                Item(one.id, one.kind, client.id, client.code, referral, one.session_at, _standing(one)),
            )
    return found


@contextmanager
def answering(turn: Turn, question: AskedNudge) -> Iterator[None]:
    """What answers one of several questions is said below them, and their message shows what is left."""
    together = turn.work.nudges.in_message(turn.member.id, question.outbox_id or 0)
    turn.below = len(together) > 1
    yield
    if turn.below and question.outbox_id is not None:
        refresh(turn, question.outbox_id)


def refresh(turn: Turn, outbox_id: int) -> None:
    """Shows a message that went out as it stands by now."""
    card = message_of(turn.work, turn.member, turn.caseload, outbox_id, turn.now)
    if card is not None:
        turn.rewrite(outbox_id, card)


def refresh_around(turn: Turn, nudge_id: int) -> None:
    """The same for the message in which something went out."""
    asked = turn.work.nudges.asked(turn.member.id, nudge_id)
    if asked is not None and asked.outbox_id is not None:
        refresh(turn, asked.outbox_id)


def message_of(work: UnitOfWork, person: Person, caseload: Caseload, outbox_id: int, now: datetime) -> Card | None:
    """The card of a message that went out as it stands by now; None where nothing it was about is left."""
    items = items_of(caseload, work.nudges.in_message(person.id, outbox_id))
    return wording.message(items, now, person.zone) if items else None


def _standing(one: AskedNudge) -> Standing:
    if one.answered:
        return Standing.ANSWERED
    return Standing.REPEATED if one.repeated and one.kind is not NudgeKind.BEFORE_SESSION else Standing.OPEN
