"""The unit of work: one transaction's view of the whole memory."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import select

from referrals.days_off import NONE_OFF, DaysOff
from referrals.sessions import SessionRule
from storage.audit import Audit
from storage.changes import Changes
from storage.models import ClientRow
from storage.rights.erasures import Erasures
from storage.rules import rule_from_json
from storage.session import WorkSession

if TYPE_CHECKING:
    from storage.alerts import Alerts
    from storage.calendars import Calendars
    from storage.caseload import Caseload
    from storage.cases import Cases
    from storage.concerns import Concerns
    from storage.directory import Directory
    from storage.drafts import Drafts
    from storage.handover import Handovers
    from storage.imports import Imports
    from storage.inbox import Inbox
    from storage.invites import Invites
    from storage.leading import Leading
    from storage.members import Members
    from storage.nudges import Nudges
    from storage.outbox import Outbox
    from storage.people import People
    from storage.reflections import Reflections
    from storage.rights.erasing import Erasing
    from storage.rights.exporting import Exporting
    from storage.rights.importing import Importing
    from storage.rights.retention import Retention
    from storage.supervising import Supervising
    from storage.trends import Past

R = TypeVar("R")
# Two threads that import at once may wait for each other for ever, or see half a module. Held for all that is imported
# only once the bot runs.
IMPORTING = RLock()


@cache
def _imported(module: str, name: str) -> Any:
    with IMPORTING:
        return getattr(import_module(module), name)


class _Made(Generic[R]):
    """A repository that is made, and its module imported, when it is first asked for: no turn needs them all."""

    def __init__(self, module: str, kind: str) -> None:
        self._module, self._kind = module, kind

    def __set_name__(self, _owner: type[UnitOfWork], name: str) -> None:
        self._name = name

    def __get__(self, work: UnitOfWork, _owner: type[UnitOfWork]) -> R:
        made: R = _imported(self._module, self._kind)(work._session)
        work.__dict__[self._name] = made  # from here on found there, and not here
        return made


class UnitOfWork:
    """Repositories over one session. Whoever opened the session commits; nothing in here does."""

    leading: _Made[Leading] = _Made("storage.leading", "Leading")
    inbox: _Made[Inbox] = _Made("storage.inbox", "Inbox")
    outbox: _Made[Outbox] = _Made("storage.outbox", "Outbox")
    people: _Made[People] = _Made("storage.people", "People")
    members: _Made[Members] = _Made("storage.members", "Members")
    invites: _Made[Invites] = _Made("storage.invites", "Invites")
    handovers: _Made[Handovers] = _Made("storage.handover", "Handovers")
    directory: _Made[Directory] = _Made("storage.directory", "Directory")
    imports: _Made[Imports] = _Made("storage.imports", "Imports")
    nudges: _Made[Nudges] = _Made("storage.nudges", "Nudges")
    drafts: _Made[Drafts] = _Made("storage.drafts", "Drafts")
    supervising: _Made[Supervising] = _Made("storage.supervising", "Supervising")
    alerts: _Made[Alerts] = _Made("storage.alerts", "Alerts")
    concerns: _Made[Concerns] = _Made("storage.concerns", "Concerns")
    calendars: _Made[Calendars] = _Made("storage.calendars", "Calendars")
    reflections: _Made[Reflections] = _Made("storage.reflections", "Reflections")
    erasing: _Made[Erasing] = _Made("storage.rights.erasing", "Erasing")
    exporting: _Made[Exporting] = _Made("storage.rights.exporting", "Exporting")
    importing: _Made[Importing] = _Made("storage.rights.importing", "Importing")
    retention: _Made[Retention] = _Made("storage.rights.retention", "Retention")

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
        made: Caseload = _imported("storage.caseload", "Caseload")(self._session, owner_id, off, acting)
        return made

    def cases(self, owner_id: int) -> Cases:
        """What supervision left of one therapist's cases."""
        made: Cases = _imported("storage.cases", "Cases")(self._session, owner_id)
        return made

    def past(self, owner_id: int) -> Past:
        """What happened with one therapist's referrals, as far as figures are made of it."""
        made: Past = _imported("storage.trends", "Past")(self._session, owner_id)
        return made

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
