"""A database as an earlier version left it, with rows in every table that it had, and how it looks past the models."""

from __future__ import annotations

from typing import Any

from alembic import command
from sqlalchemy import Column, Connection, Engine, MetaData, column, insert, table, text

from storage.keeping.counters import counters
from storage.keeping.every_table import TABLES
from storage.migrate import _config
from tests.keeping.rows import value_of

ROWS = (1, 2, 3)
GIVEN = 50  # the highest id each table ever gave; its row is gone, and it may stand on a button
_SHAPE = {
    "sqlite": ("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL",),
    "postgresql": (
        "SELECT table_name, column_name, ordinal_position, data_type, character_maximum_length, is_nullable,"
        " column_default FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace",
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    ),
}
Rows = dict[str, list[dict[str, Any]]]


def left_by(engine: Engine, revision: str) -> Rows:
    """Fills an empty database as the version of this revision would have; returns the rows as they lie there.

    What the models still have is what they mean, so that they can read it later; what they have no more, anything.
    """
    with engine.begin() as connection:
        command.upgrade(_config(connection), revision)
    there = MetaData()
    there.reflect(engine, only=lambda name, _: name != "alembic_version")
    with engine.begin() as connection:
        for one in there.sorted_tables:
            numbers = ROWS[:1] if one.name == "practice" else ROWS
            columns = [_now(lies) for lies in one.columns]
            kinds = table(one.name, *(column(known.name, known.type) for known in columns))
            rows = [{known.name: value_of(one.name, known, number) for known in columns} for number in numbers]
            connection.execute(insert(kinds), rows)
        _count(connection, there)
    return lying(engine)


def lying(engine: Engine) -> Rows:
    """Every row as it lies there, past the models."""
    there = MetaData()
    with engine.begin() as connection:
        there.reflect(connection, only=lambda name, _: name != "alembic_version")
        found = {
            one.name: connection.execute(one.select().order_by(*one.primary_key)).all() for one in there.sorted_tables
        }
    return {name: [dict(row._mapping) for row in rows] for name, rows in found.items()}


def given(engine: Engine) -> dict[str, int]:
    """The highest id each table ever gave, where the database counts."""
    with engine.begin() as connection:
        return counters(connection)


def shape(engine: Engine) -> list[set[tuple[Any, ...]]]:
    """Everything that the database says of its tables, other than their rows.

    In which order a table made anew has its constraints is left to chance, so the lines of a statement are a set.
    """
    with engine.begin() as connection:
        return [
            {tuple(map(_lines, row)) for row in connection.execute(text(sql))} for sql in _SHAPE[engine.dialect.name]
        ]


def _lines(said: Any) -> Any:
    return frozenset(line.strip("\t, ") for line in said.splitlines()) if isinstance(said, str) else said


def _now(lies: Column[Any]) -> Column[Any]:
    """A column as the models have it, or, where it is gone since, as it lies there."""
    known = TABLES.get(lies.table.name)
    return lies if known is None or lies.name not in known.columns else known.columns[lies.name]


def _count(connection: Connection, there: MetaData) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text("UPDATE sqlite_sequence SET seq = :given"), {"given": GIVEN})
        return
    for name, one in there.tables.items():
        if "id" in one.columns:
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {GIVEN})"))
