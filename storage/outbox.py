"""Messages on their way out: written in the transaction of the change that causes them, sent by delivery alone.

pending -> sending (under a fence) -> sent | uncertain | dead; a pending one may be cancelled. First in, first out
per chat.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, update

from storage.one_of import one_of
from storage.prepared import Prepared
from storage.session import WorkSession
from storage.traffic import OUTBOX_OPEN, OUTBOX_WAITS, OutboxKind, OutboxRow, OutboxState

SHUT_OUT = "forbidden"  # the error of a message to somebody who shut the bot out
_NEVER_SENT = (OutboxState.CANCELLED, OutboxState.DEAD)

_UNSENT = or_(OutboxRow.state == OutboxState.PENDING, OutboxRow.state == OutboxState.UNCERTAIN)
_TARGET = OutboxRow.__table__.alias("target")
_HEADS = (
    select(func.min(OutboxRow.id)).where(OUTBOX_WAITS, ~one_of(OutboxRow.chat_id, "busy")).group_by(OutboxRow.chat_id)
)
_NEXT = Prepared(
    select(
        OutboxRow.id,
        OutboxRow.chat_id,
        OutboxRow.kind,
        OutboxRow.body,
        func.coalesce(OutboxRow.message_id, _TARGET.c.message_id),
        OutboxRow.not_after,
        OutboxRow.attempts,
    )
    .outerjoin(_TARGET, _TARGET.c.id == OutboxRow.target_id)
    .where(OutboxRow.id.in_(_HEADS), _UNSENT)
    .order_by(OutboxRow.id)
    .limit(bindparam("most"))
    # Locked, or what a turn changes or takes back in this moment would go out as it was before.
    .with_for_update(of=OutboxRow)
)
_SENDING = Prepared(
    update(OutboxRow)
    .where(one_of(OutboxRow.id, "rows"))
    .values(state=OutboxState.SENDING, fence=bindparam("its_fence"), attempts=OutboxRow.attempts + 1)
)
_SENT = Prepared(
    update(OutboxRow)
    .where(OutboxRow.id == bindparam("row"))
    .values(state=OutboxState.SENT, body=None, message_id=func.coalesce(bindparam("shown_as"), OutboxRow.message_id))
)
_NEW: dict[str, Any] = {
    "state": OutboxState.PENDING, "fence": 0, "attempts": 0, "target_id": None, "message_id": None, "body": None,
    "not_after": None, "error": None,
}  # fmt: skip
_ADD = Prepared(insert(OutboxRow).returning(OutboxRow.id))
_WAITING = Prepared(select(func.count()).select_from(OutboxRow).where(OUTBOX_WAITS))
_SHOWN_AS = Prepared(
    select(OutboxRow.id, OutboxRow.message_id)
    .where(
        OutboxRow.chat_id == bindparam("chat"),
        OutboxRow.message_id == bindparam("message"),
        OutboxRow.kind == OutboxKind.SEND,
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A row claimed for sending. `message_id` is the Telegram message an edit or a deletion is about."""

    id: int
    chat_id: int
    kind: OutboxKind
    body: str | None
    message_id: int | None
    not_after: datetime | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Target:
    """A message of ours that a press or an answer refers to."""

    id: int
    message_id: int | None


class Outbox:
    def __init__(self, session: WorkSession) -> None:
        self._session = session

    def send(self, chat_id: int, body: str, now: datetime, *, not_after: datetime | None = None) -> int:
        """Queues a message, which is of no use `not_after`; returns its outbox id."""
        return self._add(now, chat_id=chat_id, kind=OutboxKind.SEND, body=body, not_after=not_after)

    def document(self, chat_id: int, recipe: str, now: datetime) -> int:
        """Queues a document by its recipe: it is made when it is sent. Returns its outbox id."""
        return self._add(now, chat_id=chat_id, kind=OutboxKind.DOCUMENT, body=recipe)

    def documents_waiting(self, chat_id: int) -> list[str]:
        """The recipes of the documents this chat still waits for, oldest first."""
        here = OutboxRow.chat_id == chat_id, OutboxRow.kind == OutboxKind.DOCUMENT, OUTBOX_WAITS
        return [
            body for body in self._session.scalars(select(OutboxRow.body).where(*here).order_by(OutboxRow.id)) if body
        ]

    def edit(self, chat_id: int, target_id: int, body: str, now: datetime) -> None:
        """Changes a message of ours: in place while it still waits, else by an edit queued behind it.

        One that stands in another chat, as after a change of account, stays as it is, and so does one never sent.
        """
        target = select(OutboxRow.id).where(OutboxRow.id == target_id, OutboxRow.chat_id == chat_id)
        if self._session.scalar(target.where(OutboxRow.state.not_in(_NEVER_SENT))) is None:
            return
        waiting = (
            update(OutboxRow)
            .where(OutboxRow.id == target_id, OutboxRow.chat_id == chat_id, OutboxRow.state == OutboxState.PENDING)
            .values(body=body)
            .returning(OutboxRow.id)
        )
        if self._session.execute(waiting).first() is None:
            self._add(now, chat_id=chat_id, kind=OutboxKind.EDIT, body=body, target_id=target_id)

    def delete(self, chat_id: int, message_id: int, now: datetime) -> None:
        """Queues the deletion of a message in the chat, ours or the person's."""
        self._add(now, chat_id=chat_id, kind=OutboxKind.DELETE, message_id=message_id)

    def sent_as(self, chat_id: int, message_id: int) -> Target | None:
        """Which of our messages the chat shows under `message_id`."""
        row = self._session.read_one(_SHOWN_AS, {"chat": chat_id, "message": message_id})
        return Target(*row) if row else None

    def claim(self, fence: int, busy: Collection[int], limit: int) -> list[Outgoing]:
        """Takes the oldest waiting row of each chat that is not `busy`, and marks it as being sent by `fence`."""
        claimed = [Outgoing(*row) for row in self._session.read(_NEXT, {"busy": busy, "most": limit})]
        if claimed:
            self._session.write(_SENDING, {"rows": [one.id for one in claimed], "its_fence": fence})
        return claimed

    def unheard(self, fence: int, in_hand: Collection[int]) -> None:
        """What `fence` claimed without hearing that it was committed: a row (id) that is not `in_hand` nobody sends."""
        alone = OutboxRow.state == OutboxState.SENDING, OutboxRow.fence == fence, OutboxRow.id.not_in(in_hand)
        self._session.execute(update(OutboxRow).where(OUTBOX_WAITS, *alone).values(state=OutboxState.UNCERTAIN))

    def ring(self) -> None:
        """Whoever sends looks whether something waits, as after each message that was written."""
        self._session.rung = True

    def waiting(self) -> int:
        """How many messages are neither sent nor given up."""
        return int(self._session.read_value(_WAITING))

    def sent(self, row_id: int, message_id: int | None) -> None:
        """Delivered, whoever leads by now; the body goes at once."""
        self.all_sent({row_id: message_id})

    def all_sent(self, messages: Mapping[int, int | None]) -> None:
        """The same of several rows, each with the id under which its chat shows it, if it is new there.

        Rings: the next message of each chat may go.
        """
        self.ring()
        rows = [{"row": row_id, "shown_as": message_id} for row_id, message_id in messages.items()]
        self._session.write_each(_SENT, rows)

    def again(self, row_id: int, fence: int) -> None:
        """Provably not sent: it waits in its place. So long as `fence` sends it, and it was not taken back."""
        self._still_sending(row_id, fence, state=OutboxState.PENDING)

    def uncertain(self, row_id: int, fence: int) -> None:
        """Sent, perhaps: the reply was lost. It is sent again in its place, under the same conditions."""
        self._still_sending(row_id, fence, state=OutboxState.UNCERTAIN)

    def dead(self, row_id: int, fence: int, error: str) -> bool:
        """Telegram will not have it. `error` is a short code without content; False if another leader sends it now."""
        return self._still_sending(row_id, fence, state=OutboxState.DEAD, body=None, error=error)

    def expired(self, row_id: int) -> None:
        """Too late to be of use: not sent."""
        self._mark([row_id], state=OutboxState.CANCELLED, body=None)

    def cancel_pending(self, row_id: int) -> bool:
        """Takes back a message nobody has tried to send; False when it is too late for that."""
        cancelled = (
            update(OutboxRow)
            .where(OutboxRow.id == row_id, OutboxRow.state == OutboxState.PENDING)
            .values(state=OutboxState.CANCELLED, body=None)
            .returning(OutboxRow.id)
        )
        return self._session.execute(cancelled).first() is not None

    def replace(self, row_id: int, body: str) -> bool:
        """Another body for a message that still waits, perhaps to be sent again; False once it has gone out."""
        waits = update(OutboxRow).where(OutboxRow.id == row_id, OutboxRow.state.in_(OUTBOX_OPEN)).values(body=body)
        return self._session.execute(waits.returning(OutboxRow.id)).first() is not None

    def cancel_waiting(self, chat_id: int) -> list[int]:
        """Takes back all that a chat still waits for, save what is to be deleted from it; returns the outbox ids."""
        waiting = OutboxRow.chat_id == chat_id, OUTBOX_WAITS, OutboxRow.kind != OutboxKind.DELETE
        cancelled = update(OutboxRow).where(*waiting).values(state=OutboxState.CANCELLED, body=None)
        return sorted(self._session.scalars(cancelled.returning(OutboxRow.id)))

    def orphans_uncertain(self, fence: int) -> None:
        """What an earlier start was sending when it ended: nobody knows, so it is sent again."""
        self._session.execute(
            update(OutboxRow)
            .where(OUTBOX_WAITS, OutboxRow.state == OutboxState.SENDING, OutboxRow.fence < fence)
            .values(state=OutboxState.UNCERTAIN)
        )

    def _add(self, now: datetime, **values: Any) -> int:
        self.ring()
        row = {**_NEW, "created_at": now, **values}
        return int(self._session.write(_ADD, row)[0].id)

    def _still_sending(self, row_id: int, fence: int, **values: Any) -> bool:
        sending = OutboxRow.id == row_id, OutboxRow.state == OutboxState.SENDING, OutboxRow.fence == fence
        marked = update(OutboxRow).where(*sending).values(**values).returning(OutboxRow.id)
        return self._session.execute(marked).first() is not None

    def _mark(self, row_ids: list[int], **values: Any) -> None:
        if row_ids:
            self._session.execute(update(OutboxRow).where(OutboxRow.id.in_(row_ids)).values(**values))
