"""What is asked for is found by an index, not by looking through a table that grows for years.

Both engines are asked how they would do it. SQLite says so of an empty table as of a full one; PostgreSQL is forbidden
to read a table from end to end, which it then does only where it knows no other way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Row, event, insert, text

from referrals.timing import NudgeKind
from storage.health import look
from storage.inbox import Waiting
from storage.keeping.every_table import TABLES
from storage.models import Nudge, NudgeState
from storage.rights.retention import _remove_referrals
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import NOW, founded, joined, logged

CHAT, OWNER, CLIENT, REFERRAL = 1001, 1, 1, 1


@dataclass(slots=True)
class Asked:
    """The statements an engine was given, with their values."""

    statements: list[tuple[str, Any]] = field(default_factory=list)

    def note(
        self, _connection: object, _cursor: object, statement: str, values: Any, _context: object, many: bool
    ) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            self.statements.append((statement, values[0] if many and isinstance(values, list) else values))


@contextmanager
def watching() -> Iterator[Asked]:
    asked = Asked()
    event.listen(Engine, "before_cursor_execute", asked.note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", asked.note)


def plans(engine: Engine, asked: Asked) -> dict[str, str]:
    """How the engine would do each of the statements."""
    how = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    found = {}
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        for statement, values in asked.statements:
            steps: list[Row[Any]] = list(connection.exec_driver_sql(f"{how} {statement}", values).all())
            found[statement] = "\n".join(str(step[-1]) for step in steps)
        connection.rollback()
    return found


HERS_OR_DUE = "ix_nudge_planned|ix_nudge_send"  # whichever is less
Does = Callable[[UnitOfWork], object]
BY: list[tuple[str, str, Does]] = [
    ("whose message is due", "ix_nudge_send", lambda work: work.nudges.owner_due(NOW)),
    ("when the next one is", "ix_nudge_send", lambda work: work.nudges.next_due()),
    ("what is late", HERS_OR_DUE, lambda work: work.nudges.late(OWNER, NOW)),
    ("what waits after a failure", HERS_OR_DUE, lambda work: work.nudges.postpone(OWNER, None, NOW, NOW)),
    ("what is to come", "ix_nudge_planned", lambda work: work.nudges.to_come(OWNER)),
    ("what is planned about one client", "ix_nudge_planned", lambda work: work.nudges.planned(OWNER, CLIENT)),
    ("what stands open of a referral", "ix_nudge_referral_id", lambda work: work.nudges.unanswered(OWNER, REFERRAL)),
    ("what goes out next", "ix_outbox_open", lambda work: work.outbox.claim(1, [CHAT], 50)),
    ("how much waits to go out", "ix_outbox_open", lambda work: work.outbox.waiting()),
    ("what nobody heard of", "ix_outbox_open", lambda work: work.outbox.unheard(1, [1])),
    ("what an earlier start left", "ix_outbox_open", lambda work: work.outbox.orphans_uncertain(2)),
    ("which documents wait", "ix_outbox_open", lambda work: work.outbox.documents_waiting(CHAT)),
    ("what is taken back", "ix_outbox_open", lambda work: work.outbox.cancel_waiting(CHAT)),
    ("what is left open of what came in", "ix_inbox_open", lambda work: work.inbox.open()),
    ("what was handled long ago", r"rowid<|pk_inbox", lambda work: work.inbox.forget_old(NOW)),
    ("what can be undone", "ix_change_newest", lambda work: work.changes.newest(OWNER)),
    ("who leaves", "ix_client_closed", lambda work: work.retention.sweep(NOW)),
    ("which referrals leave", "ix_referral_unasked", lambda work: work.retention.sweep(NOW)),
    ("which answers leave", "ix_nudge_answered", lambda work: work.retention.sweep(NOW)),
    ("which messages leave: none that an edit is about", "ix_outbox_target_id", lambda work: work.retention.sweep(NOW)),
    ("nor one that shows a reflection", "ix_reflection_shown_in", lambda work: work.retention.sweep(NOW)),
    ("what stood in one client's way", "ix_event_barrier", lambda work: work.caseload(OWNER).barriers(CLIENT)),
    ("what stood in anybody's way", "ix_event_barrier", lambda work: work.caseload(OWNER).every_known()),
    ("events of what leaves", "ix_event_client_id_id", lambda work: _remove_referrals(work._session, [REFERRAL])),
]


@pytest.fixture
def filled(store: Store) -> Store:
    founded(store)
    logged(store, joined(store, CHAT))
    if not store.alone:
        _full(store.engine)
    return store


def _full(engine: Engine) -> None:
    """PostgreSQL weighs one index against another by what is in them."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # they are nobody's
        connection.execute(insert(Nudge), [_planned(number) for number in range(5000)])
        connection.execute(text("ANALYZE nudge"))


def _planned(number: int) -> dict[str, Any]:
    at = NOW + timedelta(minutes=number)
    whose = {"owner_id": number // 50, "client_id": number // 5, "referral_id": number, "rule": str(number)}
    when = {"local_date": NOW.date(), "due_at": at, "send_at": at, "urgent": False, "delayed": False}
    return {**whose, **when, "kind": NudgeKind.DIGEST, "state": NudgeState.PLANNED}


@pytest.mark.parametrize(("index", "does"), [one[1:] for one in BY], ids=[one[0] for one in BY])
def test_it_is_found_by_its_index(filled: Store, index: str, does: Does) -> None:
    with watching() as asked:
        filled.look_here(does)
    found = plans(filled.engine, asked)
    assert any(re.search(index, plan) for plan in found.values()), found


def test_what_was_set_aside_is_counted_by_its_index(filled: Store) -> None:
    with watching() as asked:
        look(filled.engine.url, NOW, timedelta(hours=1), timedelta(seconds=10))
    assert any("ix_inbox_set_aside" in plan for plan in plans(filled.engine, asked).values())


def test_the_oldest_update_of_a_chat_is_found_by_its_index(filled: Store) -> None:
    with watching() as asked:
        filled.look_here(lambda work: work.inbox.take(Waiting(1, 1, CHAT, None, None, None)))
    assert any("ix_inbox_open" in plan for plan in plans(filled.engine, asked).values())


def test_nothing_is_sorted_to_find_whose_message_is_due(filled: Store) -> None:
    """A thousand may have come at the same minute; they are in order in the index."""
    with watching() as asked:
        filled.look_here(lambda work: work.nudges.owner_due(NOW))
    assert not any(word in plan for plan in plans(filled.engine, asked).values() for word in ("Sort", "TEMP B-TREE"))


@pytest.mark.parametrize("table", TABLES.values(), ids=str)
def test_what_goes_with_a_row_is_found_by_an_index(table: Any) -> None:
    """Without one the whole table is read for each row that goes, on SQLite for each that an Undo takes away."""
    for key in table.foreign_keys:
        if key.ondelete == "CASCADE" or key.column.table is table:
            column = key.parent.name
            over = {
                str(index.dialect_options["sqlite"]["where"])
                for index in table.indexes
                if next(iter(index.columns)).name == column
            }
            assert over & {"None", f"{column} IS NOT NULL"}, column
