"""The session of a unit of work: what it reads it holds, and what it writes is shown to its watchers.

The listeners stand once on the class: registered on each session, they cost more than most of what a turn asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Table, event
from sqlalchemy.orm import InstanceState, ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.attributes import get_history

from storage.models import Base
from storage.plain import same_as_seen
from storage.prepared import Asking, Plain, Prepared, Values

# What carries messages, what records, and what nobody did: the audit tells of no row of these.
NOT_TOLD = frozenset(
    {"inbox", "outbox", "nudge", "draft", "runner", "change", "event", "audit", "telling", "concern", "calendar"}
)

_NOTHING: Values = {}


def table_of(row: type[Base]) -> Table:
    """Its table, for statements past the ORM."""
    return Base.metadata.tables[row.__tablename__]


class Watcher:
    """Is shown whatever a session writes, in the transaction in which it does."""

    def about_to_flush(self, session: WorkSession) -> None:
        """`new` and `dirty` of the session are what will be written, `deleted` what will be removed."""

    def flushed(self, session: WorkSession) -> None:
        """It was written; `new`, `dirty` and `deleted` still are what they were, and new rows have their ids."""

    def executed(self, state: ORMExecuteState) -> None:
        """A statement is about to be executed as it stands."""

    def saved(self, kind: type[Base], row_id: int, before: Values, after: Values) -> None:
        """A row was written as columns: all of them, as they stood and as they stand."""


class WorkSession(Session):
    """Stands in a transaction of its connection, which whoever began it commits.

    Rows are loaded and saved through SQLAlchemy's session. What is read and written as columns goes past it, and where
    a turn does nothing else it never opens: that takes it longer than a short statement takes.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, expire_on_commit=False, join_transaction_mode="rollback_only")
        self._asking = Asking(connection)
        if not connection.in_transaction():
            connection.begin()  # SQLAlchemy would with its first statement, which ours may come before
        self.watchers: Sequence[Watcher] = ()
        # A session lets go of rows nobody holds. Read anew, one would bring the version another writer left meanwhile,
        # and what he wrote would be overwritten unnoticed; held, it is refused at the save.
        self.held: list[object] = []
        self.noted: list[int] = []  # the events (ids) of this transaction, see storage.events
        self.rung = False  # the bell, see storage.bell

    def read(self, statement: Prepared, values: Values = _NOTHING, *also: object) -> list[Plain]:
        """The rows of a statement that changes none, as columns: what waits to be written is written first.

        `also` is what its rows are made into something with.
        """
        self.flush()
        return self._asking.run(statement, values, *also)

    def read_one(self, statement: Prepared, values: Values = _NOTHING) -> Plain | None:
        """The first of them, None where there is none."""
        rows = self.read(statement, values)
        return rows[0] if rows else None

    def read_value(self, statement: Prepared, values: Values = _NOTHING) -> Any:
        """What stands first in the first of them, None where there is none."""
        rows = self.read(statement, values)
        return rows[0][0] if rows else None

    def write(self, statement: Prepared, values: Values) -> list[Plain]:
        """Executes a statement on a table of which the audit is told nothing, past the watchers; what it returns.

        Raises ValueError for any other table.
        """
        _untold(statement)
        return self._asking.run(statement, values)

    def write_each(self, statement: Prepared, several: Sequence[Values]) -> None:
        """The same with each of several values, which have the same names; nothing where there are none."""
        _untold(statement)
        if several:
            self._asking.run_for_each(statement, several)

    def overwrite(self, statement: Prepared, kind: type[Base], row_id: int, before: Values, changed: Values) -> bool:
        """Executes a statement that changes one row as `changed` says, and shows it to the watchers.

        `before` is the whole row, by whose id and version the statement finds it; False where it did not.
        """
        version = before["version"] + 1
        found = {"one": row_id, "was": before["version"], "version": version}
        if not self._asking.run(statement, {**found, **changed}):
            return False
        after = {**before, **changed, "version": version}
        for watcher in self.watchers:
            watcher.saved(kind, row_id, before, after)
        return True


@contextmanager
def transaction(engine: Engine) -> Iterator[WorkSession]:
    """One of its own: committed at the end, and nothing was changed where anything is raised."""
    with engine.begin() as connection, WorkSession(connection) as session:
        yield session
        session.flush()


def _untold(statement: Prepared) -> None:
    if statement.writes not in NOT_TOLD:
        raise ValueError("a change of this table is told, and so is shown to the watchers")


def changed_in(row: Base) -> list[str]:
    """The attributes of a row in which it differs from what the database has of it."""
    state: InstanceState[Base] = row._sa_instance_state  # type: ignore[attr-defined] # of every mapped object
    return [key for key in state.committed_state if get_history(row, key).has_changes()]


@event.listens_for(WorkSession, "loaded_as_persistent")
def _loaded(session: WorkSession, row: Any) -> None:
    if hasattr(row, "version"):
        same_as_seen(session, row.__tablename__, row.id, row.version)
    session.held.append(row)


@event.listens_for(WorkSession, "before_flush")
def _about_to_flush(session: WorkSession, _context: UOWTransaction, _rows: object) -> None:
    for watcher in session.watchers:
        watcher.about_to_flush(session)


@event.listens_for(WorkSession, "after_flush")
def _flushed(session: WorkSession, _context: UOWTransaction) -> None:
    for watcher in session.watchers:
        watcher.flushed(session)


@event.listens_for(WorkSession, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if not state.is_select and isinstance(state.session, WorkSession):
        for watcher in state.session.watchers:
            watcher.executed(state)
