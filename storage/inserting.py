"""Adding rows that may be there already, where two processes may try at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from storage.models import Base
from storage.prepared import Plain, Prepared
from storage.session import WorkSession


def add_unless_there(session: WorkSession, table: type[Base], /, **values: Any) -> int | None:
    """The new row's id; None where a unique index has its like, whoever added that and however recently."""
    added = add_those_not_there(session, table, [values], "id")
    return int(added[0].id) if added else None


def add_those_not_there(
    session: WorkSession, table: type[Base], rows: Sequence[dict[str, Any]], /, *told: str
) -> list[Plain]:
    """The columns `told` of those rows that were new; ids rise in the order of `rows`."""
    adding = _adding(table, told)
    return [added for row in rows for added in session.write(adding, row)]


@cache
def _adding(table: type[Base], told: tuple[str, ...]) -> Prepared:
    columns = [table.__table__.c[name] for name in told]
    plain, other = (new.insert(table.__table__).on_conflict_do_nothing() for new in (sqlite, postgresql))
    return Prepared(plain.returning(*columns), postgresql=other.returning(*columns))
