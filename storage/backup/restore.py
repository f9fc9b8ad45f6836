"""Putting a backup back: all of it or nothing, without what was erased since, and without saying anything twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, text, update
from sqlalchemy.orm import Session

from storage.backup.check import Inside, head, rows
from storage.backup.counters import GAP, count_on
from storage.backup.format import Advance, RefusedBackupError, Why, read_lines
from storage.backup.standing import Standing
from storage.backup.swap import fresh_beside
from storage.backup.take import KEPT
from storage.backup.values import plain
from storage.crypto import cipher_of
from storage.engine import sqlite_file
from storage.erasures import ErasureEntry
from storage.every_table import TABLES
from storage.migrate import known, migrate, newest_revision
from storage.outages import outages
from storage.people_rows import Invite, Member, Practice
from storage.privacy_rows import Verb
from storage.traffic import OUTBOX_OPEN, InboxRow, InboxState, OutboxRow, OutboxState
from storage.work import UnitOfWork

_AT_ONCE = 500  # rows


@dataclass(frozen=True, slots=True)
class Plan:
    """A backup that fits: the file, what is in it, what it replaces, and all that is known to have been erased."""

    path: Path
    inside: Inside
    standing: Standing
    erased: Sequence[ErasureEntry]


def must_fit(inside: Inside, standing: Standing, now: datetime) -> None:
    """Raises RefusedBackupError for a backup that may not be put back here and now (UTC)."""
    if not known(inside.revision):
        raise RefusedBackupError(Why.NEWER)
    if inside.revision != newest_revision():
        raise RefusedBackupError(Why.OLDER)
    if standing.practice not in {None, inside.practice}:
        raise RefusedBackupError(Why.FOREIGN)
    if now - inside.taken_at > KEPT:
        raise RefusedBackupError(Why.EXPIRED)


def put_back(engine: Engine, plan: Plan, now: datetime, advance: Advance) -> int:
    """Replaces the database by the backup; returns how many entries of the erasure list were gone through again.

    `advance` is told of bytes of the file. Raises what `migrate` raises, OSError, and RefusedBackupError
    should the file have changed since it was looked at; then the database is as it was.
    """
    path = sqlite_file(engine.url)
    if path is None:
        migrate(engine)
        return _load(engine, plan, now, advance)
    with fresh_beside(path, cipher_of(engine)) as new:
        return _load(new, plan, now, advance)


def _load(engine: Engine, plan: Plan, now: datetime, advance: Advance) -> int:
    """All of it in one transaction."""
    with outages(), Session(engine) as session, session.begin():
        connection = session.connection()
        _fill(connection, plan, advance)
        _be_silent(connection, now)
        _keep_hold(connection, plan.standing)
        _keep_out(connection, plan.standing, now)
        _close_invites(connection, now)
        return _erase_again(UnitOfWork(session), plan.erased, now)


def _fill(connection: Connection, plan: Plan, advance: Advance) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"TRUNCATE {', '.join(TABLES)}"))  # not DELETE, which the audit does not let happen
    with plan.path.open("rb") as file:
        lines = read_lines(file, cipher_of(connection.engine), advance)
        inside = head(lines)
        for name, some in groupby(rows(lines, inside), key=lambda one: one[0]):
            every = (row for _, row in some)
            while batch := list(islice(every, _AT_ONCE)):
                connection.execute(insert(plain(name)), batch)
    if inside != plan.inside:
        raise RefusedBackupError(Why.ALTERED)
    count_on(connection, inside.counters, plan.standing.counters, gap=GAP if plan.standing.practice is None else 0)


def _be_silent(connection: Connection, now: datetime) -> None:
    """What was on its way has arrived since, or is of no use any more; what is still to be said is planned anew."""
    outbox, inbox = OutboxRow.__table__, InboxRow.__table__
    under_way = outbox.c.state.in_(OUTBOX_OPEN)
    connection.execute(update(OutboxRow).where(under_way).values(state=OutboxState.CANCELLED, body=None))
    waiting = inbox.c.state == InboxState.OPEN
    connection.execute(update(InboxRow).where(waiting).values(state=InboxState.DONE, body=None, done_at=now))


def _keep_hold(connection: Connection, standing: Standing) -> None:
    """A legal hold set since the backup goes on."""
    if standing.hold is not None:
        since, by = standing.hold
        connection.execute(update(Practice).where(Practice.hold_since.is_(None)).values(hold_since=since, hold_by=by))


def _keep_out(connection: Connection, standing: Standing, now: datetime) -> None:
    """Whoever was locked or left since the backup does not come in by it: her account is locked, what is hers is there.

    Nor does an account that was hers then and is not now, as that of a lost phone. She signs in anew by an invite of
    her own.
    """
    for member_id, account in standing.accounts.items():
        aboard = Member.id == member_id, Member.locked_at.is_(None), Member.left_at.is_(None)
        since = standing.shut_out.get(member_id)
        other = () if since else (Member.telegram_id != account,)
        connection.execute(update(Member).where(*aboard, *other).values(locked_at=since or now))


def _close_invites(connection: Connection, now: datetime) -> None:
    """A code that could be used then may have been used or revoked since: it opens nothing any more."""
    waits = Invite.used_at.is_(None), Invite.revoked_at.is_(None), Invite.reusable.is_(False)
    connection.execute(update(Invite).where(*waits).values(revoked_at=now))


def _erase_again(work: UnitOfWork, erased: Sequence[ErasureEntry], now: datetime) -> int:
    """Erases what the backup does not know to be erased, also under a legal hold: it was gone before that was set."""
    work.audit.by("restore", now)
    there = set(work.erasures.all().entries)
    missing = [entry for entry in erased if entry not in there]
    work.erasures.note(missing)
    for entry in missing:
        work.erasing.erase_again(entry.what, entry.row_id, entry.at)
    work.audit.tell(Verb.CHANGED, "practice", 1)
    return len(missing)
