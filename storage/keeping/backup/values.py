"""Rows as a backup holds them: the same for every database, sealed fields as they lie there."""

from __future__ import annotations

import base64
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, Date, Enum, LargeBinary, String, TableClause, Time, column, table
from sqlalchemy.types import TypeEngine

from storage.crypto import EncryptedText
from storage.keeping.every_table import TABLES
from storage.types import UtcDateTime


def plain(name: str) -> TableClause:
    """A table of the models past what the models make of its columns: no key opens them, no word is checked."""
    return table(name, *(column(one.name, _plain(one.type)) for one in TABLES[name].columns))


def encode(value: Any) -> Any:
    """A value of such a column for JSON."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value


def decode(kind: TypeEngine[Any], value: Any) -> Any:
    """Back to what a column of this type takes. Raises ValueError."""
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value, validate=True)
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return time.fromisoformat(value) if isinstance(kind, Time) else value


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(kind, EncryptedText):
        return LargeBinary()
    if isinstance(kind, Enum):
        return String()
    return JSON(none_as_null=True) if isinstance(kind, JSON) else kind
