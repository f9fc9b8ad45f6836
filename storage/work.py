"""The unit of work: one transaction's view of the whole memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from sqlalchemy import select

from referrals.days_off import NONE_OFF, DaysOff
from referrals.sessions import SessionRule
from storage.alerts import Alerts
from storage.audit import Audit
from storage.calendars import Calendars
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
from storage.reflections import Reflections
from storage.rights.erasing import Erasing
from storage.rights.erasures import Erasures
from storage.rights.retention import Retention
from storage.rules import rule_from_json
from storage.session import WorkSession
from storage.supervising import Supervising
from storage.trends import Past

if TYPE_CHECKING:
    from storage.rights.exporting import Exporting
    from storage.rights.importing import Importing

R = TypeVar("R")


class _Made(Generic[R]):
    """A repository that is made when it is first asked for: no turn needs them all."""

    def __init__(self, kind: Callable[[WorkSession], R]) -> None:
        self._kind = kind

    def __set_name__(self, _owner: type[UnitOfWork], name: str) -> None:
        self._name = name

    def __get__(self, work: UnitOfWork, _owner: type[UnitOfWork]) -> R:
        made = self._kind(work._session)
        work.__dict__[self._name] = made  # from here on found there, and not here
        return made


def _exporting(session: WorkSession) -> Exporting:
    from storage.rights.exporting import Exporting  # noqa: PLC0415 - the models of an archive take a while to build

    return Exporting(session)


def _importing(session: WorkSession) -> Importing:
    from storage.rights.importing import Importing  # noqa: PLC0415 - likewise

    return Importing(session)


class UnitOfWork:
    """Repositories over one session. Whoever opened the session commits; nothing in here does."""

    leading = _Made(Leading)
    inbox = _Made(Inbox)
    outbox = _Made(Outbox)
    people = _Made(People)
    members = _Made(Members)
    invites = _Made(Invites)
    handovers = _Made(Handovers)
    directory = _Made(Directory)
    imports = _Made(Imports)
    nudges = _Made(Nudges)
    drafts = _Made(Drafts)
    supervising = _Made(Supervising)
    alerts = _Made(Alerts)
    concerns = _Made(Concerns)
    calendars = _Made(Calendars)
    reflections = _Made(Reflections)
    erasing = _Made(Erasing)
    exporting = _Made(_exporting)
    importing = _Made(_importing)
    retention = _Made(Retention)

    def __init__(self, session: WorkSession) -> None:
        self._session = session
        # These see all that is written, whoever asks for them and when.
        self.changes = Changes(session)
        self.audit = Audit(session)
        self.erasures = Erasures(session)
        session.watchers = (self.changes, self.audit, self.erasures)

    def caseload(self, owner_id: int, off: DaysOff = NONE_OFF, acting: int | None = None) -> Caseload:
        """What belongs to one therapist, who does not work on days that are `off`, and nothing else.

        `acting` is the member who changes it, if that is not the therapist herself.
        """
        return Caseload(self._session, owner_id, off, acting)

    def cases(self, owner_id: int) -> Cases:
        """What supervision left of one therapist's cases."""
        return Cases(self._session, owner_id)

    def past(self, owner_id: int) -> Past:
        """What happened with one therapist's referrals, as far as figures are made of it."""
        return Past(self._session, owner_id)

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
