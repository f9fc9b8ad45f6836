"""Comparing two databases row by row, value by value, sealed fields by their bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, auto
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Row

from storage.crypto import FieldCipher, FieldKeyError
from storage.keeping.counters import counters
from storage.keeping.every_row import every_row, key_of
from storage.keeping.every_table import sealed_columns
from storage.keeping.moving.ends import from_source


class Amiss(Enum):
    """What is wrong with a row."""

    NOT_TAKEN = auto()  # the new database does not take it as it is
    DIFFERS = auto()  # it is not there, or not the same
    SHUT = auto()  # a sealed field does not open
    COUNTER = auto()  # ids would be given again from this one on


class DifferentRowError(Exception):
    """A row did not arrive as it was; its table and its key, without its content."""

    def __init__(self, table: str, row_id: int, amiss: Amiss) -> None:
        super().__init__(f"{table} {row_id} {amiss.name}")
        self.table = table
        self.row_id = row_id
        self.amiss = amiss


def must_be_alike(
    view: Connection, there: Connection, name: str, cipher: FieldCipher, advance: Callable[[int], object]
) -> None:
    """Every row of one table, in one database and in the other; `advance` is told of each.

    Raises DifferentRowError for the first that differs or has a field that does not open.
    """
    for was, now in zip_longest(from_source(view, name), every_row(there, name)):
        if was is None or now is None or tuple(was) != tuple(now):
            keys = [one._mapping[key_of(name)] for one in (was, now) if one is not None]
            raise DifferentRowError(name, min(keys), Amiss.DIFFERS)
        _must_open(name, now, cipher)
        advance(1)


def must_count_on(there: Connection, known: Mapping[str, int]) -> None:
    """No table would give an id that was given before. Raises DifferentRowError."""
    for name, last in counters(there).items():
        if last < known.get(name, 0):
            raise DifferentRowError(name, last, Amiss.COUNTER)


def _must_open(name: str, row: Row[Any], cipher: FieldCipher) -> None:
    try:
        for column in sealed_columns(name):
            if row._mapping[column] is not None:
                cipher.open(row._mapping[column], f"{name}|{column}")
    except FieldKeyError as error:
        raise DifferentRowError(name, row._mapping[key_of(name)], Amiss.SHUT) from error
