"""What one member holds, read into an archive. Every statement carries the owner; nothing of others is in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from referrals.sessions import SessionRule
from storage.history import what_happened
from storage.models import ClientRow, ReferralRow, ServiceRow
from storage.people_rows import Member
from storage.rights.archive import (
    FORMAT,
    VERSION,
    Archive,
    By,
    ClientPart,
    ConditionPart,
    DecisionPart,
    EventPart,
    MemberPart,
    ReadingPart,
    ReferralPart,
    ReflectionPart,
    ServicePart,
    SessionsPart,
    StallAnswerPart,
)
from storage.rules import rule_from_json
from storage.supervision_rows import ConditionRow, DecisionRow, ReflectionRow, StallAnswer


class Exporting:
    def __init__(self, session: Session) -> None:
        self._session = session

    def holds(self, member_id: int) -> tuple[int, int, int]:
        """How many clients, referrals and reflections of hers an archive would have."""
        tables = (ClientRow, ReferralRow, ReflectionRow)
        counts = (select(func.count()).select_from(table).where(table.owner_id == member_id) for table in tables)
        clients, referrals, reflections = (self._session.scalar(count) or 0 for count in counts)
        return clients, referrals, reflections

    def archive(self, member_id: int, as_of: datetime, *, reflections: bool = True) -> Archive:
        """All that she holds, as of an instant (UTC). Raises LookupError for who is no member any more, or locked."""
        member = self._session.get(Member, member_id)
        if member is None or member.left_at is not None or member.locked_at is not None:
            raise LookupError("no such member")
        rows = self._session.scalars(
            select(ClientRow).where(ClientRow.owner_id == member_id).order_by(ClientRow.code)
        ).all()
        clients = [self._client(row, reflections=reflections) for row in rows]
        return Archive(
            format=FORMAT,
            version=VERSION,
            exported_at=as_of,
            member=_part(MemberPart, member, supervision=_sessions(member.supervision)),
            services=self._services({one.service for client in clients for one in client.referrals}),
            clients=clients,
            reflections=self._parted(member_id) if reflections else [],
        )

    def _parted(self, member_id: int) -> list[ReflectionPart]:
        """Hers about clients who are with somebody else by now; whose, and under which code, is not hers to have."""
        rows = (
            select(ReflectionRow)
            .join(ClientRow, ClientRow.id == ReflectionRow.client_id)
            .where(ReflectionRow.owner_id == member_id, ClientRow.owner_id != member_id)
            .order_by(ReflectionRow.id)
        )
        return [_reflection(one) for one in self._session.scalars(rows)]

    def _services(self, names: set[str]) -> list[ServicePart]:
        rows = self._session.scalars(select(ServiceRow).where(ServiceRow.name.in_(names)).order_by(ServiceRow.name))
        return [_part(ServicePart, row) for row in rows]

    def _client(self, row: ClientRow, *, reflections: bool) -> ClientPart:
        of_referrals = (
            select(ReferralRow, ServiceRow.name)
            .join(ServiceRow, ServiceRow.id == ReferralRow.service_id)
            .where(ReferralRow.owner_id == row.owner_id, ReferralRow.client_id == row.id)
            .order_by(ReferralRow.id)
        )
        rows = [(referral, name) for referral, name in self._session.execute(of_referrals)]
        numbers = {referral.id: number for number, (referral, _) in enumerate(rows, 1)}
        part: ClientPart = _part(
            ClientPart,
            row,
            sessions=_sessions(row.sessions),
            referrals=_referrals(rows, numbers),
            history=self._history(row, numbers),
            stall_answers=[_part(StallAnswerPart, one) for one in self._of(StallAnswer, row)],
            decisions=[
                _part(
                    DecisionPart,
                    one,
                    referral=numbers.get(one.referral_id or 0),
                    recorded_by=_by(one.recorded_by, row.owner_id),
                )
                for one in self._of(DecisionRow, row)
            ],
            conditions=[
                _part(
                    ConditionPart,
                    one,
                    referral=numbers[one.referral_id],
                    recorded_by=None if one.recorded_by is None else _by(one.recorded_by, row.owner_id),
                )
                for one in self._of(ConditionRow, row)
            ],
            reflections=[_reflection(one) for one in (self._of(ReflectionRow, row) if reflections else ())],
        )
        return part

    def _history(self, row: ClientRow, numbers: Mapping[int, int]) -> list[EventPart]:
        """Oldest first; what was undone never happened."""
        return [
            _part(
                EventPart,
                one,
                referral=numbers.get(one.referral_id or 0),
                by=_by(one.member_id, row.owner_id),
                detail=_without_people(one.detail),
            )
            for one in reversed(self._session.scalars(what_happened(row.id)).all())
        ]

    def _of(self, table: Any, client: ClientRow) -> Sequence[Any]:
        mine = table.owner_id == client.owner_id, table.client_id == client.id
        return self._session.scalars(select(table).where(*mine).order_by(table.id)).all()


def _referrals(rows: Sequence[tuple[ReferralRow, str]], numbers: Mapping[int, int]) -> list[ReferralPart]:
    first: dict[int, int] = {}  # of each group of options, the first that is here stands for it
    for row, _ in rows:
        if row.option_of is not None:
            first.setdefault(row.option_of, numbers[row.id])
    return [
        _part(
            ReferralPart,
            row,
            number=numbers[row.id],
            service=name,
            readings=[ReadingPart(value=v, guess=g, at=datetime.fromisoformat(at)) for v, g, at in row.readings],
            option_of=first.get(row.option_of or 0),
        )
        for row, name in rows
    ]


def _reflection(row: ReflectionRow) -> ReflectionPart:
    part: ReflectionPart = _part(ReflectionPart, row, answers=json.loads(row.answers))
    return part


def _sessions(rule: Mapping[str, Any] | None) -> SessionsPart | None:
    if rule is None:
        return None
    read: SessionRule = rule_from_json(dict(rule))
    return SessionsPart.model_validate(
        {
            "slots": [{"weekday": slot.weekday, "at": slot.at} for slot in read.slots],
            "every": read.every,
            "starts_on": read.starts_on,
            "zone": read.zone.key,
            "moved": [{"was": move.was, "to": move.to} for move in read.moved],
            "paused_from": read.paused_from,
            "paused_until": read.paused_until,
        }
    )


def _by(member_id: int, owner_id: int) -> By:
    return By.OWNER if member_id == owner_id else By.ANOTHER


def _without_people(detail: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Who handed over to whom is about others, and their ids are the database's."""
    return {key: value for key, value in (detail or {}).items() if key not in {"from", "to"}} or None


def _part(kind: Any, row: object, **otherwise: Any) -> Any:
    """A part whose fields are the row's own, save those that stand there otherwise."""
    same = {name: getattr(row, name) for name in kind.model_fields if name not in otherwise}
    return kind.model_validate({**same, **otherwise})
