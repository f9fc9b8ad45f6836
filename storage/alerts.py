"""Acute cases of which others are told. Serves clinical rule "acute"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, func, or_, select, update

from referrals.supervisors import Rung
from storage.people_rows import Member
from storage.prepared import Prepared
from storage.session import WorkSession, table_of
from storage.supervision_rows import Alert, Telling


class Taking(StrEnum):
    """What became of "I have it"."""

    TAKEN = "taken"
    MINE_ALREADY = "mine_already"
    SOMEBODY_HAS_IT = "somebody_has_it"
    OVER = "over"
    NOT_TOLD = "not_told"


# Where somebody who was told is reached; nowhere while she is locked, or once she has left.
CHAT = case((or_(Member.locked_at.is_not(None), Member.left_at.is_not(None)), None), else_=Member.telegram_id)

_a = table_of(Alert).c
_OF_CLIENT = Prepared(
    select(_a.id, _a.owner_id, _a.client_id, _a.rung, _a.next_at, _a.taken_by, _a.taken_at).where(
        _a.ended_at.is_(None), _a.client_id == bindparam("client")
    )
)


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """One that goes on: `rung` was told last, `next_at` (UTC) is when the next one is, `taken_by` who has it."""

    id: int
    owner_id: int
    client_id: int
    rung: Rung | None
    next_at: datetime | None
    taken_by: int | None
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """One message by which a member was told, at an instant (UTC); `chat_id` None while nothing may reach her."""

    member_id: int
    chat_id: int | None
    outbox_id: int
    at: datetime


class Alerts:
    def __init__(self, session: WorkSession) -> None:
        self._session = session

    def of_client(self, client_id: int) -> OpenAlert | None:
        """The one that goes on for a client."""
        row = self._session.read_one(_OF_CLIENT, {"client": client_id})
        return _alert(row) if row else None

    def of_owner(self, owner_id: int) -> list[OpenAlert]:
        """All that go on for one therapist's clients."""
        return [_alert(row) for row in self._session.scalars(_going_on().where(Alert.owner_id == owner_id))]

    def begin(self, owner_id: int, client_id: int, now: datetime) -> OpenAlert:
        row = Alert(
            owner_id=owner_id,
            client_id=client_id,
            begun_at=now,
            rung=None,
            next_at=None,
            taken_by=None,
            taken_at=None,
            ended_at=None,
        )
        self._session.add(row)
        self._session.flush()
        return _alert(row)

    def told(self, alert_id: int, member_id: int, rung: Rung, outbox_id: int, now: datetime, next_at: datetime) -> None:
        """A member was told; the next one is at `next_at` (UTC)."""
        self._session.add(Telling(alert_id=alert_id, member_id=member_id, rung=rung, outbox_id=outbox_id, at=now))
        self._set(alert_id, rung=rung, next_at=next_at)

    def tellings(self, alert_id: int) -> list[Told]:
        """Who was told, the first one first."""
        rows = self._session.execute(
            select(Telling.member_id, CHAT, Telling.outbox_id, Telling.at)
            .join(Member, Member.id == Telling.member_id)
            .where(Telling.alert_id == alert_id)
            .order_by(Telling.id)
        )
        return [Told(*row) for row in rows]

    def take(self, alert_id: int, member_id: int, now: datetime) -> tuple[Taking, OpenAlert | None]:
        """Somebody has it: only who was told of it, and only the first of them."""
        was_told = select(Telling.id).where(Telling.alert_id == alert_id, Telling.member_id == member_id)
        row = self._session.scalar(select(Alert).where(Alert.id == alert_id).with_for_update())
        if row is None or self._session.scalar(was_told.limit(1)) is None:
            return Taking.NOT_TOLD, None
        if row.ended_at is not None:
            return Taking.OVER, None
        if row.taken_by is not None:
            return (Taking.MINE_ALREADY if row.taken_by == member_id else Taking.SOMEBODY_HAS_IT), _alert(row)
        row.taken_by, row.taken_at, row.next_at = member_id, now, None
        self._session.flush()
        return Taking.TAKEN, _alert(row)

    def pass_on(self, member_id: int, now: datetime) -> list[OpenAlert]:
        """She cannot look after any from now on: the next one is told at once of what she has or was told of last.

        Returns those that she had taken up.
        """
        had = []
        for row in self._session.scalars(_going_on().with_for_update()):
            last = select(Telling.member_id).where(Telling.alert_id == row.id).order_by(Telling.id.desc()).limit(1)
            if row.taken_by == member_id:
                had.append(row)
                row.taken_by, row.taken_at, row.next_at = None, None, now
            elif row.taken_by is None and self._session.scalar(last) == member_id:
                row.next_at = now
        self._session.flush()
        return [_alert(row) for row in had]

    def end(self, alert_id: int, now: datetime) -> None:
        """It is not acute any more, or was not meant."""
        self._set(alert_id, ended_at=now, next_at=None)

    def wait(self, alert_id: int, until: datetime | None) -> None:
        """Nobody can be told before then (UTC)."""
        self._set(alert_id, next_at=until)

    def due(self, now: datetime) -> OpenAlert | None:
        """One whose next person is to be told, locked against other claimants; None if none is."""
        row = self._session.scalar(
            _going_on()
            .where(Alert.next_at <= now)
            .order_by(Alert.next_at, Alert.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return _alert(row) if row else None

    def next_due(self) -> datetime | None:
        """When the next person is to be told of any."""
        return self._session.scalar(select(func.min(Alert.next_at)).where(Alert.ended_at.is_(None)))

    def undeliverable(self, outbox_id: int, now: datetime) -> None:
        """Who was to hear of it by this message cannot: the next one is told at once."""
        of_message = select(Telling.alert_id).where(Telling.outbox_id == outbox_id)
        waiting = Alert.id.in_(of_message), Alert.ended_at.is_(None), Alert.taken_by.is_(None)
        self._session.execute(update(Alert).where(*waiting).values(next_at=now))

    def _set(self, alert_id: int, **values: object) -> None:
        self._session.execute(update(Alert).where(Alert.id == alert_id).values(**values))
        self._session.flush()


def _going_on() -> Select[Alert]:
    return select(Alert).where(Alert.ended_at.is_(None))


def _alert(row: Alert | Row[*tuple[Any, ...]]) -> OpenAlert:
    return OpenAlert(row.id, row.owner_id, row.client_id, row.rung, row.next_at, row.taken_by, row.taken_at)
