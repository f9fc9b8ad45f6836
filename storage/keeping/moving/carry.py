"""Carrying a practice over: the old database is only read, the new one has all of it, compared, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, insert, text
from sqlalchemy.exc import DataError, IntegrityError

from storage.crypto import cipher_of
from storage.engine import sqlite_file
from storage.keeping.counters import count_on
from storage.keeping.every_row import key_of, lots, make_room, plain
from storage.keeping.every_table import TABLES
from storage.keeping.moving.compare import Amiss, DifferentRowError, must_be_alike, must_count_on
from storage.keeping.moving.ends import (
    ABOUT,
    DEED,
    End,
    Practice,
    at,
    from_source,
    gives_way,
    looked_at,
    must_be_two,
    must_not_be_one,
    must_not_have_changed,
)
from storage.keeping.reading import looking
from storage.keeping.swap import fresh_beside
from storage.migrate import migrate
from storage.privacy_rows import Verb
from storage.running import alone
from storage.session import transaction
from storage.work import UnitOfWork

Advance = Callable[[int], object]
_PATIENCE = "10s"  # for whoever else holds a table of the new database


def move(
    source: Engine, target: Engine, now: datetime, expect: Callable[[int, bool], object], advance: Advance
) -> Counter[str]:
    """Moves the practice; returns how many rows each table has. `now` is aware UTC.

    `expect` is told how many steps there are and whether an earlier move gives way to this one, `advance` of steps
    done. Raises RefusedMoveError and DifferentRowError; then the new database is as it was, but for its shape.
    """
    must_be_two(source.url, target.url)
    with at(End.SOURCE), alone(source), looking(source.url) as view:
        practice = looked_at(view, cipher_of(source))
        with at(End.TARGET):
            must_not_be_one(view, target.url)
        with at(End.TARGET), alone(target):
            with looking(target.url) as there:
                again = gives_way(there, practice, cipher_of(target))
            expect(2 * practice.counts.total(), again)
            _into(practice, target, now, advance, partial(must_not_have_changed, source.url, practice))
    return practice.counts


def _into(practice: Practice, target: Engine, now: datetime, advance: Advance, at_last: Callable[[], None]) -> None:
    path = sqlite_file(target.url)
    if path is None:
        migrate(target)
        _load(practice, target, now, advance, at_last)
        return
    with fresh_beside(path, cipher_of(target)) as new:
        _load(practice, new, now, advance, at_last)


def _load(practice: Practice, target: Engine, now: datetime, advance: Advance, at_last: Callable[[], None]) -> None:
    """All of it in one transaction, which ends once everything was read back, and the old one is as it was."""
    with transaction(target) as session:
        there = session.connection()
        _clear(there, practice)
        for name in TABLES:
            for lot in lots(dict(row._mapping) for row in from_source(practice.view, name)):
                _put(there, name, lot)
                advance(len(lot))
        count_on(there, practice.counters, gap=0)
        for name in TABLES:
            must_be_alike(practice.view, there, name, cipher_of(target), advance)
        must_count_on(there, practice.counters)
        work = UnitOfWork(session)
        work.audit.by(DEED, now)
        work.audit.tell(Verb.CHANGED, ABOUT, practice.fence)
        at_last()


def _clear(there: Connection, practice: Practice) -> None:
    """What an earlier move left goes, unless something happened to it since it was looked at; nobody gets in now."""
    if there.dialect.name == "postgresql":
        there.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}'"))
        there.execute(text(f"LOCK TABLE {', '.join(TABLES)} IN ACCESS EXCLUSIVE MODE"))
        gives_way(there, practice, cipher_of(there.engine))
        make_room(there)


def _put(there: Connection, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds rows. Raises DifferentRowError for the one that the database does not take."""
    try:
        with there.begin_nested():
            there.execute(insert(plain(name)), rows)
    except (DataError, IntegrityError) as error:
        if len(rows) == 1:
            raise DifferentRowError(name, rows[0][key_of(name)], Amiss.NOT_TAKEN) from error
        for row in rows:
            _put(there, name, [row])
