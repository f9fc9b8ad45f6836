"""Bringing a database to this version's shape, forward only. Runs at every start."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage.keeping.reading import check_key
from storage.outages import outages

_HERE = Path(__file__).parent / "migrations"


class NewerDatabaseError(Exception):
    """The database was written by a newer version, which this one would damage."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"This database is at revision {revision}, which a newer version of Followthrough wrote. "
            "Run that version, or restore a backup made with this one."
        )


def migrate(engine: Engine) -> None:
    """Applies what is missing.

    Raises NewerDatabaseError, StorageUnavailableError, FieldKeyError when it was written with another key, and then
    changes nothing.
    """
    check_key(engine)
    with outages(), engine.begin() as connection:
        must_be_known(connection)
        command.upgrade(_config(connection), "head")


def pending(engine: Engine) -> bool:
    """Whether there is something to apply. Raises as `migrate` does."""
    check_key(engine)
    with outages(), engine.begin() as connection:
        must_be_known(connection)
        heads = ScriptDirectory(str(_HERE)).get_heads()
        return set(MigrationContext.configure(connection).get_current_heads()) != set(heads)


def newest_revision() -> str:
    """What a database of this version's shape is at."""
    return str(ScriptDirectory(str(_HERE)).get_current_head())


def known(revision: str) -> bool:
    """Whether this version, or one before it, wrote a database at this revision."""
    return revision in {script.revision for script in ScriptDirectory(str(_HERE)).walk_revisions()}


def must_be_known(connection: Connection) -> None:
    """Raises NewerDatabaseError where a newer version has changed the database's shape, be it under a running one."""
    for revision in MigrationContext.configure(connection).get_current_heads():
        if not known(revision):
            raise NewerDatabaseError(revision)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
