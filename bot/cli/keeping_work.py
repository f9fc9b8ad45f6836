"""Around the commands that keep the practice's data: the database as they need it, and how far they have come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Engine

from bot.cli.work import must_be_founded, refuse
from bot.settings import Settings
from bot.wording import console
from storage.engine import open_engine
from storage.keeping.backup.format import Advance
from storage.migrate import pending
from storage.running import alone
from storage.store import Store


def bars() -> Progress:
    return Progress(console=Console(stderr=True))


@contextmanager
def reading(path: Path, what: str) -> Iterator[Advance]:
    """Shows how far a file has been read."""
    with bars() as progress:
        bar = progress.add_task(what, total=path.stat().st_size)
        yield lambda count: progress.advance(bar, count)


@contextmanager
def founded(settings: Settings) -> Iterator[Store]:
    """A founded database of this version's shape."""
    store = Store(open_engine(settings.url, settings.cipher()))
    try:
        if pending(store.engine):
            refuse(console.check(False, "database", console.BEHIND))
        store.look_here(must_be_founded)
        yield store
    finally:
        store.close()


@contextmanager
def founded_alone(settings: Settings) -> Iterator[Engine]:
    """The same, and no bot on it for as long as this lasts."""
    with founded(settings) as store, alone(store.engine):
        yield store.engine


@contextmanager
def stopped(settings: Settings) -> Iterator[Engine]:
    """A database of whatever shape, or none, and no bot on it for as long as this lasts."""
    engine = open_engine(settings.url, settings.cipher())
    try:
        with alone(engine):
            yield engine
    finally:
        engine.dispose()
