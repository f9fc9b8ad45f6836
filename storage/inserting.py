"""Adding a row that may be there already, where two processes may try at once."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.models import Base


def add_unless_there(session: Session, table: type[Base], /, **values: Any) -> int | None:
    """The new row's id; None where a unique index has its like, whoever added that and however recently."""
    new = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = new.insert(table).values(values).on_conflict_do_nothing().returning(table.__table__.c.id)
    return session.scalars(row).first()
