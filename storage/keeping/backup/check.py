"""Reading a backup from its first line to its last: what is in it, and that all of it is there and can be opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.types import TypeEngine

from storage.crypto import FieldCipher, FieldKeyError
from storage.keeping.backup.format import Advance, RefusedBackupError, Why, read_lines
from storage.keeping.backup.values import decode
from storage.keeping.every_row import plain
from storage.keeping.every_table import TABLES, sealed_columns


@dataclass(slots=True)
class Inside:
    """What a backup says of itself. `taken_at` is aware UTC, `counts` and `counters` are by table."""

    revision: str
    practice: str
    taken_at: datetime
    counts: Counter[str] = field(default_factory=Counter)
    counters: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return self.counts.total()


def examine(
    path: Path, cipher: FieldCipher, *, advance: Advance = lambda _: None, row_done: Callable[[], object] = lambda: None
) -> Inside:
    """Reads all of it, opens every sealed field; `advance` is told of bytes, `row_done` of each row.

    Raises RefusedBackupError and OSError. Of one of another version's, only what it says of itself
    and that it is whole.
    """
    with path.open("rb") as file:
        lines = read_lines(file, cipher, advance)
        inside = head(lines)
        try:
            for name, row in _rows(lines, inside):
                _open(cipher, name, row)
                row_done()
        except _AnotherShapeError:
            for _ in lines:
                pass
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise RefusedBackupError(Why.ALTERED) from error
    return inside


def head(lines: Iterator[Any]) -> Inside:
    """What a backup's first line says. Raises RefusedBackupError."""
    try:
        said = next(lines)
        return Inside(said["revision"], said["practice"], datetime.fromisoformat(said["taken_at"]))
    except (StopIteration, ValueError, TypeError, KeyError) as error:
        raise RefusedBackupError(Why.ALTERED) from error


def rows(lines: Iterator[Any], inside: Inside) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows after the first line, each with its table; counts them. Raises RefusedBackupError."""
    return _rows(lines, inside)


class _AnotherShapeError(Exception):
    """A table or a column that this version's models do not have."""


def _rows(lines: Iterator[Any], inside: Inside) -> Iterator[tuple[str, dict[str, Any]]]:
    name = ""
    kinds: dict[str, TypeEngine[Any]] = {}
    end: int | None = None
    for line in lines:
        match line:
            case {"table": str(name), "columns": list(columns)}:
                if name not in TABLES or {column.name for column in TABLES[name].columns} != set(columns):
                    raise _AnotherShapeError
                table = plain(name)
                kinds = {column: table.c[column].type for column in columns}
            case {"counters": dict(counters)}:
                inside.counters = counters
            case {"end": int(said)}:
                end = said
            case list(values):
                inside.counts[name] += 1
                yield name, {key: decode(kind, value) for (key, kind), value in zip(kinds.items(), values, strict=True)}
            case _:
                raise RefusedBackupError(Why.ALTERED)
    if end != inside.rows:
        raise RefusedBackupError(Why.ALTERED)


def _open(cipher: FieldCipher, name: str, row: Mapping[str, Any]) -> None:
    """Raises RefusedBackupError where a field does not open."""
    try:
        for column in sealed_columns(name):
            if row[column] is not None:
                cipher.open(row[column], f"{name}|{column}")
    except FieldKeyError as error:
        raise RefusedBackupError(Why.OTHER_KEY) from error
