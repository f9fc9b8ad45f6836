"""What each person was handed for her calendar. Every statement carries the owner.

A file holds some hundred entries: they are written past the watchers, and the audit tells of the command instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from referrals.calendar import Entry, Held, News
from storage.calendar_rows import CalendarRow
from storage.models import ClientRow
from storage.plain import OWNER
from storage.prepared import Plain, Prepared
from storage.session import WorkSession, table_of

_TABLE = table_of(CalendarRow)
_c, _client = _TABLE.c, ClientRow.__table__.c
_HERS = _c.owner_id == OWNER
_ORDER = _c.starts_at, _c.id
_HELD = Prepared(select(_TABLE).where(_HERS).order_by(*_ORDER))
_TO_COME = _c.ends_at > bindparam("since")
_ANY = Prepared(select(_c.id).where(_HERS, _TO_COME).limit(1))
# The code only of who is still hers: a client may be with a colleague by now, or erased.
_SHOWN = Prepared(
    select(_TABLE, _client.code)
    .outerjoin(ClientRow.__table__, (_client.id == _c.client_id) & (_client.owner_id == OWNER))
    .where(_HERS, _TO_COME)
    .order_by(*_ORDER)
)
_ADD, _CHANGE = Prepared(insert(_TABLE)), Prepared(update(_TABLE).where(_HERS, _c.id == bindparam("row")))


class Calendars:
    def __init__(self, session: WorkSession) -> None:
        self._session = session

    def held(self, owner_id: int) -> list[Held]:
        """All that she was handed and that is still known, what is over included, by its time."""
        return [_held(row) for row in self._session.read(_HELD, {"owner": owner_id})]

    def shown(self, owner_id: int, since: datetime) -> list[tuple[Held, str | None]]:
        """What is not over at an instant (UTC), with the client's code where she is hers."""
        rows = self._session.read(_SHOWN, {"owner": owner_id, "since": since})
        return [(_held(row), row.code) for row in rows]

    def any(self, owner_id: int, since: datetime) -> bool:
        """Whether she was ever handed something that is not over at an instant (UTC)."""
        return bool(self._session.read(_ANY, {"owner": owner_id, "since": since}))

    def hand_out(self, owner_id: int, news: News, now: datetime) -> None:
        """From now on she has what is news, too."""
        fresh = {"sequence": 0, "changed_at": now, "cancelled": False}
        added = [{"owner_id": owner_id, "uid": str(uuid4()), **fresh, **_values(entry)} for entry in news.added]
        changed = [
            {
                "owner": owner_id,
                "row": one.id,
                "sequence": one.sequence,
                "changed_at": one.changed_at,
                "cancelled": one.cancelled,
                **_values(one.entry),
            }
            for one in (*news.changed, *news.cancelled)
        ]
        self._session.write_each(_ADD, added)
        self._session.write_each(_CHANGE, changed)


def forget_whose(session: Session, client_ids: Sequence[int]) -> None:
    """Of these clients nothing is said any more, in nobody's calendar; the next file cancels it, without a code.

    What was cancelled already is cancelled once more, or a calendar would keep the title with the code.
    """
    theirs = update(CalendarRow).where(CalendarRow.client_id.in_(client_ids))
    session.execute(theirs.values(client_id=None, referral_id=None, was=None, cancelled=False))


def forget_all_of(session: Session, owner_id: int) -> None:
    """Nothing of hers is known any more: what she has in her calendar stays there."""
    session.execute(delete(CalendarRow).where(CalendarRow.owner_id == owner_id))


def _values(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "client_id": entry.client_id,
        "referral_id": entry.referral_id,
        "was": entry.was,
        "starts_at": entry.starts_at,
        "ends_at": entry.ends_at,
        "on_date": entry.on,
    }


def _held(row: Plain) -> Held:
    entry = Entry(row.kind, row.starts_at, row.ends_at, row.client_id, row.referral_id, was=row.was, on=row.on_date)
    return Held(row.id, row.uid, entry, row.sequence, row.changed_at, row.cancelled)
