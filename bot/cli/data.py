"""An export read back (`import`), and what has been kept long enough (`python -m bot retention`)."""

from __future__ import annotations

import json
import zipfile
import zlib
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot import alerts
from bot.cli.work import complaints, in_store, must_be_founded, read_settings, refuse
from bot.paper.archive import DATA
from bot.scheduling.ticks import sweep_once
from bot.settings import Settings
from bot.wording.privacy import data as wording
from referrals.model import Role
from storage.engine import open_engine
from storage.rights.archive import Archive
from storage.rights.importing import ArchiveError, BrokenArchiveError, Imported, read_archive
from storage.rights.retention import Due
from storage.store import Store
from storage.work import UnitOfWork

_LARGEST = 1 << 26  # bytes, unpacked: far more than anybody's caseload


class _NotWrittenError(Exception):
    """Carries what a dry run found out of a transaction that is rolled back."""

    def __init__(self, result: Imported) -> None:
        super().__init__()
        self.result = result


def import_archive(archive: Path, telegram_id: int, *, dry_run: bool, as_json: bool) -> None:
    """Gives a therapist the clients of an export."""
    now = datetime.now(UTC)
    try:
        content = read_archive(_data(archive), now)
    except ArchiveError as error:
        refuse(wording.not_read(archive.name, error))
    take_in = partial(_take_in, content=content, telegram_id=telegram_id, now=now, dry_run=dry_run)
    try:
        result = in_store(read_settings(), take_in)
    except _NotWrittenError as not_written:
        result = not_written.result
    if result is None:
        refuse(wording.no_therapist(telegram_id))
    told = {**asdict(result), "written": not dry_run}
    typer.echo(json.dumps(told) if as_json else wording.imported(result, dry_run))


def retention(dry_run: Annotated[bool, typer.Option("--dry-run", help=wording.DRY_RUN_HELP)] = False) -> None:
    """Remove what has been kept long enough; `run` does it daily. Example: python -m bot retention --dry-run"""
    now, settings = datetime.now(UTC), read_settings()
    due = in_store(settings, partial(_due, now=now))
    if due is None:
        refuse(wording.ON_HOLD)
    if not dry_run:
        _sweep(settings, now)
    typer.echo(wording.leaving(due, dry_run))


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
    work.nudges.replan_all(caseload, person.habits, now)
    for client in caseload.clients():
        alerts.follow(work, person, client, now)  # one that is acute is told, as if it had been logged now
    return result


def _due(work: UnitOfWork, now: datetime) -> list[Due] | None:
    must_be_founded(work)
    return None if work.people.on_hold() else work.retention.due(now)


def _sweep(settings: Settings, now: datetime) -> None:
    with complaints():
        store = Store(open_engine(settings.url, settings.cipher()))
        try:
            while store.run_here(partial(sweep_once, now=now)):
                pass
            store.wipe_here()
        finally:
            store.close()
