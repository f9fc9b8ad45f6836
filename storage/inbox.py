"""Updates on their way in: committed before Telegram hears that they arrived, done in the turn's own transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, select, true, update

from storage.inserting import add_those_not_there
from storage.prepared import Prepared
from storage.session import WorkSession
from storage.traffic import INBOX_OPEN, InboxRow, InboxState

KEPT = timedelta(hours=48)
MAX_ATTEMPTS = 3

_OLDEST = Prepared(
    select(InboxRow.id)
    .where(InboxRow.chat_id == bindparam("chat"), INBOX_OPEN)
    .order_by(InboxRow.id)
    .limit(1)
    .with_for_update()
)
_DONE = Prepared(
    update(InboxRow)
    .where(InboxRow.id == bindparam("row"))
    .values(state=InboxState.DONE, body=None, done_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Received:
    """An update to be kept. `body` is its JSON; None when it was refused, for the reason given; its shape (keys and
    types) when it cannot be read. `excepted` if more was let in than usual, for the sake of an open question.
    """

    update_id: int
    chat_id: int | None
    message_id: int | None
    body: str | None
    refused: str | None = None
    quarantined: bool = False
    excepted: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update in the inbox that no turn has finished. `excepted` as in `Received`, or where that is not known."""

    id: int
    update_id: int
    chat_id: int
    message_id: int | None
    body: str | None
    refused: str | None
    excepted: bool = field(default=True, compare=False)


class Inbox:
    def __init__(self, session: WorkSession) -> None:
        self._session = session

    def keep(self, bot_id: int, updates: Iterable[Received], now: datetime) -> list[Waiting]:
        """Stores those not seen before; returns those to handle, in order.

        Among these is what was stored before and nobody has finished: handed over again, for nobody said it had come.
        """
        came = {one.update_id: one for one in updates}
        rows = [_row(bot_id, one, now) for one in came.values()]
        fresh = add_those_not_there(self._session, InboxRow, rows, "id", "update_id") if rows else []
        waiting = [_as_it_came(row_id, came.pop(update_id)) for row_id, update_id in fresh]
        if came:
            waiting += self._waiting(and_(InboxRow.bot_id == bot_id, InboxRow.update_id.in_(came)))
        return sorted((one for one in waiting if one is not None), key=attrgetter("id"))

    def open(self, up_to: int | None = None) -> list[Waiting]:
        """Everything not finished, oldest first, to the id `up_to`: what somebody left who ended before it was done."""
        return self._waiting(InboxRow.id <= up_to if up_to is not None else true())

    def newest(self) -> int:
        """The id of the newest update, 0 for none."""
        return self._session.scalar(select(func.max(InboxRow.id))) or 0

    def take(self, waiting: Waiting) -> Waiting | None:
        """Which update of that chat is to be handled now: this one, or an older one; None if this one is done.

        It is locked where the engine can, so that one turn alone handles it, and the chat's next one waits for that.
        """
        first = self._session.read_value(_OLDEST, {"chat": waiting.chat_id})
        if first is None or first > waiting.id:
            return None
        return waiting if first == waiting.id else self._waiting(InboxRow.id == first)[0]

    def done(self, row_id: int, now: datetime) -> None:
        """Handled, with all that its turn changed: the body goes at once, the row after KEPT."""
        self._session.flush()
        self._session.write(_DONE, {"row": row_id, "now": now})

    def quarantine(self, row_id: int, shape: str | None, now: datetime) -> None:
        """It cannot be read: its `shape` is kept for a person to look at, none of its words; its neighbours go on."""
        self._set(row_id, state=InboxState.QUARANTINED, body=shape, done_at=now)

    def failed_once(self, row_id: int, now: datetime) -> bool:
        """Counts a failed try; True when it was the last one and the row is given up."""
        open_ones = select(InboxRow).where(InboxRow.id == row_id, InboxRow.state == InboxState.OPEN)
        row = self._session.scalar(open_ones.with_for_update())
        if row is None:
            return False  # another process handled it meanwhile
        row.attempts += 1
        if row.attempts >= MAX_ATTEMPTS:
            row.state, row.body, row.done_at = InboxState.FAILED, None, now
        self._session.flush()
        return row.state is InboxState.FAILED

    def forget_old(self, now: datetime) -> None:
        """Removes what was handled longer than KEPT ago; Telegram does not hand it over again.

        Looked for among the oldest alone, up to the first that came since.
        """
        since = select(InboxRow.id).where(InboxRow.received_at >= now - KEPT).order_by(InboxRow.id).limit(1)
        behind = func.coalesce(since.scalar_subquery(), self.newest() + 1)
        old = InboxRow.id < behind, InboxRow.state != InboxState.OPEN, InboxRow.done_at < now - KEPT
        self._session.execute(delete(InboxRow).where(*old))

    def _waiting(self, which: ColumnElement[bool]) -> list[Waiting]:
        wanted = INBOX_OPEN, InboxRow.chat_id.is_not(None), which
        # Put into order here: asked to, SQLite would go through all that was ever handled, for that is in order.
        rows = sorted(self._session.scalars(select(InboxRow).where(*wanted)), key=attrgetter("id"))
        return [Waiting(row.id, row.update_id, row.chat_id or 0, row.message_id, row.body, row.refused) for row in rows]

    def _set(self, row_id: int, **values: Any) -> None:
        self._session.execute(update(InboxRow).where(InboxRow.id == row_id).values(**values))


def _row(bot_id: int, received: Received, now: datetime) -> dict[str, Any]:
    return {
        "bot_id": bot_id,
        "update_id": received.update_id,
        "chat_id": received.chat_id,
        "message_id": received.message_id,
        "body": received.body,
        "refused": received.refused,
        "state": InboxState.QUARANTINED if received.quarantined else InboxState.OPEN,
        "attempts": 0,
        "received_at": now,
        "done_at": now if received.quarantined else None,
    }


def _as_it_came(row_id: int, one: Received) -> Waiting | None:
    """None for what no turn is to handle."""
    if one.quarantined or one.chat_id is None:
        return None
    return Waiting(row_id, one.update_id, one.chat_id, one.message_id, one.body, one.refused, one.excepted)
