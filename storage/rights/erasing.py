"""Erasing for good: a client with all that hangs on her, a therapist's reflections, a member herself.

There is no Undo. Each erasing leaves a row that says what was erased by its id alone, so that a backup from before it
does not bring it back. Whoever calls this has asked whether it may be; the owner is in every query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, delete, func, or_, select
from sqlalchemy.orm import Session

from referrals.model import Role
from storage.alerts import CHAT, Told
from storage.calendars import forget_whose
from storage.changes import leave_out
from storage.models import Change, ClientRow, Event, Nudge, ReferralRow
from storage.people_rows import Member
from storage.privacy_rows import Erased, ErasureRow
from storage.rights.shells import empty_shell
from storage.rights.waiting import Waiting, still_waiting
from storage.supervision_rows import Alert, ConditionRow, DecisionRow, ReflectionRow, StallAnswer, Telling
from storage.traffic import OutboxRow, OutboxState

# What belongs to one client, in the order in which it goes: what points at a row before the row itself.
_OF_CLIENT = (Alert, Nudge, StallAnswer, ConditionRow, DecisionRow, ReflectionRow, Event, Change, ReferralRow)


@dataclass(frozen=True, slots=True)
class Weight:
    """How much an erasing would take; `waiting` are messages on their way that name a client."""

    clients: int = 0
    referrals: int = 0
    events: int = 0
    reflections: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Gone:
    """What is left to be said once something is erased.

    `tellings` are the messages that told others of it and arrived; `stood` those of her own chat (outbox ids) in which
    words of a reflection stand; `elsewhere` the same in chats (ids) of those who had the client before her; `shared`
    those of her chat that are about other clients as well.
    """

    code: str
    tellings: Sequence[Told] = ()
    stood: Sequence[int] = ()
    elsewhere: Sequence[tuple[int, int]] = ()
    shared: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class MemberGone:
    """The same of a member: `clients` are hers, `stood` as there."""

    clients: Sequence[Gone] = ()
    stood: Sequence[int] = field(default=())


class Erasing:
    def __init__(self, session: Session) -> None:
        self._session = session

    def weigh(self, owner_id: int, client_id: int | None = None) -> Weight:
        """What erasing one client of hers would take, or, without one, all of hers.

        Reflections of another, who had the client before, go too and are not counted: nobody else knows of them.
        """
        mine = select(ClientRow.id, ClientRow.code).where(ClientRow.owner_id == owner_id)
        rows = self._session.execute(mine if client_id is None else mine.where(ClientRow.id == client_id)).all()
        ids = [row.id for row in rows]
        waiting = {one.id for row in rows for one in still_waiting(self._session, owner_id, row.id, row.code).named}
        # Of reflections her own: whether somebody who had the client before her wrote any, nobody else is told.
        referrals, events = (self._count(table, ids) for table in (ReferralRow, Event))
        reflections = self._count(ReflectionRow, ids, ReflectionRow.owner_id == owner_id)
        return Weight(len(ids), referrals, events, reflections, len(waiting))

    def reflections(self, owner_id: int) -> int:
        """How many reflections of hers there are."""
        mine = select(func.count()).select_from(ReflectionRow).where(ReflectionRow.owner_id == owner_id)
        return self._session.scalar(mine) or 0

    def erase_client(self, owner_id: int, client_id: int, now: datetime) -> Gone | None:
        """One client of hers, with everything about her; None for anybody else's, and nothing is done."""
        mine = select(ClientRow).where(ClientRow.owner_id == owner_id, ClientRow.id == client_id).with_for_update()
        client = self._session.scalar(mine)
        if client is None:
            return None
        gone = self._gone(client)
        remove_clients(self._session, [client_id])
        self._note(Erased.CLIENT, [client_id], now)
        return gone

    def erase_reflections(self, owner_id: int, now: datetime, reflection_id: int | None = None) -> list[int]:
        """All reflections of hers, or one; returns the messages (outbox ids) of her chat in which their words stand."""
        rows = select(ReflectionRow.id, ReflectionRow.shown_in).where(ReflectionRow.owner_id == owner_id)
        found = self._session.execute(
            rows if reflection_id is None else rows.where(ReflectionRow.id == reflection_id)
        ).all()
        ids = [row.id for row in found]
        self._session.execute(
            delete(ReflectionRow).where(ReflectionRow.owner_id == owner_id, ReflectionRow.id.in_(ids))
        )
        Waiting(self._session).forget_drafts({"reflection": set(ids)})
        self._note(Erased.REFLECTION, ids, now)
        return [row.shown_in for row in found if row.shown_in is not None]

    def erase_all_of(self, member_id: int, now: datetime) -> MemberGone:
        """Her clients and her reflections, and that she herself is erased; `empty` does the rest."""
        hers = select(ClientRow.id).where(ClientRow.owner_id == member_id).order_by(ClientRow.id)
        ids = self._session.scalars(hers).all()
        clients = [gone for client_id in ids if (gone := self.erase_client(member_id, client_id, now)) is not None]
        stood = self.erase_reflections(member_id, now)
        self._note(Erased.MEMBER, [member_id], now)
        return MemberGone(clients, stood)

    def empty(self, member_id: int, now: datetime) -> None:
        """Her settings and her name: what is left of her row is an id."""
        empty_shell(self._session, member_id, now)

    def erase_again(self, what: Erased, row_id: int, before: datetime) -> bool:
        """After a restore: what was erased at the instant `before` goes once more; whether it was there.

        A row that was begun later only has the same number. A member's own clients were each noted, and go by that.
        """
        match what:
            case Erased.CLIENT:
                found = self._again_client(row_id, before)
            case Erased.REFLECTION:
                old = ReflectionRow.id == row_id, ReflectionRow.begun_at < before
                found = _changed(self._session.execute(delete(ReflectionRow).where(*old)))
            case Erased.MEMBER:
                found = self._again_member(row_id, before)
        known = select(ErasureRow.id).where(ErasureRow.what == what, ErasureRow.row_id == row_id).limit(1)
        if self._session.scalar(known) is None:
            self._note(what, [row_id], before)
        return found

    def _again_client(self, client_id: int, before: datetime) -> bool:
        client = self._session.get(ClientRow, client_id)
        if client is None or client.created_at >= before:
            return False
        self._gone(client)
        remove_clients(self._session, [client_id])
        return True

    def _again_member(self, member_id: int, before: datetime) -> bool:
        member = self._session.get(Member, member_id)
        if member is None or member.joined_at >= before or member.telegram_id < 0:
            return False
        self._session.execute(delete(ReflectionRow).where(ReflectionRow.owner_id == member_id))
        empty_shell(self._session, member_id, before)
        if self._session.scalar(select(ClientRow.id).where(ClientRow.owner_id == member_id).limit(1)) is not None:
            # She had handed them over by then, which is not so any more. Locked and without a name she stays, so that
            # an administrator can hand them over once more: nobody would look after them otherwise.
            member.left_at, member.locked_at, member.roles = None, before, [Role.THERAPIST.value]
            self._session.flush()
        return True

    def _gone(self, client: ClientRow) -> Gone:
        """Takes back what still waits to be said about her, and finds what was said already."""
        session = self._session
        tellings = session.execute(
            select(Telling.member_id, CHAT, Telling.outbox_id, Telling.at, OutboxRow.state)
            .join(Member, Member.id == Telling.member_id)
            .join(Alert, Alert.id == Telling.alert_id)
            .join(OutboxRow, OutboxRow.id == Telling.outbox_id)
            .where(Alert.client_id == client.id)
            .order_by(Telling.id)
        ).all()
        waiting = Waiting(session)
        shared = waiting.take_back(client.owner_id, client.id, client.code, [row.outbox_id for row in tellings])
        waiting.forget_drafts(self._ids(client.id), owner_id=client.owner_id, code=client.code)
        stood = session.execute(
            select(ReflectionRow.owner_id, Member.telegram_id, ReflectionRow.shown_in)
            .join(Member, Member.id == ReflectionRow.owner_id)
            .where(ReflectionRow.client_id == client.id, ReflectionRow.shown_in.is_not(None))
            .where(or_(Member.id == client.owner_id, Member.locked_at.is_(None)))
        ).all()
        mine = [row.shown_in for row in stood if row.owner_id == client.owner_id]
        elsewhere = [(row.telegram_id, row.shown_in) for row in stood if row.owner_id != client.owner_id]
        arrived = [Told(*row[:4]) for row in tellings if row.state is OutboxState.SENT]
        return Gone(client.code, arrived, mine, elsewhere, shared)

    def _ids(self, client_id: int) -> dict[str, set[int]]:
        """By which ids an unfinished question may be about a client, by the names under which a draft holds them."""
        tables: tuple[Any, ...] = (ReferralRow, Nudge, ReflectionRow, ConditionRow)
        found = {
            table.__tablename__: set(self._session.scalars(select(table.id).where(table.client_id == client_id)))
            for table in tables
        }
        return {"client": {client_id}, **found}

    def _count(self, table: Any, client_ids: Sequence[int], *which: ColumnElement[bool]) -> int:
        counted = select(func.count()).select_from(table).where(table.client_id.in_(client_ids), *which)
        return self._session.scalar(counted) or 0

    def _note(self, what: Erased, row_ids: Sequence[int], now: datetime) -> None:
        self._session.add_all(ErasureRow(at=now, what=what, row_id=row_id) for row_id in row_ids)
        self._session.flush()


def remove_clients(session: Session, client_ids: Sequence[int]) -> None:
    """These clients' rows and all that hang on them. Whoever calls it has seen to whose they are."""
    leave_out(session, client_ids)
    forget_whose(session, client_ids)
    of_them = select(Alert.id).where(Alert.client_id.in_(client_ids))
    session.execute(delete(Telling).where(Telling.alert_id.in_(of_them)))
    for table in _OF_CLIENT:
        session.execute(delete(table).where(table.client_id.in_(client_ids)))
    session.execute(delete(ClientRow).where(ClientRow.id.in_(client_ids)))


def _changed(result: Any) -> bool:
    return isinstance(result, CursorResult) and result.rowcount > 0
