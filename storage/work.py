"""The unit of work: one transaction's view of the whole memory."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from referrals.days_off import NONE_OFF, DaysOff
from referrals.sessions import SessionRule
from storage.alerts import Alerts
from storage.audit import Audit
from storage.caseload import Caseload
from storage.cases import Cases
from storage.changes import Changes
from storage.concerns import Concerns
from storage.directory import Directory
from storage.drafts import Drafts
from storage.handover import Handovers
from storage.imports import Imports
from storage.inbox import Inbox
from storage.invites import Invites
from storage.leading import Leading
from storage.members import Members
from storage.models import ClientRow
from storage.nudges import Nudges
from storage.outbox import Outbox
from storage.people import People
from storage.plain import same_as_seen
from storage.reflections import Reflections
from storage.rights.erasing import Erasing
from storage.rights.erasures import Erasures
from storage.rights.exporting import Exporting
from storage.rights.importing import Importing
from storage.rights.retention import Retention
from storage.rules import rule_from_json
from storage.supervising import Supervising


class UnitOfWork:
    """Repositories over one session. Whoever opened the session commits; nothing in here does."""

    def __init__(self, session: Session) -> None:
        self._session = session
        # A session lets go of rows nobody holds. Read anew, one would bring the version another writer left meanwhile,
        # and what he wrote would be overwritten unnoticed; held, it is refused at the save.
        self._read: list[object] = []
        event.listen(session, "loaded_as_persistent", self._keep)
        self.audit = Audit(session)
        self.leading = Leading(session)
        self.inbox = Inbox(session)
        self.outbox = Outbox(session)
        self.people = People(session)
        self.members = Members(session)
        self.invites = Invites(session)
        self.handovers = Handovers(session)
        self.directory = Directory(session)
        self.imports = Imports(session)
        self.nudges = Nudges(session)
        self.drafts = Drafts(session)
        self.changes = Changes(session)
        self.supervising = Supervising(session)
        self.alerts = Alerts(session)
        self.concerns = Concerns(session)
        self.reflections = Reflections(session)
        self.erasures = Erasures(session)
        self.erasing = Erasing(session)
        self.exporting = Exporting(session)
        self.importing = Importing(session)
        self.retention = Retention(session)

    def _keep(self, session: Session, row: object) -> None:
        """Holds a row, unless somebody changed it since this transaction saw its values without keeping it."""
        same_as_seen(session, row)
        self._read.append(row)

    def caseload(self, owner_id: int, off: DaysOff = NONE_OFF, acting: int | None = None) -> Caseload:
        """What belongs to one therapist, who does not work on days that are `off`, and nothing else.

        `acting` is the member who changes it, if that is not the therapist herself.
        """
        return Caseload(self._session, owner_id, off, acting)

    def cases(self, owner_id: int) -> Cases:
        """What supervision left of one therapist's cases."""
        return Cases(self._session, owner_id)

    def lead(self, holder: str, lasts: timedelta) -> int | None:
        """Takes the lease, if it is free; what whoever led before was sending is uncertain from now on."""
        fence = self.leading.take(holder, lasts)
        if fence is not None:
            self.outbox.orphans_uncertain(fence)
        return fence

    def all_session_rules(self) -> list[SessionRule]:
        """Every client's session rule, whoever's she is: for the sandbox's clock, which serves a practice of a few."""
        return [
            rule_from_json(rule)
            for rule in self._session.scalars(select(ClientRow.sessions).where(ClientRow.sessions.is_not(None)))
            if rule
        ]
