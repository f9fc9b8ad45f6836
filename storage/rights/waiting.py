"""What still waits to be said about a client, in her therapist's chat or in others', and questions left open."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.orm import Session

from storage.models import Nudge
from storage.people_rows import Member
from storage.supervision_rows import Alert, Supervises, Telling
from storage.traffic import OUTBOX_OPEN, Draft, OutboxKind, OutboxRow, OutboxState


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A message in her therapist's chat that names a client; an edit has the `target` (outbox id) it changes."""

    id: int
    target: int | None


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """`named` are the waiting messages that name a client; `others` those among the messages concerned (outbox ids)
    that ask about other clients, too."""

    named: Sequence[OnItsWay]
    others: frozenset[int]


class Waiting:
    def __init__(self, session: Session) -> None:
        self._session = session

    def take_back(self, owner_id: int, client_id: int, code: str, told: Sequence[int]) -> list[int]:
        """Nothing that waits names her any more; `told` are the messages by which others were told of her.

        Returns the messages of her therapist's chat that are about other clients as well: they are to be said anew.
        """
        waits = still_waiting(self._session, owner_id, client_id, code)
        concerned = {one.target or one.id for one in waits.named}
        taken = [one.id for one in waits.named if one.target is not None or one.id not in waits.others]
        taken += self._shown_to_supervisors(owner_id, client_id, code)
        which = or_(OutboxRow.id.in_([*taken, *told]), OutboxRow.target_id.in_([*taken, *told]))
        self._session.execute(
            update(OutboxRow)
            .where(which, OutboxRow.state.in_(OUTBOX_OPEN), OutboxRow.kind != OutboxKind.DELETE)
            .values(state=OutboxState.CANCELLED, body=None)
        )
        return sorted(concerned & waits.others)

    def _shown_to_supervisors(self, owner_id: int, client_id: int, code: str) -> list[int]:
        """What waits (outbox ids) for whoever supervises or supervised her therapist and names her by her code.

        It may be about another one of that code: then it is asked for once more. What the bot asks or tells by itself
        is none of it.
        """
        hers = select(Supervises.supervisor_id).where(Supervises.therapist_id == owner_id)
        asks = select(Nudge.outbox_id).where(Nudge.outbox_id.is_not(None))
        rows = self._session.execute(
            _naming(Member.id.in_(hers), client_id).where(
                OutboxRow.id.not_in(asks), OutboxRow.target_id.is_(None) | OutboxRow.target_id.not_in(asks)
            )
        )
        return [row.id for row in rows if row.body and _names(code, json.loads(row.body))]

    def forget_drafts(self, about: Mapping[str, set[int]], *, owner_id: int | None = None, code: str = "") -> None:
        """Gives up questions, whoever's, that wait about one of these ids, and her therapist's that hold the code."""
        for draft in self._session.scalars(select(Draft)):
            data = json.loads(draft.data)
            by_id = any(data.get(name) in ids for name, ids in about.items())
            if by_id or (draft.member_id == owner_id and code and _names(code, data)):
                self._session.execute(delete(Draft).where(Draft.member_id == draft.member_id))


def still_waiting(session: Session, owner_id: int, client_id: int, code: str) -> StillWaiting:
    """What waits in her therapist's chat and names her by her code.

    An alert about somebody else's client of the same code is none of these.
    """
    rows = session.execute(_naming(Member.id == owner_id, client_id))
    named = [OnItsWay(row.id, row.target_id) for row in rows if row.body and _names(code, json.loads(row.body))]
    concerned = [one.target or one.id for one in named]
    about_others = select(Nudge.outbox_id).where(Nudge.outbox_id.in_(concerned), Nudge.client_id != client_id)
    return StillWaiting(named, frozenset(number for number in session.scalars(about_others) if number is not None))


def _naming(whose: ColumnElement[bool], client_id: int) -> Select[int, int | None, str | None]:
    """What waits in these members' chats, save alerts about other clients."""
    others_alert = (
        select(Telling.outbox_id).join(Alert, Alert.id == Telling.alert_id).where(Alert.client_id != client_id)
    )
    return (
        select(OutboxRow.id, OutboxRow.target_id, OutboxRow.body)
        .join(Member, Member.telegram_id == OutboxRow.chat_id)
        .where(whose, OutboxRow.state.in_(OUTBOX_OPEN))
        .where(OutboxRow.kind.in_((OutboxKind.SEND, OutboxKind.EDIT)))
        .where(OutboxRow.id.not_in(others_alert))
        .where(OutboxRow.target_id.is_(None) | OutboxRow.target_id.not_in(others_alert))
    )


def _names(code: str, value: Any) -> bool:
    word = re.compile(rf"(?<![A-Za-z0-9]){re.escape(code)}(?![A-Za-z0-9])", re.IGNORECASE)
    return any(word.search(words) for words in _words(value))


def _words(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from _words(part)
        case list():
            for part in value:
                yield from _words(part)
