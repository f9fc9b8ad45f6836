"""What needs a person: once for as long as it goes on, whoever notices it and in however many processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select, update

from storage.concern_rows import ConcernKind, ConcernRow
from storage.inbox import KEPT
from storage.inserting import add_unless_there
from storage.outbox import SHUT_OUT
from storage.people_rows import Member
from storage.session import WorkSession
from storage.traffic import InboxRow, InboxState, OutboxRow, OutboxState

_ENDED_KEPT = timedelta(days=30)
_LEFT_IN_INBOX = {
    ConcernKind.UNREADABLE: InboxState.QUARANTINED,
    ConcernKind.GIVEN_UP: InboxState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that goes on since an instant (UTC). `about` is a member's id, or 0 where it is about nobody."""

    kind: ConcernKind
    about: int
    since: datetime


class Concerns:
    def __init__(self, session: WorkSession) -> None:
        self._session = session

    def begin(self, kind: ConcernKind, now: datetime, about: int = 0) -> bool:
        """It goes on from now; False if it does already. Of two who notice it at once one alone hears True."""
        begun = add_unless_there(self._session, ConcernRow, kind=kind, about=about, since=now, ended_at=None)
        return begun is not None

    def end(self, kind: ConcernKind, now: datetime, about: int = 0) -> None:
        """It is over, if it went on."""
        which = ConcernRow.kind == kind, ConcernRow.about == about, ConcernRow.ended_at.is_(None)
        self._session.execute(update(ConcernRow).where(*which).values(ended_at=now))

    def open(self) -> list[Concern]:
        """All that goes on, oldest first."""
        rows = self._session.scalars(select(ConcernRow).where(ConcernRow.ended_at.is_(None)).order_by(ConcernRow.id))
        return [Concern(row.kind, row.about, row.since) for row in rows]

    def end_what_is_over(self, now: datetime) -> None:
        """Ends what is over without anybody's doing: by what the database still holds."""
        for concern in self.open():
            if not self._goes_on(concern, now):
                self.end(concern.kind, now, concern.about)

    def forget_old(self, now: datetime) -> None:
        """What ended a month ago is not kept."""
        self._session.execute(delete(ConcernRow).where(ConcernRow.ended_at < now - _ENDED_KEPT))

    def _goes_on(self, concern: Concern, now: datetime) -> bool:
        match concern.kind:
            case ConcernKind.UNREACHABLE:
                return self._any(Member.id == concern.about, Member.blocked_at.is_not(None))
            case ConcernKind.UNREADABLE | ConcernKind.GIVEN_UP:
                return self._any(InboxRow.state == _LEFT_IN_INBOX[concern.kind])
            case ConcernKind.UNDELIVERED:
                # Such rows are kept for long: two days without another, and it is over.
                dead = OutboxRow.state == OutboxState.DEAD, OutboxRow.error != SHUT_OUT
                return concern.since > now - KEPT or self._any(*dead, OutboxRow.created_at > now - KEPT)
            case _:
                return True  # whoever looks after the backups knows

    def _any(self, *which: ColumnElement[bool]) -> bool:
        return bool(self._session.scalar(select(exists().where(*which))))
