"""`python -m bot rotate-key`, `backup`, `restore`: what keeps the practice's data, from the machine the bot runs on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from bot.cli.answers import BackedUp, Restored, Rotated
from bot.cli.bars import bar, reading
from bot.cli.command import App
from bot.cli.completing import backups
from bot.cli.ending import Why
from bot.cli.keeping_work import founded, founded_alone, stopped
from bot.cli.rotating import NoSecondKeyError, begin, end, seal_all
from bot.cli.speaking import answer, beside, refuse, say
from bot.cli.work import complaints, read_settings
from bot.keeping import see_to_backups
from bot.people import concerns
from bot.settings import Settings
from bot.wording import keeping as says
from storage.concern_rows import ConcernKind
from storage.crypto import new_key as fresh_key
from storage.keeping.backup.check import examine
from storage.keeping.backup.erasures import DamagedListError, keep_erasures, read_erasures
from storage.keeping.backup.format import RefusedBackupError
from storage.keeping.backup.restore import Plan, must_fit, put_back
from storage.keeping.backup.standing import standing
from storage.keeping.backup.take import KEPT, expire_backups, take
from storage.keeping.rotation import NotOpenedError, left_over
from storage.privacy_rows import Verb
from storage.store import Store
from storage.work import UnitOfWork

keeping = App()


@keeping.command(name="rotate-key", answers=Rotated, progress=True)
def rotate_key(new_key: Annotated[bool, typer.Option("--new-key", help=says.NEW_KEY_HELP)] = False) -> None:
    """Change the field key, while the bot is stopped; may be cut short.

    Example: python -m bot rotate-key

    Example: python -m bot rotate-key --new-key
    """
    if new_key:
        key = fresh_key()
        answer(Rotated(rows=0, key_file=None, keys_removed=0, went_on=False, new_key=key), key)
        return
    settings = read_settings()
    try:
        with complaints(), founded_alone(settings) as engine:
            _rotate(settings, engine)
    except NoSecondKeyError:
        refuse(says.NO_SECOND_KEY, Why.KEY)
    except NotOpenedError as error:
        refuse(says.not_opened(error.table, error.row_id), Why.KEY)
    except OSError:
        refuse(says.key_not_written(settings.field_key_file), Why.FILE)


def _rotate(settings: Settings, engine: Engine) -> None:
    begun = begin(settings, engine)
    path = settings.field_key_file if settings.field_key is None else None
    if path is not None:
        say(says.GOES_ON if begun.goes_on else says.key_begun(path))
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        shown.advance(rows)

    with bar(says.RESEALING, left_over(engine)) as shown:
        seal_all(engine, advance)
    dropped = end(settings, engine, begun.keys, datetime.now(UTC))
    result = Rotated(rows=done, key_file=path, keys_removed=dropped, went_on=begun.goes_on)
    answer(result, says.rotated(done, path, dropped, KEPT.days))


@keeping.command(answers=BackedUp, progress=True)
def backup(to: Annotated[Path | None, typer.Option(help=says.TO_HELP)] = None) -> None:
    """Write a backup, also while the bot runs; old ones leave.

    Example: python -m bot backup

    Example: python -m bot backup --to /mnt/backups --json
    """
    settings = read_settings()
    folder, now = to or settings.backup_dir, datetime.now(UTC)
    with complaints(), founded(settings) as store:
        try:
            keep_erasures(store.look_here(lambda work: work.erasures.all()), folder)
            with bar(says.TAKING) as shown:
                path = take(store.engine, folder, now, shown.expect, shown.advance)
            gone = expire_backups(folder, now)
        except OSError:
            _not_taken(store, now)
            refuse(says.folder_not_written(folder), Why.FILE)
        except RefusedBackupError as error:
            _not_taken(store, now)
            refuse(says.not_restored(folder, error.why), Why.FILE)
        store.run_here(lambda work: _told(work, now, watched=_same(folder, settings.backup_dir)))
    size = path.stat().st_size
    words = "\n".join([says.taken(path, size), *([says.expired(gone, KEPT.days)] if gone else [])])
    answer(BackedUp(file=path, bytes=size, removed=list(gone)), words)


@keeping.command(answers=Restored, progress=True)
def restore(
    path: Annotated[Path, typer.Argument(help=says.FILE_HELP, autocompletion=backups)],
    yes: Annotated[bool, typer.Option("--yes", help=says.YES_HELP)] = False,
) -> None:
    """Put a backup back, while the bot is stopped.

    Example: python -m bot restore backups/followthrough-20261124T200000Z.backup

    Example: python -m bot restore backups/followthrough-20261124T200000Z.backup --yes --json
    """
    settings = read_settings()
    with complaints(), stopped(settings) as engine:
        try:
            plan = _looked_at(settings, engine, path)
            inside = plan.inside
            over = plan.standing.practice is not None
            say(says.replaces(inside.taken_at, inside.counts, over=over))
            if not (yes or _sure()):
                refuse(says.LEFT_ALONE, Why.DECLINED)
            with reading(path, says.PUTTING_BACK) as advance:
                erased = put_back(engine, plan, datetime.now(UTC), advance)
        except RefusedBackupError as error:
            refuse(says.not_restored(path, error.why), Why.FILE)
        except DamagedListError as error:
            refuse(says.list_damaged(error.path, error.number), Why.FILE)
        except OSError:
            refuse(says.not_put_back(path), Why.DATABASE)
    result = Restored(taken_at=inside.taken_at, rows=dict(inside.counts), erased_again=erased, replaced=over)
    answer(result, says.restored(inside.taken_at, erased))


def _looked_at(settings: Settings, engine: Engine, path: Path) -> Plan:
    """The whole file read, and everything known that bears on it."""
    try:
        with reading(path, says.READING) as advance:
            inside = examine(path, settings.cipher(), advance=advance)
    except OSError:
        refuse(says.not_read(path), Why.FILE)
    there = standing(engine)
    must_fit(inside, there, datetime.now(UTC))
    erased = {*read_erasures([path.parent, settings.backup_dir], inside.practice), *there.erased}
    return Plan(path, inside, there, sorted(erased, key=lambda entry: (entry.at, entry.id)))


def _sure() -> bool:
    """Whether she types that she means it."""
    try:
        with beside():
            return str(typer.prompt(says.ASK_SURE, default="", show_default=False)) == says.SURE
    except typer.Abort:
        return False


def _told(work: UnitOfWork, now: datetime, *, watched: bool) -> None:
    """`watched` if it lies where the running bot looks for it."""
    work.audit.by("backup", now)
    work.audit.tell(Verb.ASKED, "practice", 1)
    if watched:
        see_to_backups(work, now, now)


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _not_taken(store: Store, now: datetime) -> None:
    """An administrator is told in the chat as well: this may have run at night, with nobody to read it."""
    store.run_here(lambda work: concerns.begin(work, ConcernKind.BACKUP, now))
