"""One therapist's clients and referrals. Every statement carries the owner: what is not hers does not exist here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, Text, bindparam, cast, select
from sqlalchemy.orm import joinedload

from referrals.client import Client, Hospital
from referrals.days_off import NONE_OFF, DaysOff
from referrals.model import Barrier, Purpose, Readiness, Referral, Service, State
from referrals.sessions import SessionRule
from referrals.stalled import Known
from storage.cases import Cases
from storage.models import Change, ClientRow, Event, ReferralRow, ServiceRow
from storage.rows import to_client, to_referral, write_client, write_referral
from storage.rules import rule_to_json
from storage.session import WorkSession

_WHO_COME = (
    select(cast(ClientRow.sessions, Text))
    .where(ClientRow.owner_id == bindparam("owner"), ClientRow.sessions.is_not(None))
    .where(ClientRow.closed_at.is_(None), ClientRow.hospital.is_distinct_from(Hospital.ADMITTED))
    .order_by(ClientRow.id)
)
Detail = Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReferral:
    """What a line says of a referral not yet stored. `note` is kept encrypted."""

    service: Service
    purposes: frozenset[Purpose] = frozenset()
    readiness: Readiness | None = None
    wanted_by: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of a client's history, at a UTC instant; `referral_id` None where it concerns the client herself."""

    kind: str
    referral_id: int | None
    member_id: int
    detail: Detail
    at: datetime


def what_happened(client_id: int) -> Select[Event]:
    """The events of a client, newest first, without what was undone and the undoing."""
    undone = select(Change.id).where(Change.client_id == client_id, Change.undone_at.is_not(None))
    return (
        select(Event)
        .where(Event.client_id == client_id, Event.kind != "undone")
        .where(Event.change_id.is_(None) | Event.change_id.not_in(undone))
        .order_by(Event.id.desc())
    )


class Caseload:
    """`off` are the days on which the owner does not work, so that no session of hers falls on one.

    What happens is told of `acting`, a member, where that is not the owner herself.
    """

    def __init__(self, session: WorkSession, owner_id: int, off: DaysOff = NONE_OFF, acting: int | None = None) -> None:
        self._session = session
        self.off = off
        self._acting = acting or owner_id
        self.owner_id = owner_id

    def client(self, code: str) -> Client | None:
        row = self._session.scalar(self._clients().where(ClientRow.code == code))
        return to_client(row, self.off) if row else None

    def client_by_id(self, client_id: int) -> Client | None:
        row = self._session.scalar(self._clients().where(ClientRow.id == client_id))
        return to_client(row, self.off) if row else None

    def clients(self) -> list[Client]:
        """All of hers, by code, those whose work has ended included."""
        return [to_client(row, self.off) for row in self._session.scalars(self._clients().order_by(ClientRow.code))]

    def session_texts(self) -> tuple[str, ...]:
        """The session rules of all clients who come, as JSON: whose work goes on and who are not in hospital."""
        return tuple(self._session.read(_WHO_COME, {"owner": self.owner_id}).scalars())

    def add_client(self, code: str, now: datetime) -> Client:
        row = ClientRow(owner_id=self.owner_id, code=code, created_at=now)
        write_client(row, Client(id=0, code=code))
        self._session.add(row)
        self._session.flush()
        return to_client(row, self.off)

    def save_client(self, client: Client, event: str, now: datetime, detail: Detail | None = None) -> None:
        """Writes what the rules made of a client, and that it happened. `detail` holds no typed text."""
        write_client(self._client_row(client.id), client)
        self._record(client.id, None, event, now, detail)
        self._session.flush()

    def move_client(self, client: Client) -> None:
        """Writes when to come back to a client, and nothing that a person did."""
        row = self._client_row(client.id)
        row.check_at, row.return_at = client.check_at, client.safety.return_at
        self._session.flush()

    def set_sessions(self, client_id: int, rule: SessionRule, now: datetime) -> None:
        self._client_row(client_id).sessions = rule_to_json(rule)
        self._record(client_id, None, "sessions", now)

    def referral(self, referral_id: int) -> Referral | None:
        row = self._session.scalar(self._referrals().where(ReferralRow.id == referral_id))
        return to_referral(row) if row else None

    def referrals(self, client_id: int) -> list[Referral]:
        """Everything ever recommended to the client, oldest first."""
        rows = self._session.scalars(self._referrals().where(ReferralRow.client_id == client_id))
        return [to_referral(row) for row in rows]

    def every_referral(self) -> list[Referral]:
        """Every referral of every client of hers, oldest first."""
        return [to_referral(row) for row in self._session.scalars(self._referrals())]

    def add_referral(self, client_id: int, new: NewReferral, now: datetime) -> Referral:
        client = self._client_row(client_id)
        ready = new.readiness
        row = ReferralRow(
            owner_id=self.owner_id,
            client_id=client.id,
            service_id=new.service.id,
            service=self._session.get_one(ServiceRow, new.service.id),
            state=State.SUGGESTED,
            purposes=sorted(purpose.value for purpose in new.purposes),
            readings=[[ready.value, ready.guess, now.isoformat()]] if ready else [],
            appointment_timed=True,
            wanted_by=new.wanted_by,
            note=new.note,
            sufficient=False,
            created_at=now,
            moved_at=now,
            next_check_at=now,
        )
        self._session.add(row)
        self._session.flush()
        self._record(client_id, row.id, "suggested", now)
        return to_referral(row)

    def save(self, referral: Referral, event: str, now: datetime, detail: Detail | None = None) -> None:
        """Writes what the rules made of a referral, and that it happened. `detail` holds no typed text."""
        write_referral(self._referral_row(referral.id), referral)
        self._record(referral.client_id, referral.id, event, now, detail)
        self._session.flush()

    def put_off(self, referral_id: int, next_check_at: datetime | None) -> None:
        """Moves only the earliest instant to ask again: it was asked, and nothing else is known."""
        row = self._referral_row(referral_id)
        row.next_check_at, row.remind_at = next_check_at, None
        self._session.flush()

    def history(self, client_id: int) -> list[Happened]:
        """What happened to a client of hers, newest first; what was undone is left out, and so is the undoing."""
        events = what_happened(self._client_row(client_id).id)
        return [
            Happened(event.kind, event.referral_id, event.member_id, event.detail or {}, event.at)
            for event in self._session.scalars(events)
        ]

    def barriers(self, client_id: int) -> dict[int, list[Barrier]]:
        """What was reported to stand in the way of each of a client's referrals, by its id, oldest first."""
        found: dict[int, list[Barrier]] = {}
        if self.client_by_id(client_id) is None:
            return found
        for happened in reversed(self.history(client_id)):
            named = happened.detail.get("barrier")
            if happened.referral_id is not None and isinstance(named, str):
                found.setdefault(happened.referral_id, []).append(Barrier(named))
        return found

    def known(self, client_id: int) -> Known:
        """What besides a client's rows makes her case one for supervision."""
        return Cases(self._session, self.owner_id).known(client_id, self.barriers(client_id))

    def _client_row(self, client_id: int) -> ClientRow:
        return self._session.scalars(self._clients().where(ClientRow.id == client_id)).one()

    def _referral_row(self, referral_id: int) -> ReferralRow:
        return self._session.scalars(self._referrals().where(ReferralRow.id == referral_id)).one()

    def _clients(self) -> Select[ClientRow]:
        return select(ClientRow).where(ClientRow.owner_id == self.owner_id)

    def _referrals(self) -> Select[ReferralRow]:
        return (
            select(ReferralRow)
            .where(ReferralRow.owner_id == self.owner_id)
            .options(joinedload(ReferralRow.service))
            .order_by(ReferralRow.id)
        )

    def _record(
        self, client_id: int, referral_id: int | None, kind: str, now: datetime, detail: Detail | None = None
    ) -> None:
        self._session.add(
            Event(
                member_id=self._acting,
                client_id=client_id,
                referral_id=referral_id,
                kind=kind,
                detail=dict(detail) if detail else None,
                at=now,
            )
        )
