"""Looking after what lies beside the database while the bot runs: the list of what was erased, and backups."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog

from bot.people import concerns
from storage.concern_rows import ConcernKind
from storage.keeping.backup.erasures import keep_erasures
from storage.keeping.backup.take import expire_backups, newest_backup
from storage.outages import StorageUnavailableError
from storage.store import Store
from storage.work import UnitOfWork

log = structlog.get_logger()

# One a night is asked for: a weekend missed is no matter yet, a whole week is.
FRESH = timedelta(days=8)


class Keeper:
    """Of one folder of backups. A folder that cannot be written is told, in the log too, and stops nobody."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder

    async def keep_erasures(self, now: datetime) -> None:
        """What was erased is on the list beside the backups, too; what is missing there is tried again each hour."""
        try:
            erased, open_now = await self._store.look(lambda work: (work.erasures.all(), work.concerns.open()))
            try:
                await asyncio.to_thread(keep_erasures, erased, self._folder)
            except OSError as error:
                newest = erased.entries[-1].id if erased.entries else None
                log.error("the list of what was erased cannot be written", erasure_id=newest, error=error)
                await self._store.run(partial(concerns.begin, kind=ConcernKind.ERASURES, now=now))
            else:
                if any(one.kind is ConcernKind.ERASURES for one in open_now):
                    await self._store.run(lambda work: work.concerns.end(ConcernKind.ERASURES, now))
        except StorageUnavailableError as error:
            log.error("the list of what was erased waits for the database", error=error)

    async def tidy(self, now: datetime) -> None:
        """The same; backups older than they may be leave, and whether there is a fresh one is seen to."""
        await self.keep_erasures(now)
        try:
            await asyncio.to_thread(expire_backups, self._folder, now)
        except OSError as error:
            log.error("old backups cannot be removed", error=error)
        try:
            newest = await asyncio.to_thread(newest_backup, self._folder)
        except OSError as error:
            log.error("backups cannot be looked at", error=error)
            newest = None
        await self._store.run(partial(see_to_backups, newest=newest, now=now))


def see_to_backups(work: UnitOfWork, newest: datetime | None, now: datetime) -> None:
    """An administrator is told when the `newest` backup (UTC, None for none) is old, until there is one since then."""
    practice = work.people.practice()
    if practice is None:
        return
    since = next((one.since for one in work.concerns.open() if one.kind is ConcernKind.BACKUP), None)
    if since is not None:
        if newest is not None and newest >= since.replace(microsecond=0):  # a backup's name has whole seconds
            work.concerns.end(ConcernKind.BACKUP, now)
    elif now - (newest or practice.created_at) > FRESH:
        concerns.begin(work, ConcernKind.BACKUP, now)
