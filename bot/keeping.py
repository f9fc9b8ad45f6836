"""Looking after what lies beside the database while the bot runs: the list of what was erased, and old backups."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import structlog

from storage.keeping.backup.erasures import keep_erasures
from storage.keeping.backup.take import expire_backups
from storage.outages import StorageUnavailableError
from storage.store import Store

log = structlog.get_logger()


class Keeper:
    """Of one folder of backups. A folder that cannot be written is told in the log and stops nobody."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder

    async def keep_erasures(self) -> None:
        """What was erased is on the list beside the backups, too; what is missing there is tried again each hour."""
        try:
            erased = await self._store.look(lambda work: work.erasures.all())
            await asyncio.to_thread(keep_erasures, erased, self._folder)
        except StorageUnavailableError as error:
            log.error("the list of what was erased waits for the database", error=error)
        except OSError as error:
            newest = erased.entries[-1].id if erased.entries else None
            log.error("the list of what was erased cannot be written", erasure_id=newest, error=error)

    async def tidy(self, now: datetime) -> None:
        """The same, and backups older than they may be leave."""
        await self.keep_erasures()
        try:
            await asyncio.to_thread(expire_backups, self._folder, now)
        except OSError as error:
            log.error("old backups cannot be removed", error=error)
