"""Bringing a database to this version's shape, forward only. Runs at every start."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from storage.keeping.reading import check_key
from storage.outages import outages

_HERE = Path(__file__).parent / "migrations"
_ADVISORY_KEY = 7_305_113_420_992  # any number, the same in every process, and no other lock's


class NewerDatabaseError(Exception):
    """The database was written by a newer version, which this one would damage."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"This database is at revision {revision}, which a newer version of Followthrough wrote. "
            "Run that version, or restore a backup made with this one."
        )


def migrate(engine: Engine) -> None:
    """Applies what is missing. Of several processes that start at once, one does; the others wait for it.

    Raises NewerDatabaseError, StorageUnavailableError, FieldKeyError when it was written with another key, and then
    changes nothing.
    """
    check_key(engine)
    with outages(), engine.begin() as connection:
        if connection.dialect.name == "postgresql":  # SQLite has one writer: the transaction itself waits
            connection.execute(text("SET LOCAL lock_timeout = 0"))  # as long as another's migration takes
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_KEY})
        must_be_known(connection)
        command.upgrade(_config(connection), "head")


def pending(engine: Engine) -> bool:
    """Whether there is something to apply. Raises as `migrate` does."""
    check_key(engine)
    with outages(), engine.begin() as connection:
        must_be_known(connection)
        return revision(connection) != newest_revision()


def must_be_known(connection: Connection) -> None:
    """Raises NewerDatabaseError where a newer version has changed the database's shape, be it under a running one."""
    for there in MigrationContext.configure(connection).get_current_heads():
        if not known(there):
            raise NewerDatabaseError(there)


def revision(connection: Connection) -> str | None:
    """What a database is at, None where nothing of ours is."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def revisions() -> tuple[str, ...]:
    """Every shape that this version and those before it gave a database, oldest first."""
    newest_first = ScriptDirectory(str(_HERE)).walk_revisions()
    return tuple(reversed([script.revision for script in newest_first]))


def newest_revision() -> str:
    """What a database of this version's shape is at."""
    return revisions()[-1]


def known(revision: str) -> bool:
    """Whether this version, or one before it, wrote a database at this revision."""
    return revision in revisions()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
