"""One therapist's clients and referrals. Every statement carries the owner: what is not hers does not exist here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from referrals.client import Client, Hospital
from referrals.days_off import NONE_OFF, DaysOff
from referrals.lifecycle import on_the_same_day
from referrals.model import Barrier, Purpose, Readiness, Referral, Service, State
from referrals.sessions import SessionRule
from referrals.stalled import Known
from referrals.trends import IMPORTED
from storage.cases import Cases
from storage.events import note
from storage.history import Deed, Detail, Happened, History
from storage.models import ClientRow, ReferralRow, ServiceRow
from storage.one_of import one_of
from storage.plain import OWNER, as_text, saw
from storage.prepared import Prepared, Values
from storage.rows import (
    CLIENT_COLUMNS,
    REFERRAL_COLUMNS,
    SERVICE_COLUMNS,
    client_values,
    referral_values,
    to_client,
    to_referral,
    write_client,
    write_referral,
)
from storage.rules import rule_to_json
from storage.saving import save
from storage.session import WorkSession


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReferral:
    """What a line says of a referral not yet stored. `note` is kept encrypted."""

    service: Service
    purposes: frozenset[Purpose] = frozenset()
    readiness: Readiness | None = None
    wanted_by: date | None = None
    note: str | None = None


_c, _r = ClientRow.__table__.c, ReferralRow.__table__.c
_HERS = _c.owner_id == OWNER
_EVERY_CLIENT = select(*CLIENT_COLUMNS).where(_HERS).order_by(_c.code)
_CLIENTS = Prepared(_EVERY_CLIENT, to_client)
_CLIENTS_OF = Prepared(_EVERY_CLIENT.where(one_of(_c.id, "some")), to_client)
_CLIENT_BY_ID = Prepared(_EVERY_CLIENT.where(_c.id == bindparam("id")), to_client)
_CLIENT_BY_CODE = Prepared(_EVERY_CLIENT.where(_c.code == bindparam("code")), to_client)
_COMES = _c.closed_at.is_(None), _c.hospital.is_distinct_from(Hospital.ADMITTED), _c.sessions.is_not(None)
_RULES = Prepared(select(as_text(_c.sessions)).where(_HERS, *_COMES).order_by(_c.id))
_EVERY_REFERRAL = (
    select(*REFERRAL_COLUMNS, *SERVICE_COLUMNS)
    .join(ServiceRow.__table__, ServiceRow.__table__.c.id == _r.service_id)
    .where(_r.owner_id == OWNER)
    .order_by(_r.id)
)
_REFERRALS = Prepared(_EVERY_REFERRAL, to_referral)
_REFERRALS_OF = Prepared(_EVERY_REFERRAL.where(one_of(_r.client_id, "some")), to_referral)
_REFERRALS_OF_ONE = Prepared(_EVERY_REFERRAL.where(_r.client_id == bindparam("client")), to_referral)
_REFERRAL = Prepared(_EVERY_REFERRAL.where(_r.id == bindparam("id")), to_referral)
_CLIENT_ROW = select(ClientRow).where(ClientRow.owner_id == OWNER, ClientRow.id == bindparam("id"))


class Caseload:
    """`off` are the days on which the owner does not work, so that no session of hers falls on one.

    What happens is told of `acting`, a member, where that is not the owner herself.
    """

    def __init__(self, session: WorkSession, owner_id: int, off: DaysOff = NONE_OFF, acting: int | None = None) -> None:
        self._session = session
        self.off = off
        self._acting = acting or owner_id
        self._history = History(session, owner_id)
        self._cases = Cases(session, owner_id)
        self.owner_id = owner_id

    def client(self, code: str) -> Client | None:
        return next(iter(self._clients(_CLIENT_BY_CODE, code=code)), None)

    def client_by_id(self, client_id: int) -> Client | None:
        return next(iter(self._clients(_CLIENT_BY_ID, id=client_id)), None)

    def clients(self, of: Collection[int] | None = None) -> list[Client]:
        """All of hers, by code, those whose work has ended included; with `of`, those of these ids."""
        return self._clients(_CLIENTS) if of is None else self._clients(_CLIENTS_OF, some=of)

    def session_texts(self) -> tuple[str, ...]:
        """The session rules of all clients who come, as JSON: whose work goes on and who are not in hospital."""
        return tuple(text for (text,) in self._session.read(_RULES, {"owner": self.owner_id}))

    def add_client(self, code: str, now: datetime) -> Client:
        row = ClientRow(owner_id=self.owner_id, code=code, created_at=now)
        write_client(row, Client(id=0, code=code))
        self._session.add(row)
        self._session.flush()
        return Client(id=row.id, code=code)

    def save_client(self, client: Client, event: str, now: datetime, detail: Detail | None = None) -> None:
        """Writes what the rules made of a client, and that it happened. `detail` holds no typed text."""
        self._save_client(client.id, client_values(client))
        self._record(client.id, None, event, now, detail)

    def move_client(self, client: Client) -> None:
        """Writes when to come back to a client, and nothing that a person did."""
        self._save_client(client.id, {"check_at": client.check_at, "return_at": client.safety.return_at})

    def set_sessions(self, client_id: int, rule: SessionRule, now: datetime) -> None:
        self._save_client(client_id, {"sessions": rule_to_json(rule)})
        self._record(client_id, None, "sessions", now)

    def referral(self, referral_id: int) -> Referral | None:
        return next(iter(self._referrals(_REFERRAL, id=referral_id)), None)

    def referrals(self, client_id: int) -> list[Referral]:
        """Everything ever recommended to the client, oldest first."""
        return self._referrals(_REFERRALS_OF_ONE, client=client_id)

    def every_referral(self, of: Collection[int] | None = None) -> list[Referral]:
        """Every referral of every client of hers, oldest first; with `of`, of the clients with these ids."""
        return self._referrals(_REFERRALS) if of is None else self._referrals(_REFERRALS_OF, some=of)

    def add_referral(self, client_id: int, new: NewReferral, now: datetime) -> Referral:
        client = self._client_row(client_id)
        ready = new.readiness
        row = ReferralRow(
            owner_id=self.owner_id,
            client_id=client.id,
            service_id=new.service.id,
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
        (made,) = self._referrals(_REFERRAL, id=row.id)
        return made

    def take_over(self, referral: Referral, now: datetime, detail: Detail) -> None:
        """Adds one that was followed elsewhere so far, as it stands. `detail` holds no typed text."""
        client = self._client_row(referral.client_id)
        row = ReferralRow(
            owner_id=self.owner_id,
            client_id=client.id,
            service_id=referral.service.id,
            created_at=referral.created_at,
        )
        write_referral(row, referral)
        self._session.add(row)
        self._session.flush()
        self._record(client.id, row.id, IMPORTED, now, detail)

    def save(self, referral: Referral, event: str, now: datetime, detail: Detail | None = None) -> None:
        """Writes what the rules made of a referral, and that it happened. `detail` holds no typed text."""
        self._save_referral(referral.id, referral_values(referral))
        self._record(referral.client_id, referral.id, event, now, detail)

    def put_off(self, referral_id: int, next_check_at: datetime | None) -> None:
        """Moves only the earliest instant to ask again: it was asked, and nothing else is known."""
        self._save_referral(referral_id, {"next_check_at": next_check_at, "remind_at": None})

    def keep_days(self, was: ZoneInfo, zone: ZoneInfo, of: Collection[int] | None = None) -> None:
        """Appointments of which only the day is known stay on it, though days are now those of another `zone`.

        With `of`, those of the clients with these ids. Nothing is told of it: no person did it.
        """
        for referral in self.every_referral(of):
            kept = on_the_same_day(referral, was, zone)
            if kept != referral:
                days = {"appointment_at": kept.appointment_at, "next_check_at": kept.next_check_at}
                self._save_referral(referral.id, days)

    def history(self, client_id: int) -> list[Happened]:
        """What happened to a client, newest first; what was undone is left out, and so is the undoing.

        Raises NoResultFound for somebody else's client.
        """
        self._client_row(client_id)
        return self._history.of(client_id)

    def of_change(self, change_id: int) -> list[Deed]:
        """What one change did, as the history has it, in the order in which it did it."""
        return self._history.of_change(change_id)

    def barriers(self, client_id: int) -> Mapping[int, Sequence[Barrier]]:
        """What was reported to stand in the way of each of a client's referrals, by its id, oldest first."""
        return self._history.barriers([client_id]).get(client_id, {})

    def known(self, client_id: int) -> Known:
        """What besides a client's rows makes her case one for supervision."""
        return self._cases.known([client_id])[client_id]

    def every_known(self, of: Collection[int] | None = None) -> Mapping[int, Known]:
        """The same of every client of hers, by id, whether anything is known or not; with `of`, of these."""
        return self._cases.known(of)

    def _client_row(self, client_id: int) -> ClientRow:
        return self._session.scalars(_CLIENT_ROW, {"owner": self.owner_id, "id": client_id}).one()

    def _save_client(self, client_id: int, values: Values) -> None:
        save(self._session, ClientRow, self.owner_id, client_id, values)

    def _save_referral(self, referral_id: int, values: Values) -> None:
        save(self._session, ReferralRow, self.owner_id, referral_id, values)

    def _clients(self, which: Prepared, **values: Any) -> list[Client]:
        found = self._session.read(which, {"owner": self.owner_id, **values}, self.off)
        saw(self._session, ClientRow.__tablename__, ((client.id, version) for version, client in found))
        return [client for _, client in found]

    def _referrals(self, which: Prepared, **values: Any) -> list[Referral]:
        found: list[Referral] = self._session.read(which, {"owner": self.owner_id, **values})
        saw(self._session, ReferralRow.__tablename__, ((referral.id, referral.version) for referral in found))
        return found

    def _record(
        self, client_id: int, referral_id: int | None, kind: str, now: datetime, detail: Detail | None = None
    ) -> None:
        note(self._session, self._acting, client_id, kind, now, referral_id=referral_id, detail=detail)
