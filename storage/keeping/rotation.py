"""Sealing every field anew with the newest key, some rows a transaction: it may end anywhere and be taken up again.

A field says by the id in front of it which key it needs, so nothing has to be remembered of how far it came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    TableClause,
    and_,
    column,
    func,
    or_,
    select,
    table,
    update,
)

from storage.crypto import KEY_ID_BYTES, FieldCipher, FieldKeyError, cipher_of
from storage.keeping.every_table import TABLES, sealed_columns
from storage.outages import outages

_BATCH = 200  # rows


class NotOpenedError(Exception):
    """No key at hand opens a field of this row."""

    def __init__(self, table: str, row_id: int) -> None:
        super().__init__(f"{table} {row_id}")
        self.table = table
        self.row_id = row_id


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A table with sealed columns, as it lies there."""

    table: TableClause
    key: ColumnElement[Any]
    columns: tuple[str, ...]


def left_over(engine: Engine) -> int:
    """How many rows hold a field that is not sealed with the newest key. Raises StorageUnavailableError."""
    newest = cipher_of(engine).key_id
    with outages(), engine.begin() as connection:
        counts = (select(func.count()).select_from(one.table).where(_old(one, newest)) for one in _sealed())
        return sum(connection.scalar(count) or 0 for count in counts)


def reseal(engine: Engine, advance: Callable[[int], object]) -> None:
    """Seals anew what an older key sealed; `advance` is told of each batch of rows once it is committed.

    Raises NotOpenedError for a field no key of the engine's opens, and StorageUnavailableError; what was done stays.
    """
    for one in _sealed():
        last: Any = None
        while True:
            with outages(), engine.begin() as connection:
                done, last = _batch(connection, one, cipher_of(engine), last)
            if not done:
                break
            advance(done)


def _batch(connection: Connection, one: _Sealed, cipher: FieldCipher, after: Any) -> tuple[int, Any]:
    """How many rows were sealed anew, and the key of the last."""
    columns = [one.table.c[name] for name in one.columns]
    open_rows = select(one.key, *columns).where(_old(one, cipher.key_id)).order_by(one.key).limit(_BATCH)
    if after is not None:
        open_rows = open_rows.where(one.key > after)
    rows = connection.execute(open_rows.with_for_update()).all()
    for row in rows:
        try:
            fresh = _fresh(one, dict(zip(one.columns, row[1:], strict=True)), cipher)
        except FieldKeyError as error:
            raise NotOpenedError(one.table.name, row[0]) from error
        connection.execute(update(one.table).where(one.key == row[0]).values(**fresh))
    return len(rows), rows[-1][0] if rows else None


def _fresh(one: _Sealed, row: dict[str, Any], cipher: FieldCipher) -> dict[str, bytes]:
    """Those of a row's fields that an older key sealed, sealed with the newest."""
    places = {name: f"{one.table.name}|{name}" for name in row}
    return {
        name: cipher.seal(cipher.open(bytes(value), places[name]), places[name])
        for name, value in row.items()
        if value is not None and bytes(value[:KEY_ID_BYTES]) != cipher.key_id
    }


def _old(one: _Sealed, newest: bytes) -> ColumnElement[bool]:
    """Whether a row holds a field of an older key."""
    columns = [one.table.c[name] for name in one.columns]
    return or_(
        *(
            and_(sealed.is_not(None), func.substr(sealed, 1, KEY_ID_BYTES, type_=LargeBinary) != newest)
            for sealed in columns
        )
    )


def _sealed() -> Iterator[_Sealed]:
    """The practice last: its `key_check` tells at a start whether the older key is still needed."""
    for name in sorted(TABLES, key=lambda name: (name == "practice", name)):
        columns = sealed_columns(name)
        if columns:
            (key,) = (one.name for one in TABLES[name].primary_key)
            made = table(name, column(key, Integer), *(column(sealed, LargeBinary) for sealed in columns))
            yield _Sealed(made, made.c[key], columns)
