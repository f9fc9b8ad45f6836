"""What test after test begins with, such as coming aboard: lived once per process, and from then on written down again.

A deed leaves rows, the counters of their ids, and what the practice is besides. That is kept by the path to it, all
deeds from an empty database on. In a practice in which anything else happened meanwhile, every deed is lived for real.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, bindparam, event, exists, or_, select, text

from storage.crypto import cipher_of
from storage.keeping.counters import counters
from storage.keeping.every_table import TABLES

if TYPE_CHECKING:
    from tests.conversation.talk import Practice, Screen

Path = tuple[Hashable, ...]
Rows = dict[Any, dict[str, Any]]  # by their keys
_KEY = "its_key"


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of one table's rows."""

    table: Table
    gone: list[dict[str, Any]]
    come: list[dict[str, Any]]
    changed: list[dict[str, Any]]

    @classmethod
    def between(cls, table: Table, before: Rows, after: Rows) -> Moved:
        return cls(
            table,
            gone=[{_KEY: key} for key in before if key not in after],
            come=[row for key, row in after.items() if key not in before],
            changed=[{**row, _KEY: key} for key, row in after.items() if before.get(key, row) != row],
        )


@dataclass(frozen=True, slots=True)
class Beside:
    """What a practice is besides its rows: its clock, the last of its updates' ids, what everybody sees."""

    now: datetime
    last_id: int
    screens: dict[int, Screen]

    @classmethod
    def of(cls, practice: Practice) -> Beside:
        lit = {who: _copy(screen) for who, screen in practice.screens.items() if screen != type(screen)()}
        return cls(practice.now, practice.last_id, lit)

    def again(self, practice: Practice) -> None:
        practice.now, practice.last_id = self.now, self.last_id
        for who, screen in self.screens.items():
            shown, kept = practice.screen(who), _copy(screen)
            shown.messages, shown.toasts, shown.deleted = kept.messages, kept.toasts, kept.deleted
            shown.papers, shown.files = kept.papers, kept.files


@dataclass(frozen=True, slots=True)
class Left:
    """What a deed left behind."""

    moved: list[Moved]
    counted: dict[str, int]
    beside: Beside


_left: dict[Path, Left] = {}


class Course:
    """How one practice came to be as it is."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._engine = practice.store.engine
        self._commits = _commits(self._engine)
        begin = self._engine.dialect.name, cipher_of(self._engine)
        self._path: Path | None = begin if _empty(self._engine) else None
        self._mark = self._standing()

    def once(self, deed: Callable[[], object], *name: Hashable) -> None:
        """Does the deed, or writes down again what it left when it was done in the same place before.

        All that it does must follow from its name and from what was before.
        """
        path = self._path = (*self._path, name) if self._path is not None and self._mark == self._standing() else None
        if path is None:
            deed()
        elif path in _left:
            self._again(_left[path])
        else:
            _left[path] = self._watch(deed)
        self._mark = self._standing()

    def _standing(self) -> tuple[object, ...]:
        """Another one as soon as anything happened. Whoever watches what is handed over sees all of it happen."""
        return self._commits.number, self._practice.hand_over, Beside.of(self._practice)

    def _watch(self, deed: Callable[[], object]) -> Left:
        before, counted = _memory(self._engine)
        deed()
        after, counts = _memory(self._engine)
        moved = [Moved.between(table, before[name], after[name]) for name, table in TABLES.items()]
        return Left(moved, dict(counts.items() - counted.items()), Beside.of(self._practice))

    def _again(self, left: Left) -> None:
        with self._engine.begin() as connection:
            for moved in reversed(left.moved):
                if moved.gone:
                    connection.execute(moved.table.delete().where(_key(moved.table) == bindparam(_KEY)), moved.gone)
            for moved in left.moved:
                if moved.come:
                    connection.execute(moved.table.insert(), moved.come)
            for moved in left.moved:
                if moved.changed:
                    connection.execute(moved.table.update().where(_key(moved.table) == bindparam(_KEY)), moved.changed)
            counted = [{"name": name, "number": number} for name, number in left.counted.items()]
            for count in _COUNT[self._engine.dialect.name] if counted else ():
                connection.execute(count, counted)
        left.beside.again(self._practice)


_COUNT = {
    "sqlite": [
        text("DELETE FROM sqlite_sequence WHERE name = :name"),
        text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)"),
    ],
    "postgresql": [text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :number)")],
}


class _Commits:
    def __init__(self, engine: Engine) -> None:
        self.number = 0
        event.listen(engine, "commit", self._add)

    def _add(self, _connection: Connection) -> None:
        self.number += 1


_commits = cache(_Commits)


def _empty(engine: Engine) -> bool:
    with engine.begin() as connection:
        return not connection.scalar(select(or_(*(exists(table.select()) for table in TABLES.values()))))


def _memory(engine: Engine) -> tuple[dict[str, Rows], dict[str, int]]:
    """Every row of every table, and how far its ids were counted."""
    with engine.begin() as connection:
        found = {}
        for name, table in TABLES.items():
            rows = connection.execute(table.select().order_by(_key(table))).mappings()
            found[name] = {row[_key(table)]: dict(row) for row in rows}
        return found, counters(connection)


def _key(table: Table) -> Any:
    (column,) = table.primary_key
    return column


def _copy(screen: Screen) -> Screen:
    return replace(
        screen,
        messages={number: replace(shown) for number, shown in screen.messages.items()},
        toasts=[*screen.toasts],
        deleted={*screen.deleted},
        papers=[*screen.papers],
        files=[*screen.files],
    )
