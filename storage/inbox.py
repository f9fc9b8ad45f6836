"""Updates on their way in: committed before Telegram hears that they arrived, done in the turn's own transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from storage.traffic import InboxRow, InboxState

KEPT = timedelta(hours=48)
MAX_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Received:
    """An update to be kept. `body` is its JSON; None when it was refused, for the reason given; its shape (keys and
    types) when it cannot be read.
    """

    update_id: int
    chat_id: int | None
    message_id: int | None
    body: str | None
    refused: str | None = None
    quarantined: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update in the inbox that no turn has finished."""

    id: int
    update_id: int
    chat_id: int
    message_id: int | None
    body: str | None
    refused: str | None


class Inbox:
    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, bot_id: int, updates: Iterable[Received], now: datetime) -> list[Waiting]:
        """Stores those not seen before, in order; returns the ones to handle. An update seen before is passed over."""
        updates = list(updates)
        ids = [update.update_id for update in updates]
        seen = set(
            self._session.scalars(
                select(InboxRow.update_id).where(InboxRow.bot_id == bot_id, InboxRow.update_id.in_(ids))
            )
        )
        fresh = {update.update_id: update for update in updates if update.update_id not in seen}
        kept = []
        for new in fresh.values():
            row_id = self._insert(bot_id, new, now)
            if not new.quarantined and new.chat_id is not None:
                kept.append(Waiting(row_id, new.update_id, new.chat_id, new.message_id, new.body, new.refused))
        return kept

    def open(self) -> list[Waiting]:
        """Everything not finished, oldest first: what a start takes up again."""
        rows = self._session.scalars(select(InboxRow).where(InboxRow.state == InboxState.OPEN).order_by(InboxRow.id))
        return [
            Waiting(row.id, row.update_id, row.chat_id, row.message_id, row.body, row.refused)
            for row in rows
            if row.chat_id is not None
        ]

    def take(self, row_id: int) -> bool:
        """Whether the row is still open; locks it where the engine can, so that one turn alone handles it."""
        held = select(InboxRow.id).where(InboxRow.id == row_id, InboxRow.state == InboxState.OPEN).with_for_update()
        return self._session.scalar(held) is not None

    def done(self, row_id: int, now: datetime) -> None:
        """Handled: the body goes at once, the row after KEPT."""
        self._set(row_id, state=InboxState.DONE, body=None, done_at=now)

    def quarantine(self, row_id: int, shape: str | None, now: datetime) -> None:
        """It cannot be read: its `shape` is kept for a person to look at, none of its words; its neighbours go on."""
        self._set(row_id, state=InboxState.QUARANTINED, body=shape, done_at=now)

    def failed_once(self, row_id: int, now: datetime) -> bool:
        """Counts a failed try; True when it was the last one and the row is given up."""
        attempts = self._session.scalar(select(InboxRow.attempts).where(InboxRow.id == row_id)) or 0
        given_up = attempts + 1 >= MAX_ATTEMPTS
        self._set(row_id, attempts=attempts + 1)
        if given_up:
            self._set(row_id, state=InboxState.FAILED, body=None, done_at=now)
        return given_up

    def forget_old(self, now: datetime) -> None:
        """Removes what was handled longer than KEPT ago; Telegram does not hand it over again."""
        self._session.execute(delete(InboxRow).where(InboxRow.state != InboxState.OPEN, InboxRow.done_at < now - KEPT))

    def _insert(self, bot_id: int, received: Received, now: datetime) -> int:
        state = InboxState.QUARANTINED if received.quarantined else InboxState.OPEN
        result = self._session.execute(
            insert(InboxRow)
            .values(
                bot_id=bot_id,
                update_id=received.update_id,
                chat_id=received.chat_id,
                message_id=received.message_id,
                body=received.body,
                refused=received.refused,
                state=state,
                attempts=0,
                received_at=now,
                done_at=now if received.quarantined else None,
            )
            .returning(InboxRow.id)
        )
        return result.scalar_one()

    def _set(self, row_id: int, **values: Any) -> None:
        self._session.execute(update(InboxRow).where(InboxRow.id == row_id).values(**values))
