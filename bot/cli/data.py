"""An export read back."""

from __future__ import annotations

import zipfile
import zlib
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import alerts
from bot.cli.speaking import refuse
from bot.cli.work import in_store, must_be_founded, read_settings
from bot.paper.archive import DATA
from bot.wording.privacy import data as wording
from referrals.model import Role
from storage.rights.archive import Archive
from storage.rights.importing import ArchiveError, BrokenArchiveError, Imported, read_archive
from storage.work import UnitOfWork

_LARGEST = 1 << 26  # bytes, unpacked: far more than anybody's caseload


class _NotWrittenError(Exception):
    """Carries what a dry run found out of a transaction that is rolled back."""

    def __init__(self, result: Imported) -> None:
        super().__init__()
        self.result = result


def import_archive(archive: Path, telegram_id: int, *, dry_run: bool) -> Imported:
    """Gives a therapist the clients of an export."""
    now = datetime.now(UTC)
    try:
        content = read_archive(_data(archive), now)
    except ArchiveError as error:
        refuse(wording.not_read(archive.name, error))
    take_in = partial(_take_in, content=content, telegram_id=telegram_id, now=now, dry_run=dry_run)
    try:
        result = in_store(read_settings(), take_in, migrates=not dry_run)
    except _NotWrittenError as not_written:
        result = not_written.result
    if result is None:
        refuse(wording.no_therapist(telegram_id))
    return result


def _data(path: Path) -> str:
    """The data of an export as text; nothing is unpacked to the disk. Raises BrokenArchiveError."""
    try:
        with zipfile.ZipFile(path) as file, file.open(DATA) as data:
            content = data.read(_LARGEST + 1)
            if len(content) > _LARGEST:
                raise BrokenArchiveError(DATA)
            return content.decode()
    except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        raise BrokenArchiveError(DATA) from error


def _take_in(work: UnitOfWork, content: Archive, telegram_id: int, now: datetime, dry_run: bool) -> Imported | None:
    must_be_founded(work)
    person = work.people.by_telegram_id(telegram_id)
    if person is None or Role.THERAPIST not in person.roles:
        return None
    work.people.lock(person.id)
    result = work.importing.take_in(content, person.id)
    if dry_run:
        raise _NotWrittenError(result)
    caseload = work.caseload(person.id, person.habits.off)
    taken = set(result.taken)
    new = [client.id for client in caseload.clients() if client.code in taken]
    caseload.keep_days(ZoneInfo(content.member.zone), person.zone, new)
    work.nudges.replan_all(caseload, person.habits, now)
    for client in caseload.clients():
        alerts.follow(work, person, client, now)  # one that is acute is told, as if it had been logged now
    return result
