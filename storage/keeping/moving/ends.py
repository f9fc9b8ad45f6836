"""The two ends of a move: what the old database holds, and whether the new one may take it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from sqlalchemy import URL, Connection, Row, func, inspect, select, table, text

from storage.crypto import FieldCipher, FieldKeyError
from storage.engine import sqlite_file
from storage.keeping.counters import counters
from storage.keeping.every_row import counted, every_row, must_be_ours
from storage.keeping.reading import KEY_CHECK, UnreadableDatabaseError, key_check, looking
from storage.migrate import NewerDatabaseError, must_be_known, newest_revision, revision
from storage.outages import StorageUnavailableError, outages
from storage.running import AlreadyRunningError

# How the audit of the new database tells of the move: its last line, with the fence that came along, for as long as
# nobody did anything there and no bot ran.
DEED, ABOUT = "move", "runner"


class End(Enum):
    SOURCE = auto()
    TARGET = auto()


class Why(Enum):
    """Why a practice is not moved."""

    RUNS = auto()
    AWAY = auto()
    DAMAGED = auto()
    OTHER_KEY = auto()
    NEWER = auto()
    SAME = auto()  # both ends are one database
    NO_PRACTICE = auto()
    BEHIND = auto()
    CHANGED = auto()  # somebody did something there meanwhile
    NOT_EMPTY = auto()  # something lies there that is no practice of ours
    FOREIGN = auto()
    ALIVE = auto()  # this practice, which has gone on there


class RefusedMoveError(Exception):
    """One of the ends is not as it must be. Nothing was moved."""

    def __init__(self, end: End, why: Why) -> None:
        super().__init__(f"{end.name} {why.name}")
        self.end = end
        self.why = why


_WHY: tuple[tuple[type[Exception], Why], ...] = (
    (AlreadyRunningError, Why.RUNS),
    (StorageUnavailableError, Why.AWAY),
    (OSError, Why.AWAY),
    (UnreadableDatabaseError, Why.DAMAGED),
    (FieldKeyError, Why.OTHER_KEY),
    (NewerDatabaseError, Why.NEWER),
)


@contextmanager
def at(end: End) -> Iterator[None]:
    """What a person can mend becomes a RefusedMoveError that says at which end."""
    try:
        with outages():
            yield
    except tuple(kind for kind, _ in _WHY) as error:
        raise RefusedMoveError(end, next(why for kind, why in _WHY if isinstance(error, kind))) from error


def from_source(view: Connection, name: str) -> Iterator[Row[Any]]:
    """The rows of one table at the old end, in the order of their keys. Raises RefusedMoveError."""
    with at(End.SOURCE):
        yield from every_row(view, name)


@dataclass(frozen=True, slots=True)
class Practice:
    """What is to be moved, and the view it is read by: whose it is, the fence of the bot's last start; by table, its
    rows and the highest id it ever gave.
    """

    view: Connection
    uid: str
    fence: int
    counts: Counter[str]
    counters: Mapping[str, int]


def must_be_two(source: URL, target: URL) -> None:
    """Raises RefusedMoveError where there is no old file, or both are one database as far as addresses tell."""
    old, new = sqlite_file(source), sqlite_file(target)
    if old is not None and not old.exists():
        raise RefusedMoveError(End.SOURCE, Why.NO_PRACTICE)
    if source == target or (old is not None and new is not None and old.resolve() == new.resolve()):
        raise RefusedMoveError(End.TARGET, Why.SAME)


def must_not_be_one(view: Connection | None, target: URL) -> None:
    """The same where PostgreSQL itself must be asked. Raises RefusedMoveError."""
    with looking(target) as there:
        if view is not None and there is not None and _which(view) == _which(there) is not None:
            raise RefusedMoveError(End.TARGET, Why.SAME)


def looked_at(view: Connection | None, cipher: FieldCipher) -> Practice:
    """The practice at the old end. Raises RefusedMoveError, FieldKeyError, NewerDatabaseError."""
    if view is not None:
        must_be_known(view)
    sealed = view and key_check(view)
    if view is None or not sealed:
        raise RefusedMoveError(End.SOURCE, Why.NO_PRACTICE)
    if revision(view) != newest_revision():
        raise RefusedMoveError(End.SOURCE, Why.BEHIND)
    cipher.open(sealed, KEY_CHECK)
    must_be_ours(view)
    uid = view.scalar(text("SELECT uid FROM practice"))
    return Practice(view, str(uid), _fence(view), counted(view), counters(view))


def must_not_have_changed(source: URL, practice: Practice) -> None:
    """The view is of one moment, and a command may have written since. Raises RefusedMoveError.

    Whatever is written leaves a row, if only in the audit.
    """
    with at(End.SOURCE), looking(source) as view:
        if view is None or (counted(view), counters(view)) != (practice.counts, practice.counters):
            raise RefusedMoveError(End.SOURCE, Why.CHANGED)


def gives_way(there: Connection | None, practice: Practice, cipher: FieldCipher) -> bool:
    """Whether the new end holds an earlier move of this practice, to be done anew; False where it is empty.

    Raises RefusedMoveError where something else is there, FieldKeyError, NewerDatabaseError.
    """
    if there is None:
        return False
    must_be_known(there)
    sealed = key_check(there) if revision(there) else None
    if sealed is None:
        if _anything(there):
            raise RefusedMoveError(End.TARGET, Why.NOT_EMPTY)
        return False
    cipher.open(sealed, KEY_CHECK)
    if not inspect(there).has_table("audit") or there.scalar(text("SELECT uid FROM practice")) != practice.uid:
        raise RefusedMoveError(End.TARGET, Why.FOREIGN)
    last = there.execute(text("SELECT deed, row_table, row_id FROM audit ORDER BY id DESC LIMIT 1")).first()
    if last is None or tuple(last) != (DEED, ABOUT, _fence(there)):
        raise RefusedMoveError(End.TARGET, Why.ALIVE)
    return True


def _which(connection: Connection) -> tuple[Any, ...] | None:
    """Which server and database this is, by whatever address; None for a file."""
    if connection.dialect.name == "sqlite":
        return None
    asked = "SELECT pg_postmaster_start_time(), oid FROM pg_database WHERE datname = current_database()"
    return tuple(connection.execute(text(asked)).one())


def _anything(there: Connection) -> bool:
    """Whether there is a row, or a table that no version of ours made."""
    names = set(inspect(there).get_table_names()) - {"alembic_version"}
    if revision(there) is None:
        return bool(names)
    return any(there.scalar(select(func.count()).select_from(table(name))) for name in names)


def _fence(connection: Connection) -> int:
    return connection.scalar(text("SELECT max(fence) FROM runner")) or 0
