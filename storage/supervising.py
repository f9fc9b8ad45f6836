"""Who supervises whom, and which cases a supervisor may see: those raised by her own supervisees, and no other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.orm import Session

from referrals.supervisors import SupervisionKind
from storage.models import ClientRow
from storage.supervision_rows import Supervises


@dataclass(frozen=True, slots=True)
class Link:
    """One person (member id) supervises another since an instant (UTC)."""

    id: int
    supervisor_id: int
    therapist_id: int
    kind: SupervisionKind
    since: datetime


@dataclass(frozen=True, slots=True)
class Raised:
    """A case on a supervisor's agenda: whose client, by ids, and by which link she may see it."""

    client_id: int
    therapist_id: int
    kind: SupervisionKind


class Supervising:
    """Every read is bound to a link that goes on: once it has ended, nothing is seen any more."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def link(self, supervisor_id: int, therapist_id: int, kind: SupervisionKind, now: datetime) -> None:
        """From now on she supervises; whoever did so before in the same way does not any more.

        Raises ValueError for oneself.
        """
        if supervisor_id == therapist_id:
            raise ValueError("nobody supervises herself")
        standing = self.supervisor_of(therapist_id, kind)
        if standing is not None and standing.supervisor_id == supervisor_id:
            return
        if standing is not None:
            self._end(Supervises.id == standing.id, now)
        self._session.add(
            Supervises(supervisor_id=supervisor_id, therapist_id=therapist_id, kind=kind, since=now, ended_at=None)
        )
        self._session.flush()

    def end(self, link_id: int, member_id: int, now: datetime) -> None:
        """Either of the two may end it; for anybody else nothing happens."""
        either = or_(Supervises.supervisor_id == member_id, Supervises.therapist_id == member_id)
        self._end(either & (Supervises.id == link_id), now)

    def supervisors(self, therapist_id: int) -> list[Link]:
        """Who supervises her, the clinical one first."""
        rows = self._session.scalars(_going_on().where(Supervises.therapist_id == therapist_id))
        return sorted(map(_link, rows), key=lambda link: tuple(SupervisionKind).index(link.kind))

    def supervisor_of(self, therapist_id: int, kind: SupervisionKind) -> Link | None:
        return next((link for link in self.supervisors(therapist_id) if link.kind is kind), None)

    def supervisees(self, supervisor_id: int) -> list[Link]:
        """Whom she supervises, in the order in which they came."""
        rows = self._session.scalars(
            _going_on().where(Supervises.supervisor_id == supervisor_id).order_by(Supervises.since, Supervises.id)
        )
        return [_link(row) for row in rows]

    def raised(self, supervisor_id: int, client_id: int | None = None) -> list[Raised]:
        """The raised cases of her supervisees, the longest raised first; with `client_id` only that one.

        Of somebody whom she supervises in two ways a case stands once, as clinical.
        """
        cases = (
            select(ClientRow.id, ClientRow.owner_id, Supervises.kind)
            .join(Supervises, Supervises.therapist_id == ClientRow.owner_id)
            .where(Supervises.supervisor_id == supervisor_id, Supervises.ended_at.is_(None))
            .where(ClientRow.raised_at.is_not(None))
            .order_by(ClientRow.raised_at, ClientRow.id, Supervises.kind)
        )
        if client_id is not None:
            cases = cases.where(ClientRow.id == client_id)
        first: dict[int, Raised] = {}
        for row in self._session.execute(cases):
            first.setdefault(row.id, Raised(row.id, row.owner_id, row.kind))
        return list(first.values())

    def _end(self, which: ColumnElement[bool], now: datetime) -> None:
        self._session.execute(update(Supervises).where(which, Supervises.ended_at.is_(None)).values(ended_at=now))


def _going_on() -> Select[Supervises]:
    return select(Supervises).where(Supervises.ended_at.is_(None))


def _link(row: Supervises) -> Link:
    return Link(row.id, row.supervisor_id, row.therapist_id, row.kind, row.since)
