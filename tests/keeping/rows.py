"""A database with rows in every table, made by looking at the tables themselves, and a look at it past the models."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Enum,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Time,
    insert,
    inspect,
    text,
)

from storage.crypto import EncryptedText, FieldCipher, cipher_of
from storage.keeping.every_table import TABLES, sealed_columns
from storage.types import UtcDateTime
from tests.storage.practice import NOW

COUNT = 3
UID = "f0" * 16
MEANT = {
    "practice|uid": UID,
    "practice|zone": "UTC",
    "practice|key_check": "the right key",
    "member|zone": "UTC",
    "draft|data": "{}",
}
JSONS: dict[str, Any] = {
    "sessions": {"slots": [[3, "14:00"]], "every": "weekly", "starts_on": "2026-11-24", "zone": "UTC"},
    "supervision": None,
    "workdays": [0, 1],
    "roles": ["therapist"],
    "readings": [[7, False, NOW.isoformat()]],
    "purposes": ["crisis"],
    "care_steps": [],
    "limits": {"days": 21},
}


_DESCRIBED = {
    "sqlite": text("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"),
    "postgresql": text(
        "SELECT relname, array_agg((attname, attnum, atttypid, atttypmod)::text ORDER BY attnum)::text,"
        " (SELECT array_agg(pg_get_constraintdef(oid) ORDER BY conname)::text"
        " FROM pg_constraint WHERE conrelid = there)"
        " FROM pg_attribute JOIN (SELECT oid AS there, relname FROM pg_class WHERE relkind = 'r'"
        " AND relnamespace = 'public'::regnamespace) AS tables ON attrelid = there"
        " WHERE attnum > 0 AND NOT attisdropped GROUP BY relname, there ORDER BY relname"
    ),
}
_known: dict[tuple[object, ...], list[Table]] = {}


def fill(engine: Engine, count: int = COUNT) -> None:
    """`count` rows in every table, one practice; row n points at row n."""
    with engine.begin() as connection:
        for name, table in TABLES.items():
            numbers = range(1, 2 if name == "practice" else count + 1)
            connection.execute(insert(table), [row(table, number) for number in numbers])
        if engine.dialect.name == "postgresql":
            for name, table in TABLES.items():
                if "id" in table.c:
                    connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {count})"))


def row(table: Table, number: int) -> dict[str, Any]:
    return {column.name: value_of(table.name, column, number) for column in table.columns}


def value_of(table: str, column: Column[Any], number: int) -> Any:
    """What is said in a column of row `number`, whether the models describe it or a database's own look."""
    meant = MEANT.get(f"{table}|{column.name}", JSONS.get(column.name))
    if meant is not None or column.name in JSONS:
        return meant
    if isinstance(column.type, Enum) and column.type.enum_class:
        members = list(column.type.enum_class)
        return members[number % len(members)]
    said = f"{table} {column.name} {number} “äß"
    made: list[tuple[Any, Any]] = [
        (EncryptedText, said),
        (JSON, [said]),
        (LargeBinary, said.encode()),
        (UtcDateTime | DateTime, NOW + timedelta(hours=number, microseconds=number)),
        (Date, NOW.date() + timedelta(days=number)),
        (Time, time(8 + number, 30, 0, number)),
        (Boolean, bool(number % 2)),
        (BigInteger, number if column.name == "outbox_id" else 2**40 + number),
        (Integer, number),
        (String, said[: getattr(column.type, "length", None)]),
    ]
    return next(value for kind, value in made if isinstance(column.type, kind))


def lying(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row as it lies there, sealed fields sealed."""
    with engine.begin() as connection:
        found = {
            table.name: connection.execute(table.select().order_by(*table.primary_key)).all()
            for table in _tables(connection)
        }
    return {
        name: [
            {key: bytes(value) if isinstance(value, memoryview) else value for key, value in one._mapping.items()}
            for one in rows
        ]
        for name, rows in found.items()
    }


def _tables(connection: Connection) -> list[Table]:
    """Those that are there, looked at in full where the database describes them otherwise than any before."""
    dialect = connection.dialect.name
    described = dialect, *map(tuple, connection.execute(_DESCRIBED[dialect]))
    if described not in _known:
        tables = MetaData()
        tables.reflect(connection, only=lambda name, _: name != "alembic_version")
        _known[described] = tables.sorted_tables
    return _known[described]


def words(engine: Engine, cipher: FieldCipher | None = None) -> dict[tuple[str, str, Any], str]:
    """Every sealed field, opened: (table, column, its row's first key) and its words. Raises FieldKeyError."""
    cipher = cipher or cipher_of(engine)
    return {
        (name, column, next(iter(one.values()))): cipher.open(one[column], f"{name}|{column}")
        for name, rows in lying(engine).items()
        for one in rows
        for column in sealed_columns(name)
        if one[column] is not None
    }


def key_ids(engine: Engine) -> set[bytes]:
    """Under which keys the fields lie."""
    return {
        one[column][:4]
        for name, rows in lying(engine).items()
        for one in rows
        for column in sealed_columns(name)
        if one[column] is not None
    }


def sealed_types(engine: Engine) -> set[str]:
    """Which columns of the database hold bytes."""
    looked = inspect(engine)
    return {
        f"{table}|{column['name']}"
        for table in looked.get_table_names()
        for column in looked.get_columns(table)
        if isinstance(column["type"], LargeBinary)
    }
