"""The highest id each table ever gave: an old button must not reach a new row, not even after a restore."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, inspect, select, text

from storage.keeping.every_table import TABLES

# Where the database of before is lost, nobody knows which ids it gave since the backup: this many are left out.
GAP = 1_000_000


def counters(connection: Connection) -> dict[str, int]:
    """By table, where the database counts; empty where it does not yet."""
    if connection.dialect.name == "sqlite":
        if connection.scalar(text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'")) is None:
            return {}
        rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        return {row.name: row.seq for row in rows}
    found = {}
    for name, sequence in _sequences(connection).items():
        last, called = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608 - a name PostgreSQL gave
        found[name] = last if called else 0
    return found


def count_on(connection: Connection, *known: Mapping[str, int], gap: int) -> None:
    """From here on ids are higher than any that is there or `known`, and, where ids are never used again, by `gap`."""
    sqlite = connection.dialect.name == "sqlite"
    sequences = {} if sqlite else _sequences(connection)
    for name, table in TABLES.items():
        never_again = bool(table.dialect_options["sqlite"]["autoincrement"])
        if not (never_again if sqlite else name in sequences):
            continue
        there = connection.scalar(select(func.max(table.c.id))) or 0
        last = max(there, *(one.get(name, 0) for one in known)) + (gap if never_again else 0)
        if sqlite:
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
            connection.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), {"name": name, "seq": last}
            )
        else:
            connection.execute(
                text("SELECT setval(CAST(:sequence AS regclass), :last, :called)"),
                {"sequence": sequences[name], "last": max(last, 1), "called": last > 0},
            )


def _sequences(connection: Connection) -> dict[str, str]:
    """PostgreSQL's sequence of each table that has one."""
    there = set(inspect(connection).get_table_names())
    asked = text("SELECT pg_get_serial_sequence(:name, 'id')")
    counted = [name for name, table in TABLES.items() if "id" in table.c and name in there]
    found = {name: connection.scalar(asked, {"name": name}) for name in counted}
    return {name: sequence for name, sequence in found.items() if sequence}
