"""One therapist's clients and referrals. Every statement carries the owner: what is not hers does not exist here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from referrals.model import Client, Purpose, Readiness, Referral, Service, State
from referrals.sessions import SessionRule
from storage.models import ClientRow, Event, ReferralRow, ServiceRow
from storage.rules import rule_from_json, rule_to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReferral:
    """What a line says of a referral not yet stored. `note` is kept encrypted and is not part of the rules."""

    service: Service
    purposes: frozenset[Purpose] = frozenset()
    readiness: Readiness | None = None
    wanted_by: date | None = None
    note: str | None = None


class Caseload:
    def __init__(self, session: Session, owner_id: int) -> None:
        self._session = session
        self.owner_id = owner_id

    def client(self, code: str) -> Client | None:
        row = self._session.scalar(self._clients().where(ClientRow.code == code))
        return _client(row) if row else None

    def client_by_id(self, client_id: int) -> Client | None:
        row = self._session.scalar(self._clients().where(ClientRow.id == client_id))
        return _client(row) if row else None

    def clients(self) -> list[Client]:
        """All of hers, by code."""
        return [_client(row) for row in self._session.scalars(self._clients().order_by(ClientRow.code))]

    def add_client(self, code: str, now: datetime) -> Client:
        row = ClientRow(owner_id=self.owner_id, code=code, created_at=now)
        self._session.add(row)
        self._session.flush()
        return _client(row)

    def set_sessions(self, client_id: int, rule: SessionRule, now: datetime) -> None:
        row = self._session.scalars(self._clients().where(ClientRow.id == client_id)).one()
        row.sessions = rule_to_json(rule)
        self._record(client_id, None, "sessions", now)

    def referral(self, referral_id: int) -> Referral | None:
        row = self._session.scalar(self._referrals().where(ReferralRow.id == referral_id))
        return _referral(row) if row else None

    def referrals(self, client_id: int) -> list[Referral]:
        """Everything ever recommended to the client, oldest first."""
        rows = self._session.scalars(self._referrals().where(ReferralRow.client_id == client_id))
        return [_referral(row) for row in rows]

    def every_referral(self) -> list[Referral]:
        """Every referral of every client of hers, oldest first."""
        return [_referral(row) for row in self._session.scalars(self._referrals())]

    def add_referral(self, client_id: int, new: NewReferral, now: datetime) -> Referral:
        client = self._session.scalars(self._clients().where(ClientRow.id == client_id)).one()
        row = ReferralRow(
            owner_id=self.owner_id,
            client_id=client.id,
            service_id=new.service.id,
            service=self._session.get_one(ServiceRow, new.service.id),
            state=State.SUGGESTED,
            purposes=sorted(purpose.value for purpose in new.purposes),
            readiness=new.readiness.value if new.readiness else None,
            readiness_guess=bool(new.readiness and new.readiness.guess),
            appointment_timed=True,
            wanted_by=new.wanted_by,
            note=new.note,
            created_at=now,
            moved_at=now,
            next_check_at=now,
        )
        self._session.add(row)
        self._session.flush()
        self._record(client_id, row.id, "suggested", now)
        return _referral(row)

    def save(self, referral: Referral, event: str, now: datetime) -> None:
        """Writes what the rules made of a referral, and that it happened."""
        row = self._session.scalars(self._referrals().where(ReferralRow.id == referral.id)).one()
        row.state = referral.state
        row.readiness = referral.readiness.value if referral.readiness else None
        row.readiness_guess = bool(referral.readiness and referral.readiness.guess)
        row.barrier = referral.barrier
        row.appointment_at = referral.appointment_at
        row.appointment_timed = referral.appointment_timed
        row.ended_because = referral.ended_because
        row.moved_at = referral.moved_at
        row.next_check_at = referral.next_check_at
        self._record(referral.client_id, referral.id, event, now)
        self._session.flush()

    def put_off(self, referral_id: int, next_check_at: datetime | None) -> None:
        """Moves only the earliest instant to ask again: it was asked, and nothing else is known."""
        row = self._session.scalars(self._referrals().where(ReferralRow.id == referral_id)).one()
        row.next_check_at = next_check_at
        self._session.flush()

    def _clients(self) -> Select[ClientRow]:
        return select(ClientRow).where(ClientRow.owner_id == self.owner_id)

    def _referrals(self) -> Select[ReferralRow]:
        return (
            select(ReferralRow)
            .where(ReferralRow.owner_id == self.owner_id)
            .options(joinedload(ReferralRow.service))
            .order_by(ReferralRow.id)
        )

    def _record(self, client_id: int, referral_id: int | None, kind: str, now: datetime) -> None:
        self._session.add(
            Event(member_id=self.owner_id, client_id=client_id, referral_id=referral_id, kind=kind, at=now)
        )


def _client(row: ClientRow) -> Client:
    return Client(row.id, row.code, rule_from_json(row.sessions) if row.sessions else None)


def to_service(row: ServiceRow) -> Service:
    return Service(row.id, row.name, tuple(row.aliases), row.in_house)


def _referral(row: ReferralRow) -> Referral:
    return Referral(
        id=row.id,
        client_id=row.client_id,
        service=to_service(row.service),
        state=row.state,
        purposes=frozenset(Purpose(purpose) for purpose in row.purposes),
        readiness=Readiness(row.readiness, row.readiness_guess) if row.readiness is not None else None,
        barrier=row.barrier,
        appointment_at=row.appointment_at,
        appointment_timed=row.appointment_timed,
        wanted_by=row.wanted_by,
        ended_because=row.ended_because,
        created_at=row.created_at,
        moved_at=row.moved_at,
        next_check_at=row.next_check_at,
        version=row.version,
    )
