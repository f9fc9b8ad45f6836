"""Bringing a database to this version's shape, forward only. Runs at every start.

Alembic is imported only where there is something to apply: most starts find all as it should be.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from storage.keeping.reading import check_key
from storage.outages import outages

if TYPE_CHECKING:
    from alembic.config import Config

Advance = Callable[[int], object]
_HERE = Path(__file__).parent / "migrations"
_TABLE = "alembic_version"
_ADVISORY_KEY = 7_305_113_420_992  # any number, the same in every process, and no other lock's


class NewerDatabaseError(Exception):
    """The database was written by a newer version, which this one would damage."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"This database is at revision {revision}, which a newer version of Followthrough wrote. "
            "Run that version, or restore a backup made with this one."
        )


def migrate(engine: Engine, expect: Advance = lambda _: None, advance: Advance = lambda _: None) -> None:
    """Applies what is missing. Of several processes that start at once, one does; the others wait for it.

    `expect` is told how many steps there are to take, before any is; `advance` of each that is done.

    Raises NewerDatabaseError, StorageUnavailableError, FieldKeyError when it was written with another key, and then
    changes nothing.
    """
    check_key(engine)
    with outages(), engine.begin() as connection:
        if connection.dialect.name == "postgresql":  # SQLite has one writer: the transaction itself waits
            connection.execute(text("SET LOCAL lock_timeout = 0"))  # as long as another's migration takes
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_KEY})
        must_be_known(connection)
        there = revision(connection)
        if there != newest_revision():
            expect(len(revisions()) - (revisions().index(there) + 1 if there else 0))
            _upgrade(connection, advance)


def pending(engine: Engine) -> bool:
    """Whether there is something to apply. Raises as `migrate` does."""
    check_key(engine)
    with outages(), engine.begin() as connection:
        must_be_known(connection)
        return revision(connection) != newest_revision()


def must_be_known(connection: Connection) -> None:
    """Raises NewerDatabaseError where a newer version has changed the database's shape, be it under a running one."""
    there = revision(connection)
    if there is not None and not known(there):
        raise NewerDatabaseError(there)


def revision(connection: Connection) -> str | None:
    """What a database is at, None where nothing of ours is."""
    if not connection.dialect.has_table(connection, _TABLE):
        return None
    there: str | None = connection.scalar(text(f"SELECT version_num FROM {_TABLE}"))  # noqa: S608 - named above
    return there


@cache
def revisions() -> tuple[str, ...]:
    """Every shape that this version and those before it gave a database, oldest first."""
    files = (_HERE / "versions").glob("[0-9]*_*.py")
    return tuple(sorted(file.stem.partition("_")[0] for file in files))  # each is named by the revision it makes


def newest_revision() -> str:
    """What a database of this version's shape is at."""
    return revisions()[-1]


def known(revision: str) -> bool:
    """Whether this version, or one before it, wrote a database at this revision."""
    return revision in revisions()


def _upgrade(connection: Connection, advance: Advance) -> None:
    from alembic import command  # noqa: PLC0415 - see above

    config = _config(connection)
    config.attributes["applied"] = lambda **_: advance(1)
    command.upgrade(config, "head")


def _config(connection: Connection) -> Config:
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
