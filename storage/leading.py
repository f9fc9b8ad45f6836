"""Who leads: of all processes on one database one ticks and sends. It holds a lease, under a number that only rises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, text

from storage.prepared import Prepared
from storage.session import WorkSession
from storage.traffic import Runner

_IT = Runner.id == 1
_FENCE = Prepared(select(Runner.fence).where(_IT).with_for_update(read=True))


class NotLeadingError(Exception):
    """Another process leads by now. Nothing was changed."""


class Leading:
    """The lease in one transaction. Its time is the database's own, the same for every process."""

    def __init__(self, session: WorkSession) -> None:
        self._session = session
        # A file has one process (storage.running): whoever else stands in the row is dead.
        self._alone = session.get_bind().dialect.name == "sqlite"

    def take(self, holder: str, lasts: timedelta) -> int | None:
        """The new fence, once nobody holds the lease; None while somebody else does."""
        row = self._row()
        now = self._now()
        if not self._alone and row.until is not None and row.until > now and row.holder != holder:
            return None
        row.fence += 1
        row.holder, row.until = holder, now + lasts
        self._session.flush()
        return row.fence

    def renew(self, fence: int, lasts: timedelta) -> None:
        """It goes on, even if it had run out and nobody took it. Raises NotLeadingError once somebody did."""
        if self._alone:
            self.hold(fence)
            return
        row = self._row()
        if row.fence != fence:
            raise NotLeadingError
        row.until = self._now() + lasts

    def release(self, fence: int) -> None:
        """Whoever waits may lead at once."""
        row = self._row()
        if row.fence == fence:
            row.until = None

    def hold(self, fence: int) -> None:
        """Nobody takes over before this transaction ends. Raises NotLeadingError once somebody did."""
        if self._session.read_value(_FENCE) != fence:
            raise NotLeadingError

    def _row(self) -> Runner:
        self._session.execute(text("INSERT INTO runner (id, fence) VALUES (1, 0) ON CONFLICT DO NOTHING"))
        return self._session.scalars(select(Runner).where(_IT).with_for_update()).one()

    def _now(self) -> datetime:
        return datetime.now(UTC) if self._alone else self._session.scalars(select(func.clock_timestamp())).one()
