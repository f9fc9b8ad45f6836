"""Around the commands that keep the practice's data: the database as they need it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from bot.cli.ending import Why
from bot.cli.speaking import refuse
from bot.cli.work import must_be_founded
from bot.settings import Settings
from bot.wording import console
from storage.engine import open_engine
from storage.migrate import pending
from storage.running import alone
from storage.store import Store


@contextmanager
def founded(settings: Settings) -> Iterator[Store]:
    """A founded database of this version's shape."""
    store = Store(open_engine(settings.url, settings.cipher()))
    try:
        if pending(store.engine):
            refuse(console.check(False, "database", console.BEHIND), Why.OLDER)
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
