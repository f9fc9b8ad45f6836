"""A row saved as columns: what differs is written, over the version this transaction saw, and the watchers see both.

What a turn changes is nearly always one row that the rules have made anew. To load and flush it through SQLAlchemy's
session takes longer than all else that the turn asks of the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm.exc import StaleDataError

from storage.models import ClientRow, ReferralRow
from storage.plain import OWNER, same_as_seen, wrote
from storage.prepared import Prepared
from storage.rows import write_over
from storage.session import WorkSession, table_of

_Row = type[ClientRow] | type[ReferralRow]
_KINDS: tuple[_Row, ...] = (ClientRow, ReferralRow)


def _stands(kind: _Row) -> Prepared:
    table = table_of(kind)
    return Prepared(select(table).where(table.c.id == bindparam("one"), table.c.owner_id == OWNER))


def _over(kind: _Row) -> Prepared:
    table = table_of(kind)
    as_it_was = table.c.id == bindparam("one"), table.c.version == bindparam("was")
    return Prepared(update(table).where(*as_it_was).returning(table.c.version))


_STANDS, _OVER = ({kind: prepared(kind) for kind in _KINDS} for prepared in (_stands, _over))


def save(session: WorkSession, kind: _Row, owner_id: int, row_id: int, wanted: Mapping[str, Any]) -> None:
    """Writes what a row of this owner's is to be; its version rises where that is not what it was.

    Raises NoResultFound for somebody else's, StaleDataError where it was changed since this transaction looked at it.
    """
    table = kind.__tablename__
    held = session.identity_map.get(kind.__mapper__.identity_key_from_primary_key((row_id,)))
    before = session.read_one(_STANDS[kind], {"one": row_id, "owner": owner_id})
    if before is None:
        raise NoResultFound(f"No row {row_id} of {table} is this owner's")
    if held is not None:  # past it, the session would go on with what is not so any more
        write_over(held, wanted)
        session.flush()
        return
    same_as_seen(session, table, row_id, before.version)
    changed = {name: value for name, value in wanted.items() if getattr(before, name) != value}
    if changed:
        if not session.overwrite(_OVER[kind], kind, row_id, before._asdict(), changed):
            raise StaleDataError(f"{table} {row_id} was changed meanwhile")
        wrote(session, table, row_id, before.version + 1)
