"""What has ended long enough ago leaves by itself. Nothing open ever does, nor anything of a client at risk.

No erasure is noted of it: a backup that brings it back has it leave again with the next sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from referrals.client import Closing
from referrals.keeping import leaves_before
from referrals.model import ENDINGS
from referrals.risk import Risk
from storage.calendar_rows import CalendarRow
from storage.inbox import KEPT
from storage.models import ClientRow, Event, Nudge, NudgeState, ReferralRow
from storage.people_rows import Invite, Member, Practice
from storage.rights.erasing import remove_clients
from storage.supervision_rows import ConditionRow, DecisionRow, ReflectionRow, Telling
from storage.traffic import OUTBOX_OPEN, Draft, OutboxRow

_AT_ONCE = 50  # rows, so that nobody waits long for a sweep
_INVITES_KEPT = timedelta(days=30)
_OVER_KEPT = timedelta(days=7)  # of a calendar: a session moved to a later day is still known by the one it was on


class Leaving(StrEnum):
    """What leaves, in the order in which it does."""

    CLIENTS = "clients"
    REFERRALS = "referrals"
    EVENTS = "events"
    NUDGES = "nudges"
    MESSAGES = "messages"
    INVITES = "invites"
    CALENDAR = "calendar"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Due:
    """So many are due to leave, the oldest since an instant (UTC)."""

    what: Leaving
    count: int
    oldest: datetime


class Retention:
    def __init__(self, session: Session) -> None:
        self._session = session

    def due(self, now: datetime) -> list[Due]:
        """What a sweep would remove, by kind; nothing under a legal hold."""
        found = []
        for what, which in self._each(now):
            due = which.subquery()
            count, oldest = self._session.execute(select(func.count(), func.min(due.c.since))).one()
            if count:
                found.append(Due(what, count, oldest))
        return found

    def sweep(self, now: datetime) -> int:
        """Removes some of what is due, as much as fits one short transaction; how many. 0 once nothing is left."""
        for what, which in self._each(now):
            row = _ROW[what]
            # Locked and looked at once more: what somebody takes up again at this very moment stays.
            # The oldest first: asked for by their ids, SQLite would look at all there are, for those are in order.
            due = which.with_only_columns(row.id).order_by(which.selected_columns.since, row.id).limit(_AT_ONCE)
            ids = self._session.scalars(due.with_for_update(of=row, skip_locked=True)).all()
            if ids:
                _REMOVE[what](self._session, ids)
                return len(ids)
        return 0

    def _each(self, now: datetime) -> list[tuple[Leaving, Select[Any, Any]]]:
        """For each kind the rows that are due: `id`, and `since` when."""
        practice = self._session.scalar(select(Practice))
        if practice is None or practice.hold_since is not None:
            return []
        before = leaves_before(now, practice.retention_months)
        return [
            (Leaving.CLIENTS, _clients(before)),
            (Leaving.REFERRALS, _referrals(before)),
            (Leaving.EVENTS, _events(before)),
            (Leaving.NUDGES, _nudges(before)),
            (Leaving.MESSAGES, _messages(before, now - KEPT)),
            (Leaving.INVITES, _invites(now - _INVITES_KEPT)),
            (Leaving.CALENDAR, _calendar(now - _OVER_KEPT)),
            (Leaving.LEFT, _left(before)),
        ]


def _calm() -> ColumnElement[bool]:
    return or_(ClientRow.risk == Risk.NONE_LOGGED, ClientRow.closed_because == Closing.DIED)


def _clients(before: datetime) -> Select[Any, Any]:
    """Those the work with whom has ended."""
    return select(ClientRow.id, ClientRow.closed_at.label("since")).where(ClientRow.closed_at < before, _calm())


def _ended(before: datetime) -> list[ColumnElement[bool]]:
    """A referral that has ended, and to which nothing is to come back: no day chosen for it, no condition on it."""
    stands = select(ConditionRow.id).where(ConditionRow.referral_id == ReferralRow.id, ConditionRow.ended_at.is_(None))
    return [
        ReferralRow.state.in_(ENDINGS),
        ReferralRow.next_check_at.is_(None),
        ReferralRow.revisit_on.is_(None) | (ReferralRow.revisit_on < before.date()),
        ~stands.exists(),
    ]


def _referrals(before: datetime) -> Select[Any, Any]:
    return (
        select(ReferralRow.id, ReferralRow.moved_at.label("since"))
        .join(ClientRow, ClientRow.id == ReferralRow.client_id)
        .where(ReferralRow.moved_at < before, *_ended(before), _calm())
    )


def _events(before: datetime) -> Select[Any, Any]:
    """Of what has ended lately, the history from long before."""
    return (
        select(Event.id, Event.at.label("since"))
        .join(ReferralRow, ReferralRow.id == Event.referral_id)
        .join(ClientRow, ClientRow.id == ReferralRow.client_id)
        .where(Event.at < before, *_ended(before), _calm())
    )


def _nudges(before: datetime) -> Select[Any, Any]:
    """Those answered, save the last of each kind about a referral: by it is known what was asked, and how lately."""
    later = aliased(Nudge)
    same = later.referral_id == Nudge.referral_id, later.kind == Nudge.kind
    followed = select(later.id).where(*same, later.sent_at > Nudge.sent_at)
    return (
        select(Nudge.id, Nudge.sent_at.label("since"))
        .join(ClientRow, ClientRow.id == Nudge.client_id)
        .where(Nudge.state == NudgeState.ANSWERED, Nudge.sent_at < before, _calm())
        .where(Nudge.referral_id.is_(None) | followed.exists())
    )


def _messages(before: datetime, lately: datetime) -> Select[Any, Any]:
    """What was sent or given up long since, or to somebody who is no member; not while something refers to it."""
    later = aliased(OutboxRow)
    refers = (
        select(later.id).where(later.target_id == OutboxRow.id),
        select(Nudge.id).where(Nudge.outbox_id == OutboxRow.id),
        select(Telling.id).where(Telling.outbox_id == OutboxRow.id),
        select(ReflectionRow.id).where(ReflectionRow.shown_in == OutboxRow.id),
    )
    nobodys = OutboxRow.chat_id.not_in(select(Member.telegram_id)), OutboxRow.created_at < lately
    return select(OutboxRow.id, OutboxRow.created_at.label("since")).where(
        OutboxRow.state.not_in(OUTBOX_OPEN),
        or_(OutboxRow.created_at < before, nobodys[0] & nobodys[1]),
        *(~one.exists() for one in refers),
    )


def _invites(before: datetime) -> Select[Any, Any]:
    over = func.coalesce(Invite.used_at, Invite.revoked_at, Invite.expires_at)
    return select(Invite.id, over.label("since")).where(over < before, Invite.reusable.is_(False))


def _calendar(before: datetime) -> Select[Any, Any]:
    """What was handed out for a calendar and is over, whosever it was."""
    return select(CalendarRow.id, CalendarRow.ends_at.label("since")).where(CalendarRow.ends_at < before)


def _left(before: datetime) -> Select[Any, Any]:
    """Members who left, as long as there is a name of hers, or words."""
    words = select(ReflectionRow.id).where(ReflectionRow.owner_id == Member.id)
    draft = select(Draft.member_id).where(Draft.member_id == Member.id)
    something = or_(Member.called.is_not(None), words.exists(), draft.exists())
    return select(Member.id, Member.left_at.label("since")).where(Member.left_at < before, something)


def _remove_referrals(session: Session, ids: Sequence[int]) -> None:
    theirs = select(ReferralRow.client_id).where(ReferralRow.id.in_(ids))  # by whom events are found
    session.execute(delete(Event).where(Event.client_id.in_(theirs), Event.referral_id.in_(ids)))
    for table in (Nudge, DecisionRow, ConditionRow):
        session.execute(delete(table).where(table.referral_id.in_(ids)))
    session.execute(delete(ReferralRow).where(ReferralRow.id.in_(ids)))


def _remove_left(session: Session, ids: Sequence[int]) -> None:
    session.execute(delete(ReflectionRow).where(ReflectionRow.owner_id.in_(ids)))
    session.execute(delete(Draft).where(Draft.member_id.in_(ids)))
    session.execute(update(Member).where(Member.id.in_(ids)).values(called=None))


def _rows_of(table: Any) -> Callable[[Session, Sequence[int]], None]:
    def remove(session: Session, ids: Sequence[int]) -> None:
        session.execute(delete(table).where(table.id.in_(ids)))

    return remove


_ROW: dict[Leaving, Any] = {
    Leaving.CLIENTS: ClientRow,
    Leaving.REFERRALS: ReferralRow,
    Leaving.EVENTS: Event,
    Leaving.NUDGES: Nudge,
    Leaving.MESSAGES: OutboxRow,
    Leaving.INVITES: Invite,
    Leaving.CALENDAR: CalendarRow,
    Leaving.LEFT: Member,
}
_REMOVE: dict[Leaving, Callable[[Session, Sequence[int]], None]] = {
    Leaving.CLIENTS: remove_clients,
    Leaving.REFERRALS: _remove_referrals,
    Leaving.EVENTS: _rows_of(Event),
    Leaving.NUDGES: _rows_of(Nudge),
    Leaving.MESSAGES: _rows_of(OutboxRow),
    Leaving.INVITES: _rows_of(Invite),
    Leaving.CALENDAR: _rows_of(CalendarRow),
    Leaving.LEFT: _remove_left,
}
