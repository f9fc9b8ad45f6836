"""What the bot waits to be told in words. It lives in the database: a restart forgets no question."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from storage.traffic import Draft

LIFE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class OpenDraft:
    kind: str
    data: dict[str, Any]


class Drafts:
    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self, member_id: int, kind: str, now: datetime, **data: Any) -> None:
        """Waits for an answer of this kind; an older question is given up."""
        self._session.merge(Draft(member_id=member_id, kind=kind, data=json.dumps(data), updated_at=now))
        self._session.flush()

    def current(self, member_id: int, now: datetime) -> OpenDraft | None:
        """The question that waits, unless it is older than LIFE."""
        row = self._session.get(Draft, member_id)
        if row is None or now - row.updated_at > LIFE:
            return None
        return OpenDraft(row.kind, json.loads(row.data))

    def close(self, member_id: int) -> None:
        self._session.execute(delete(Draft).where(Draft.member_id == member_id))

    def forget_old(self, now: datetime) -> None:
        """Questions that nobody can answer any more go, and what was typed towards them with them."""
        self._session.execute(delete(Draft).where(Draft.updated_at < now - LIFE))
