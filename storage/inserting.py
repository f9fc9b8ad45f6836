"""Adding rows that may be there already, where two processes may try at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.models import Base


def add_unless_there(session: Session, table: type[Base], /, **values: Any) -> int | None:
    """The new row's id; None where a unique index has its like, whoever added that and however recently."""
    added = add_those_not_there(session, table, [values], "id")
    return int(added[0][0]) if added else None


def add_those_not_there(
    session: Session, table: type[Base], rows: Sequence[dict[str, Any]], /, *told: str
) -> list[tuple[Any, ...]]:
    """The columns `told` of those rows that were new; ids rise in the order of `rows`."""
    statement = _insert(session.get_bind().dialect.name, table, told)
    return [tuple(row) for row in session.connection().execute(statement, rows)]


@cache
def _insert(dialect: str, table: type[Base], told: tuple[str, ...]) -> Executable:
    new = postgresql if dialect == "postgresql" else sqlite
    columns = table.__table__.c
    adding = new.insert(table.__table__).on_conflict_do_nothing().returning(*(columns[name] for name in told))
    return cast(Executable, adding)
