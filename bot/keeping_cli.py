"""`python -m bot rotate-key`, `backup`, `restore`: what keeps the practice's data, from the machine the bot runs on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Engine

from bot.cli_work import complaints, must_be_founded, read_settings, refuse
from bot.rotating import NoSecondKeyError, begin, end, seal_all
from bot.settings import Settings
from bot.wording import console
from bot.wording import keeping as says
from storage.crypto import new_key as fresh_key
from storage.engine import open_engine
from storage.keys import KEPT
from storage.migrate import pending
from storage.rotation import NotOpenedError, left_over
from storage.running import RunningLock
from storage.store import Store

keeping = typer.Typer(no_args_is_help=True)


@keeping.command(name="rotate-key")
def rotate_key(new_key: Annotated[bool, typer.Option("--new-key", help=says.NEW_KEY_HELP)] = False) -> None:
    """Change the field key, while the bot is stopped; may be cut short. Example: python -m bot rotate-key"""
    if new_key:
        typer.echo(fresh_key())
        return
    settings = read_settings()
    try:
        with complaints(), _alone(settings) as engine:
            _rotate(settings, engine)
    except NoSecondKeyError:
        refuse(says.NO_SECOND_KEY)
    except NotOpenedError as error:
        refuse(says.not_opened(error.table, error.row_id))
    except OSError:
        refuse(says.key_not_written(settings.field_key_file))


def _rotate(settings: Settings, engine: Engine) -> None:
    begun = begin(settings, engine)
    path = settings.field_key_file if settings.field_key is None else None
    if path is not None:
        typer.echo(says.GOES_ON if begun.goes_on else says.key_begun(path))
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        progress.advance(bar, rows)

    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task(says.RESEALING, total=left_over(engine))
        seal_all(engine, advance)
    dropped = end(settings, engine, begun.keys, datetime.now(UTC))
    typer.echo(says.rotated(done, path, dropped, KEPT.days))


@contextmanager
def _alone(settings: Settings) -> Iterator[Engine]:
    """A founded database of this version's shape, and no bot on it for as long as this lasts."""
    store = Store(open_engine(settings.url, settings.cipher()))
    lock = RunningLock(store.engine)
    try:
        if pending(store.engine):
            refuse(console.check(False, "database", console.BEHIND))
        lock.acquire()
        store.run_here(must_be_founded)
        yield store.engine
    finally:
        lock.release()
        store.close()
