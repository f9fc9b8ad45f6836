"""Putting a backup back: all of it or nothing, without what was erased since, and without saying anything twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select, update

from storage.crypto import cipher_of
from storage.engine import sqlite_file
from storage.keeping.backup.check import Inside, head, rows
from storage.keeping.backup.format import Advance, RefusedBackupError, Why, read_lines
from storage.keeping.backup.standing import Standing
from storage.keeping.backup.take import KEPT
from storage.keeping.counters import GAP, count_on
from storage.keeping.every_row import lots, make_room, plain
from storage.keeping.swap import fresh_beside
from storage.migrate import known, migrate, newest_revision
from storage.outages import outages
from storage.people_rows import Invite, Member, Practice
from storage.privacy_rows import Verb
from storage.rights.erasures import ErasureEntry
from storage.session import transaction
from storage.traffic import OUTBOX_OPEN, InboxRow, InboxState, OutboxRow, OutboxState
from storage.work import UnitOfWork


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
    with outages(), transaction(engine) as session:
        connection = session.connection()
        _fill(connection, plan, advance)
        _be_silent(connection, now)
        _keep_hold(connection, plan.standing)
        _keep_out(connection, plan.standing)
        _keep_accounts(connection, plan.standing)
        _keep_shut(connection, plan.standing, now)
        return _erase_again(UnitOfWork(session), plan.erased, now)


def _fill(connection: Connection, plan: Plan, advance: Advance) -> None:
    if connection.dialect.name == "postgresql":
        make_room(connection)
    with plan.path.open("rb") as file:
        lines = read_lines(file, cipher_of(connection.engine), advance)
        inside = head(lines)
        for name, some in groupby(rows(lines, inside), key=lambda one: one[0]):
            for lot in lots(row for _, row in some):
                connection.execute(insert(plain(name)), lot)
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


def _keep_out(connection: Connection, standing: Standing) -> None:
    """Whoever was locked or left since the backup does not come in by it: her account is locked, what is hers is there.

    She signs in anew by an invite of her own, as after a lost phone.
    """
    for member_id, since in standing.shut_out.items():
        aboard = Member.id == member_id, Member.locked_at.is_(None), Member.left_at.is_(None)
        connection.execute(update(Member).where(*aboard).values(locked_at=since))


def _keep_accounts(connection: Connection, standing: Standing) -> None:
    """Whoever signed in with another account since keeps that one: the one before may be of a lost phone."""
    members = connection.execute(select(Member.id, Member.joined_at, Member.telegram_id)).all()
    now_hers = {one.id: standing.accounts.get((one.id, one.joined_at), one.telegram_id) for one in members}
    moved = [one.id for one in members if now_hers[one.id] != one.telegram_id]
    for accounts in ({number: -number for number in moved}, now_hers):  # first nobody's, for two may have swapped
        for member_id in moved:
            hers = update(Member).where(Member.id == member_id)
            connection.execute(hers.values(telegram_id=accounts[member_id]))


def _keep_shut(connection: Connection, standing: Standing, now: datetime) -> None:
    """An invite that was used or revoked since opens nothing; of which nobody knows any more, neither."""
    unused = Invite.used_at.is_(None), Invite.revoked_at.is_(None), Invite.reusable.is_(False)
    for invite in connection.execute(select(Invite.id, Invite.code_hash).where(*unused)).all():
        if invite.code_hash not in standing.invites:
            connection.execute(update(Invite).where(Invite.id == invite.id).values(revoked_at=now))


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
