"""Every row as it lies there: read and written past the models, the same for every database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    Connection,
    Enum,
    LargeBinary,
    Row,
    String,
    TableClause,
    column,
    func,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.types import TypeEngine

from storage.crypto import EncryptedText
from storage.keeping.every_table import TABLES

T = TypeVar("T")
_AT_ONCE = 500  # rows


def plain(name: str) -> TableClause:
    """A table of the models past what the models make of its columns: no key opens them, no word is checked."""
    return table(name, *(column(one.name, _plain(one.type)) for one in TABLES[name].columns))


def key_of(name: str) -> str:
    """The name of a table's key, which is one whole number."""
    (key,) = TABLES[name].primary_key
    return key.name


def must_be_ours(connection: Connection) -> None:
    """Raises RuntimeError where there are other tables than the models', whose rows would be lost."""
    there = set(inspect(connection).get_table_names()) - {"alembic_version"}
    if there != set(TABLES):
        raise RuntimeError(f"this would lose {there ^ set(TABLES)}")


def counted(connection: Connection) -> Counter[str]:
    """How many rows each table has."""
    return Counter({name: connection.scalar(select(func.count()).select_from(plain(name))) or 0 for name in TABLES})


def every_row(connection: Connection, name: str) -> Iterator[Row[Any]]:
    """The rows of one table in the order of their keys, without ever holding all of them or a cursor open."""
    rows = plain(name)
    key = rows.c[key_of(name)]
    some = connection.execute(select(rows).order_by(key).limit(_AT_ONCE)).all()
    while some:
        yield from some
        last = some[-1]._mapping[key.name]
        some = connection.execute(select(rows).where(key > last).order_by(key).limit(_AT_ONCE)).all()


def make_room(connection: Connection) -> None:
    """Empties every table of a PostgreSQL database, also those whose rows may not be deleted one by one."""
    connection.execute(text(f"TRUNCATE {', '.join(TABLES)}"))


def lots(rows: Iterable[T]) -> Iterator[list[T]]:
    """Rows as many at a time as one statement adds."""
    rows = iter(rows)
    while lot := list(islice(rows, _AT_ONCE)):
        yield lot


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(kind, EncryptedText):
        return LargeBinary()
    if isinstance(kind, Enum):
        return String()
    return JSON(none_as_null=True) if isinstance(kind, JSON) else kind
