"""Rows of a list become referrals of one therapist: looked at first, all of them, then written, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.exchange.cells import Amiss
from bot.exchange.checking import Advance
from bot.exchange.rows import Listed, Trouble, Unread
from referrals.client import Client
from referrals.codes import looks_like_initials
from referrals.model import Referral, Service
from referrals.services import Close, Exact, Match, Near, Unknown, match
from referrals.taking_over import taken_over
from storage.caseload import Caseload
from storage.history import Detail
from storage.person import Person
from storage.work import UnitOfWork


@dataclass(slots=True)
class Report:
    """What becomes of a list. Rows are counted; of `clients`, the codes that are new; `written` whether it was kept."""

    rows: int = 0
    added: int = 0
    there: int = 0
    clients: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    written: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """A row that may be taken over, and the service it means."""

    row: Listed
    service: Service


@dataclass(frozen=True, slots=True)
class _Had:
    """A referral that is there, or that a row further up becomes: whether it is open, and its instant or its day."""

    open: bool
    recommended: datetime | date | None

    def of(self, day: date, zone: ZoneInfo) -> bool:
        """Whether it was recommended on that day of `zone`."""
        at = self.recommended
        return (at.astimezone(zone).date() if isinstance(at, datetime) else at) == day


class TakingOver:
    """For one therapist, whose lock is held, as of `now` (UTC)."""

    def __init__(self, work: UnitOfWork, person: Person, now: datetime) -> None:
        self._work, self._person, self._now = work, person, now
        self._caseload: Caseload = work.caseload(person.id, person.habits.off)
        self._clients: dict[str, Client] = {client.code: client for client in self._caseload.clients()}
        codes = {client.id: client.code for client in self._clients.values()}
        self._services = work.directory.services()
        self._matched: dict[str, Match] = {}
        self._had: defaultdict[tuple[str, int], list[_Had]] = defaultdict(list)
        for one in self._caseload.every_referral():
            self._had[codes[one.client_id], one.service.id].append(_Had(one.open, one.created_at))

    def look(self, rows: Iterable[Listed | Unread], advance: Advance) -> tuple[Report, list[Fit]]:
        """What would become of each row, and those that are fit and new."""
        report = Report()
        fit: list[Fit] = []
        for row in rows:
            report.rows += 1
            advance(1)
            match found := self._looked_at(row):
                case Fit(_, service) if self._there(found.row, service):
                    report.there += 1
                case Fit(row=new, service=service):
                    self._had[new.code, service.id].append(_Had(not new.told.state.ended, new.told.recommended))
                    fit.append(found)
                case troubles:
                    report.troubles += troubles
        report.added = len(fit)
        report.clients = sorted({one.row.code for one in fit} - self._clients.keys())
        return report, fit

    def write(self, fit: Sequence[Fit], advance: Advance) -> None:
        """Keeps them, and plans anew: nothing comes at once that would not, had each been logged."""
        for one in fit:
            row = one.row
            client = self._clients.get(row.code)
            if client is None:
                client = self._clients[row.code] = self._caseload.add_client(row.code, self._now)
            referral = taken_over(row.told, one.service, client.id, self._now, self._person.zone)
            self._caseload.take_over(referral, self._now, _detail(referral, self._person))
            advance(1)
        self._work.nudges.replan_all(self._caseload, self._person.habits, self._now)

    def _looked_at(self, row: Listed | Unread) -> Fit | list[Trouble]:
        """All that is amiss in a row at once: whoever mends a list would not like to do it twice."""
        meant = self._meant(row) if row.service else None
        unknown = [meant] if isinstance(meant, Trouble) else []
        if isinstance(row, Unread):
            return [*row.troubles, *unknown]
        amiss = [*unknown, *self._of_client(row)]
        return Fit(row, meant) if isinstance(meant, Service) and not amiss else amiss

    def _meant(self, row: Listed | Unread) -> Service | Trouble:
        match self._match(row.service):
            case Exact(service):
                return service
            case Near(service):
                near, why = (service,), Amiss.UNKNOWN_SERVICE  # nothing is guessed
            case Close(near):
                why = Amiss.SEVERAL_SERVICES
            case Unknown(near):
                why = Amiss.UNKNOWN_SERVICE
        return Trouble(row.row, "service", why, tuple(one.name for one in near))

    def _match(self, words: str) -> Match:
        if words not in self._matched:
            self._matched[words] = match(words, self._services)
        return self._matched[words]

    def _of_client(self, row: Listed) -> list[Trouble]:
        client = self._clients.get(row.code)
        if client is None:
            return [Trouble(row.row, "code", Amiss.INITIALS)] if looks_like_initials(row.code) else []
        parted = not client.active and not row.told.state.ended
        return [Trouble(row.row, "code", Amiss.PARTED)] if parted else []

    def _there(self, row: Listed, service: Service) -> bool:
        """Whether she has it: one that is open, or any of that day, or any at all where the row names no day.

        So the same list read twice adds nothing, however far its referrals have come meanwhile.
        """
        had, day = self._had[row.code, service.id], row.told.recommended
        is_open, zone = not row.told.state.ended, row.zone or self._person.zone
        return any((is_open and one.open) or day is None or one.of(day, zone) for one in had)


def _detail(referral: Referral, person: Person) -> Detail:
    since = referral.moved_at.astimezone(person.zone).date().isoformat()
    barrier = {"barrier": referral.barrier.value} if referral.barrier else {}
    return {"state": referral.state.value, "on": since, **barrier}
