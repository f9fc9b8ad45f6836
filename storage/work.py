"""The unit of work: one transaction's view of the whole memory."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.caseload import Caseload
from storage.changes import Changes
from storage.directory import Directory
from storage.drafts import Drafts
from storage.inbox import Inbox
from storage.models import Runner
from storage.nudges import Nudges
from storage.outbox import Outbox
from storage.people import People


class UnitOfWork:
    """Repositories over one session. Whoever opened the session commits; nothing in here does."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.inbox = Inbox(session)
        self.outbox = Outbox(session)
        self.people = People(session)
        self.directory = Directory(session)
        self.nudges = Nudges(session)
        self.drafts = Drafts(session)
        self.changes = Changes(session)

    def caseload(self, owner_id: int) -> Caseload:
        """What belongs to one therapist, and nothing else."""
        return Caseload(self._session, owner_id)

    def next_fence(self) -> int:
        """The number of this start of the bot, higher than every earlier one's."""
        runner = self._session.scalar(select(Runner).with_for_update())
        if runner is None:
            runner = Runner(id=1, fence=0)
            self._session.add(runner)
        runner.fence += 1
        return runner.fence
