"""Which version of a row this transaction saw where it read it as plain values, and what such statements share.

A row that the session keeps carries the version it was read with, and a save over what another writer left meanwhile is
refused. Of plain rows that version is noted here, and compared once the row is loaded or saved to be changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, Cast, ColumnElement, Text, bindparam, cast
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

# What most of these statements are given: whose rows.
OWNER: BindParameter[int] = bindparam("owner")
_SEEN = "seen"


def as_text(column: ColumnElement[Any]) -> Cast[str]:
    """A JSON column as it was written, the same on both engines: whoever reads it has met most values before."""
    return cast(column, Text)


def saw(session: Session, table: str, versions: Iterable[tuple[int, int]]) -> None:
    """This transaction has read these rows, each (id, version); what it saw first is what its decisions rest on."""
    seen = session.info.setdefault(_SEEN, {})
    seen[table] = {**dict(versions), **seen.get(table, {})}


def wrote(session: Session, table: str, row_id: int, version: int) -> None:
    """This transaction has written a row itself, and goes on from there."""
    session.info.setdefault(_SEEN, {}).setdefault(table, {})[row_id] = version


def same_as_seen(session: Session, table: str, row_id: int, version: int) -> None:
    """Raises StaleDataError for a row just read that is not any more as this transaction saw it."""
    seen = session.info.get(_SEEN, {}).get(table, {}).get(row_id)
    if seen is not None and seen != version:
        raise StaleDataError(f"{table} {row_id} was changed since it was read")
