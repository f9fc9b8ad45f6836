"""Column types: instants are aware UTC, whatever the engine makes of them; enums are their plain words.

Of each row that is read every column passes through here, so it takes as little as can be.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import DateTime, Dialect, Enum
from sqlalchemy.types import TypeDecorator

from referrals.remembered import remembered

E_ = TypeVar("E_", bound=StrEnum)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in, aware UTC out. A naive datetime is a programming error and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base's signature
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored: give it a time zone")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:  # noqa: ARG002
        return _read_text if dialect.name == "sqlite" else _read_aware


@remembered(8192)
def _read_text(value: str | None) -> datetime | None:
    """SQLite keeps text and forgets the zone; what was written is UTC."""
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


def _read_aware(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


class Words(Enum):
    """An enum kept as its plain word, so that a new member needs no migration."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002 - the base's
        return {None: None, **{member.value: member for member in self.enum_class or ()}}.__getitem__


def words(kind: type[E_]) -> Words:
    return Words(kind, native_enum=False, length=32, values_callable=lambda members: [m.value for m in members])
