"""How the memory is, seen from outside: one look that writes nothing, takes no lock, and is not waited for in line."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import URL, Connection, func, select, text

from storage.concern_rows import ConcernKind, ConcernRow
from storage.keeping.reading import looking
from storage.models import NUDGE_PLANNED, Nudge
from storage.people_rows import Member
from storage.traffic import INBOX_OPEN, INBOX_SET_ASIDE, OUTBOX_WAITS, InboxRow, InboxState, OutboxRow

_CONNECT_SECONDS = "3"


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many wait, the oldest since an instant (UTC)."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Health:
    """One moment of the database, and how many seconds of machine time it took to answer.

    `due` messages should have been made by now, `late` ones long ago. `set_aside` are the updates that could not be
    read or came to nothing, by state; `concerns` what needs a person. `clock_ahead` is by how much this machine's clock
    is ahead of the database's; None where they are the same.
    """

    seconds: float
    inbox: Waiting
    outbox: Waiting
    due: int
    late: int
    set_aside: Mapping[InboxState, int]
    concerns: Mapping[ConcernKind, int]
    clock_ahead: timedelta | None


def look(url: URL, now: datetime, late: timedelta, patience: timedelta) -> Health | None:
    """`now` is calendar time (UTC); what was due longer than `late` ago is late. None where there is no SQLite file.

    PostgreSQL ends a statement that takes longer than `patience`. Raises StorageUnavailableError and
    UnreadableDatabaseError.
    """
    began = time.perf_counter()
    postgresql = url.get_backend_name() == "postgresql"
    hurried = url.update_query_dict({"connect_timeout": _CONNECT_SECONDS}) if postgresql else url
    with looking(hurried) as connection:
        if connection is None:
            return None
        ahead = _hurry(connection, patience) if postgresql else None
        inbox, outbox = _inbox(connection), _outbox(connection)
        due, late_ones = _due(connection, now), _due(connection, now - late)
        set_aside, concerns = _set_aside(connection), _concerns(connection)
        seconds = time.perf_counter() - began
        return Health(seconds, inbox, outbox, due, late_ones, set_aside, concerns, ahead)


def _hurry(connection: Connection, patience: timedelta) -> timedelta:
    """Sets the limit; returns by how much this machine's clock is ahead, as nearly as half the way there and back."""
    connection.execute(text(f"SET LOCAL statement_timeout = {round(patience / timedelta(milliseconds=1))}"))
    before = datetime.now(UTC)
    theirs: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return before + (datetime.now(UTC) - before) / 2 - theirs


def _inbox(connection: Connection) -> Waiting:
    row = connection.execute(
        select(func.count(), func.min(InboxRow.received_at)).where(INBOX_OPEN, InboxRow.chat_id.is_not(None))
    ).one()
    return Waiting(*row)


def _outbox(connection: Connection) -> Waiting:
    row = connection.execute(select(func.count(), func.min(OutboxRow.created_at)).where(OUTBOX_WAITS)).one()
    return Waiting(*row)


def _due(connection: Connection, by: datetime) -> int:
    """Messages that should have been made by then, to members who can be sent any."""
    hers = select(func.count()).select_from(Nudge).join(Member, Member.id == Nudge.owner_id)
    reached = Member.locked_at.is_(None), Member.left_at.is_(None)
    return connection.execute(hers.where(NUDGE_PLANNED, Nudge.send_at <= by, *reached)).scalar_one()


def _set_aside(connection: Connection) -> Mapping[InboxState, int]:
    states = InboxState.QUARANTINED, InboxState.FAILED
    rows = connection.execute(select(InboxRow.state, func.count()).where(INBOX_SET_ASIDE).group_by(InboxRow.state))
    return dict.fromkeys(states, 0) | {row[0]: row[1] for row in rows}


def _concerns(connection: Connection) -> Mapping[ConcernKind, int]:
    rows = connection.execute(
        select(ConcernRow.kind, func.count()).where(ConcernRow.ended_at.is_(None)).group_by(ConcernRow.kind)
    )
    return dict.fromkeys(ConcernKind, 0) | {row[0]: row[1] for row in rows}
