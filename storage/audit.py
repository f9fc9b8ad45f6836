"""Who did what to which row when. Written by watching the session, so that no change goes by untold.

Ids and fixed words only. What carries messages (inbox, outbox, nudges, drafts) is not told of, and neither is when the
bot means to ask next, which it moves itself, nor what it sees that needs a person, which is nobody's deed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, func, insert, or_, select
from sqlalchemy.orm import ORMExecuteState

from storage.models import MOVED_BY_THE_BOT, Base
from storage.prepared import Prepared, Values
from storage.privacy_rows import AuditRow, Verb
from storage.session import NOT_TOLD, Watcher, WorkSession, changed_in, table_of

_NOBODYS_DEED = MOVED_BY_THE_BOT | {"version"}
_UNSAID = "unsaid"
_TELL = Prepared(insert(table_of(AuditRow)))


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done: by a member (id), from a chat that is nobody's, or, without both, by the bot or its machine."""

    id: int
    at: datetime
    member_id: int | None
    chat_id: int | None
    deed: str
    verb: Verb
    row_table: str | None
    row_id: int | None


class Audit(Watcher):
    """`by` says who acts in this transaction; the rest is noted as it happens."""

    def __init__(self, session: WorkSession) -> None:
        self._session = session
        self._actor: dict[str, Any] = {"member_id": None, "chat_id": None, "deed": _UNSAID}
        self._now: datetime | None = None

    def by(self, deed: str, now: datetime, *, member_id: int | None = None, chat_id: int | None = None) -> None:
        """From here on this transaction is hers: `deed` is a command, a tap, or what the bot does by itself."""
        self._actor = {"member_id": member_id, "chat_id": chat_id, "deed": deed}
        self._now = now

    def tell(self, verb: Verb, row_table: str | None = None, row_id: int | None = None) -> None:
        """Notes what was asked for or refused, which changes no row by itself."""
        self._write([(verb, row_table, row_id)])

    def refusals(self, chat_id: int, deed: str, since: datetime, *, member_id: int | None = None) -> int:
        """How often a deed was refused after an instant (UTC) to a chat that is no member's, and to `member_id`."""
        whose = or_(AuditRow.chat_id == chat_id, AuditRow.member_id == member_id) if member_id else None
        mine = whose if whose is not None else AuditRow.chat_id == chat_id, AuditRow.at > since
        refused = AuditRow.deed == deed, AuditRow.verb == Verb.REFUSED
        return self._session.scalar(select(func.count()).select_from(AuditRow).where(*mine, *refused)) or 0

    def newest(self, count: int, *, before: int | None = None, verb: Verb | None = None) -> list[Entry]:
        """The newest entries, `before` an id; with `verb`, only those."""
        rows = select(AuditRow).order_by(AuditRow.id.desc()).limit(count)
        rows = rows.where(AuditRow.id < before) if before is not None else rows
        rows = rows.where(AuditRow.verb == verb) if verb is not None else rows
        return [_entry(row) for row in self._session.scalars(rows)]

    def after(self, last: int, count: int) -> list[Entry]:
        """Entries in the order in which they were written, those after the id `last`."""
        rows = select(AuditRow).where(AuditRow.id > last).order_by(AuditRow.id).limit(count)
        return [_entry(row) for row in self._session.scalars(rows)]

    def _write(self, told: Sequence[tuple[Verb, str | None, int | None]]) -> None:
        at = self._now or datetime.now(UTC)  # whoever does not say who acts is noted all the same
        rows = [
            {"at": at, "verb": verb, "row_table": table, "row_id": row_id, **self._actor}
            for verb, table, row_id in dict.fromkeys(told)
        ]
        self._session.write_each(_TELL, rows)

    def flushed(self, session: WorkSession) -> None:
        every = [
            *((Verb.ADDED, row) for row in session.new if _told(row)),
            *((Verb.CHANGED, row) for row in session.dirty if _told(row) and _changed(row)),
            *((Verb.REMOVED, row) for row in session.deleted if _told(row)),
        ]
        self._write([(verb, row.__tablename__, row.id) for verb, row in every])

    def saved(self, kind: type[Base], row_id: int, before: Values, after: Values) -> None:
        if any(before[key] != value for key, value in after.items() if key not in _NOBODYS_DEED):
            self._write([(Verb.CHANGED, kind.__tablename__, row_id)])

    def executed(self, state: ORMExecuteState) -> None:
        """Statements that change rows without loading them: which ones, they are asked before."""
        table = getattr(state.statement, "table", None)
        if not isinstance(table, Table) or table.name in NOT_TOLD or state.is_select:
            return
        if state.is_insert:
            self._write([(Verb.ADDED, table.name, None)])
            return
        where: ColumnElement[bool] | None = state.statement.whereclause  # type: ignore[attr-defined] # of updates and deletes
        verb = Verb.CHANGED if state.is_update else Verb.REMOVED
        if where is None:  # many at once, by their keys: an import
            self._write([(verb, table.name, None)])
            return
        ids = self._session.connection().scalars(select(table.c.id).where(where))
        self._write([(verb, table.name, row_id) for row_id in ids])


def _told(row: Base) -> bool:
    return row.__tablename__ not in NOT_TOLD


def _changed(row: Base) -> bool:
    """Whether more changed than what the bot moves itself."""
    return any(key not in _NOBODYS_DEED for key in changed_in(row))


def _entry(row: AuditRow) -> Entry:
    return Entry(row.id, row.at, row.member_id, row.chat_id, row.deed, row.verb, row.row_table, row.row_id)
