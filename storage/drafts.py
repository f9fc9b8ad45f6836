"""What the bot waits to be told in words. It lives in the database: a restart forgets no question."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.prepared import Plain, Prepared
from storage.session import WorkSession, table_of
from storage.traffic import Draft

LIFE = timedelta(hours=24)

_DRAFT = table_of(Draft)
_HERS = _DRAFT.c.member_id == bindparam("one")
_OF_MEMBER = Prepared(select(_DRAFT.c.kind, _DRAFT.c.data, _DRAFT.c.updated_at).where(_HERS))
_CLOSE, _OLD = (
    Prepared(delete(_DRAFT).where(_HERS)),
    Prepared(delete(_DRAFT).where(_DRAFT.c.updated_at < bindparam("since"))),
)


def _newest_wins(row: postgresql.Insert | sqlite.Insert) -> postgresql.Insert | sqlite.Insert:
    said = {name: row.excluded[name] for name in ("kind", "data", "updated_at")}
    return row.on_conflict_do_update(index_elements=[_DRAFT.c.member_id], set_=said)


_OPEN = Prepared(_newest_wins(sqlite.insert(_DRAFT)), postgresql=_newest_wins(postgresql.insert(_DRAFT)))


@dataclass(frozen=True, slots=True)
class OpenDraft:
    kind: str
    data: dict[str, Any]


class Drafts:
    """What is open of a member is read once in a transaction: nobody else writes to her while it goes on."""

    def __init__(self, session: WorkSession) -> None:
        self._session = session
        self._seen: dict[int, Plain | None] = {}

    def open(self, member_id: int, kind: str, now: datetime, **data: Any) -> None:
        """Waits for an answer of this kind; an older question is given up."""
        row = {"member_id": member_id, "kind": kind, "data": json.dumps(data), "updated_at": now}
        self._session.flush()
        self._session.write(_OPEN, row)
        self._seen.pop(member_id, None)

    def current(self, member_id: int, now: datetime) -> OpenDraft | None:
        """The question that waits, unless it is older than LIFE."""
        if member_id not in self._seen:
            self._seen[member_id] = self._session.read_one(_OF_MEMBER, {"one": member_id})
        row = self._seen[member_id]
        if row is None or now - row.updated_at > LIFE:
            return None
        return OpenDraft(row.kind, json.loads(row.data))

    def close(self, member_id: int) -> None:
        self._session.write(_CLOSE, {"one": member_id})
        self._seen[member_id] = None

    def forget_old(self, now: datetime) -> None:
        """Questions that nobody can answer any more go, and what was typed towards them with them."""
        self._session.write(_OLD, {"since": now - LIFE})
