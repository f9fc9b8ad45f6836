"""What every command does around its work: settings, the database, and complaints a person can mend."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from bot.cli.ending import Why
from bot.cli.speaking import refuse
from bot.wording import console

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.work import UnitOfWork

T = TypeVar("T")
Advance = Callable[[int], object]


class NotFoundedError(Exception):
    """The database has no practice yet."""


def must_be_founded(work: UnitOfWork) -> None:
    """Raises NotFoundedError before `init`."""
    if work.people.practice() is None:
        raise NotFoundedError


def read_settings() -> Settings:
    """The settings, or a complaint."""
    from bot.settings import load_settings  # noqa: PLC0415 - help needs no settings, and nothing of what is below

    logging.getLogger("alembic").setLevel(logging.WARNING)
    with complaints():
        return load_settings()


def in_store(
    settings: Settings,
    work: Callable[[UnitOfWork], T],
    *,
    migrates: bool = True,
    expect: Advance = lambda _: None,
    advance: Advance = lambda _: None,
) -> T:
    """One unit of work on the migrated database; without `migrates`, on one that is up to date already.

    `expect` and `advance` are told as `storage.migrate.migrate` tells them.
    """
    from storage.engine import open_engine  # noqa: PLC0415
    from storage.migrate import migrate, pending  # noqa: PLC0415
    from storage.store import Store  # noqa: PLC0415

    with complaints():
        store = Store(open_engine(settings.url, settings.cipher()))
        try:
            if migrates:
                migrate(store.engine, expect, advance)
            elif pending(store.engine):
                refuse(console.check(False, "database", console.BEHIND), Why.OLDER)
            return store.run_here(lambda unit: work(_at_the_machine(unit)))
        finally:
            store.close()


def _at_the_machine(work: UnitOfWork) -> UnitOfWork:
    """Who acts here is whoever may log in to the machine: the audit can say no more of her."""
    work.audit.by("command line", datetime.now(UTC))
    return work


def _known() -> tuple[tuple[type[Exception], Why, str | None], ...]:
    """The errors that a person can mend, each with the line that says how, unless it brings its own."""
    from telegram.error import InvalidToken  # noqa: PLC0415

    from bot.settings import SettingsError  # noqa: PLC0415
    from bot.web import PortTakenError  # noqa: PLC0415
    from bot.wording import keeping  # noqa: PLC0415
    from storage.crypto import FieldKeyError  # noqa: PLC0415
    from storage.keeping.reading import UnreadableDatabaseError  # noqa: PLC0415
    from storage.migrate import NewerDatabaseError  # noqa: PLC0415
    from storage.outages import StorageUnavailableError  # noqa: PLC0415
    from storage.running import AlreadyRunningError  # noqa: PLC0415

    return (
        (SettingsError, Why.SETTINGS, None),
        (NewerDatabaseError, Why.NEWER, None),
        (AlreadyRunningError, Why.BUSY, console.ALREADY_RUNNING),
        (StorageUnavailableError, Why.DATABASE, console.NO_DATABASE),
        (UnreadableDatabaseError, Why.DAMAGED, keeping.DAMAGED),
        (FieldKeyError, Why.KEY, console.WRONG_KEY),
        (NotFoundedError, Why.PRACTICE, console.NO_PRACTICE),
        (PortTakenError, Why.PORT, console.PORT_TAKEN),
        (InvalidToken, Why.SETTINGS, console.NOT_KNOWN),
    )


@contextmanager
def complaints() -> Iterator[None]:
    """What a person can mend is one line and an exit code, never a traceback. Some errors bring the line themselves."""
    try:
        yield
    except Exception as error:
        for kind, why, line in _known():
            if isinstance(error, kind):
                refuse(line or str(error), why)
        raise
