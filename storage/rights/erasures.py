"""What was erased, to be kept beside the backups too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.orm import ORMExecuteState

from storage.people_rows import Practice
from storage.privacy_rows import Erased, ErasureRow
from storage.session import Watcher, WorkSession


@dataclass(frozen=True, slots=True)
class ErasureEntry:
    """That a row was erased, at an instant (UTC): of clients, of members or of reflections, by its id."""

    id: int
    at: datetime
    what: Erased
    row_id: int


@dataclass(frozen=True, slots=True)
class ErasureList:
    """All that was erased in one practice, known by its `uid`."""

    practice: str
    entries: tuple[ErasureEntry, ...]


def newest_erasure(connection: Connection) -> int | None:
    """The id of what was erased last, None where nothing was."""
    return connection.scalar(select(func.max(ErasureRow.id)))


class Erasures(Watcher):
    """`happened` once something was erased in this transaction."""

    def __init__(self, session: WorkSession) -> None:
        self._session = session
        self.happened = False

    def all(self) -> ErasureList:
        """Oldest first; of a database without a practice, an empty list."""
        rows = self._session.scalars(select(ErasureRow).order_by(ErasureRow.id))
        entries = tuple(ErasureEntry(row.id, row.at, row.what, row.row_id) for row in rows)
        return ErasureList(self._session.scalar(select(Practice.uid)) or "", entries)

    def note(self, entries: Iterable[ErasureEntry]) -> None:
        """Keeps what a list says and this database does not know, under its own id if that is free."""
        taken = set(self._session.scalars(select(ErasureRow.id)))
        for one in entries:
            own = {} if one.id in taken else {"id": one.id}
            self._session.execute(insert(ErasureRow).values(at=one.at, what=one.what, row_id=one.row_id, **own))

    def flushed(self, session: WorkSession) -> None:
        self.happened = self.happened or any(isinstance(row, ErasureRow) for row in session.new)

    def executed(self, state: ORMExecuteState) -> None:
        table = getattr(state.statement, "table", None)
        into = isinstance(table, Table) and table.name == ErasureRow.__tablename__
        self.happened = self.happened or (state.is_insert and into)
