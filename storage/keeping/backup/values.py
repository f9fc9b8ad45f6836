"""Values as a backup holds them: the same for every database, sealed fields as they lie there."""

from __future__ import annotations

import base64
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Date, LargeBinary, Time
from sqlalchemy.types import TypeEngine

from storage.types import UtcDateTime


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
