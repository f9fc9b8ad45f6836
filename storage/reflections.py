"""A therapist's private reflections. Nobody else reads one; what she shared of it is asked for apart.

Serves clinical rule "reflection".
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from storage.models import ClientRow
from storage.one_of import one_of
from storage.prepared import Prepared
from storage.session import WorkSession
from storage.supervision_rows import ReflectionRow


@dataclass(frozen=True, slots=True)
class Reflection:
    """`answers` hold one text for each prompt so far, None where it was passed over; `shared` what others may read.

    `shown_in` is the message (outbox id) of her own chat in which her words stand now, if any does.
    """

    id: int
    client_id: int
    answers: tuple[str | None, ...]
    shared: str | None
    begun_at: datetime
    shared_at: datetime | None
    shown_in: int | None = None

    @property
    def written(self) -> bool:
        """Whether there is any answer at all."""
        return any(self.answers)


_r = ReflectionRow.__table__.c
_SHARED = Prepared(
    select(_r.client_id, _r.shared_at, _r.shared)
    .where(one_of(_r.client_id, "some"), _r.shared.is_not(None))
    .order_by(_r.shared_at, _r.id)
)


class Reflections:
    """Every statement carries the owner; only `shared_of` does not, and reads no answer."""

    def __init__(self, session: WorkSession) -> None:
        self._session = session

    def begin(self, owner_id: int, client_id: int, now: datetime) -> int:
        """A new one about a client of hers; returns its id. Raises NoResultFound for somebody else's client.

        Those about the same client in which nothing was written go.
        """
        for blank in self.about(owner_id, client_id):
            if not blank.written:
                self.erase(owner_id, blank.id)
        mine = select(ClientRow.id).where(ClientRow.owner_id == owner_id, ClientRow.id == client_id)
        row = ReflectionRow(
            owner_id=owner_id,
            client_id=self._session.scalars(mine).one(),
            answers="[]",
            shared=None,
            begun_at=now,
            shared_at=None,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def one(self, owner_id: int, reflection_id: int) -> Reflection | None:
        row = self._row(owner_id, reflection_id)
        return _reflection(row) if row else None

    def about(self, owner_id: int, client_id: int) -> list[Reflection]:
        """Hers about one client, newest first."""
        mine = ReflectionRow.owner_id == owner_id, ReflectionRow.client_id == client_id
        rows = select(ReflectionRow).where(*mine).order_by(ReflectionRow.id.desc())
        return [_reflection(row) for row in self._session.scalars(rows)]

    def answer(self, owner_id: int, reflection_id: int, answers: Sequence[str | None]) -> None:
        row = self._row(owner_id, reflection_id)
        if row is not None:
            row.answers = json.dumps(list(answers))
            self._session.flush()

    def share(self, owner_id: int, reflection_id: int, words: str | None, now: datetime) -> list[int]:
        """What the supervisor may read of it; None takes it back. Of one client only what was shared last stays shared.

        Returns the messages (outbox ids) in which words of the others stood.
        """
        row = self._row(owner_id, reflection_id)
        if row is None:
            return []
        row.shared, row.shared_at = words, now if words else None
        mine = ReflectionRow.owner_id == owner_id, ReflectionRow.client_id == row.client_id
        others = select(ReflectionRow).where(*mine, ReflectionRow.id != row.id, ReflectionRow.shared.is_not(None))
        stood = []
        for other in self._session.scalars(others):
            stood += [other.shown_in] if other.shown_in else []
            other.shared, other.shared_at, other.shown_in = None, None, None
        self._session.flush()
        return stood

    def shown(self, owner_id: int, outbox_id: int, reflection_id: int | None) -> None:
        """That message shows words of this reflection from now on; with None, of none of hers any more."""
        mine = ReflectionRow.owner_id == owner_id, ReflectionRow.shown_in == outbox_id
        for before in self._session.scalars(select(ReflectionRow).where(*mine)):
            before.shown_in = None
        row = self._row(owner_id, reflection_id) if reflection_id is not None else None
        if row is not None:
            row.shown_in = outbox_id
        self._session.flush()

    def erase(self, owner_id: int, reflection_id: int) -> None:
        mine = ReflectionRow.owner_id == owner_id, ReflectionRow.id == reflection_id
        self._session.execute(delete(ReflectionRow).where(*mine))

    def unshare(self, owner_id: int, client_ids: Collection[int]) -> None:
        """Nobody reads any more what she shared about these clients; it stays hers."""
        hers = ReflectionRow.owner_id == owner_id, ReflectionRow.client_id.in_(client_ids)
        shared = update(ReflectionRow).where(*hers, ReflectionRow.shared.is_not(None))
        self._session.execute(shared.values(shared=None, shared_at=None))

    def shared_of(self, cases: Mapping[int, datetime | None]) -> dict[int, str]:
        """What was shared last about each client's case (by her id), since it was raised (UTC).

        Whether there is more, nobody sees.
        """
        found: dict[int, str] = {}
        for client_id, shared_at, shared in self._session.read(_SHARED, {"some": cases.keys()}) if cases else ():
            since = cases[client_id]
            if since is None or shared_at >= since:
                found[client_id] = shared
        return found

    def _row(self, owner_id: int, reflection_id: int) -> ReflectionRow | None:
        mine = ReflectionRow.owner_id == owner_id, ReflectionRow.id == reflection_id
        return self._session.scalar(select(ReflectionRow).where(*mine))


def _reflection(row: ReflectionRow) -> Reflection:
    answers = tuple(json.loads(row.answers))
    return Reflection(row.id, row.client_id, answers, row.shared, row.begun_at, row.shared_at, row.shown_in)
