"""A new SQLite file built beside the old one, and put in its place in one step."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine

from storage.crypto import FieldCipher
from storage.engine import database_url, open_engine
from storage.keeping.files import same_owner, sync_folder, written
from storage.migrate import migrate

_BESIDE = ("-wal", "-shm")


@contextmanager
def fresh_beside(path: Path, cipher: FieldCipher) -> Iterator[Engine]:
    """An empty database of this version's shape; once it is filled it replaces the one at `path`.

    Should anything go wrong before, the old one stays as it was and the new one leaves no trace. Where the name is a
    link, the file behind it is meant. Raises OSError.
    """
    path = path.resolve()
    new = path.with_name(f"{path.name}.restoring")
    _remove(new)
    with written(new, fresh=True) as file:
        if path.exists():
            same_owner(file.fileno(), path)
    engine = open_engine(database_url(f"sqlite:///{new}"), cipher)
    try:
        migrate(engine)
        yield engine
        engine.dispose()  # the last to let go writes all of it into the file itself
        _must_be_sound(new)
        _replace(new, path)
    finally:
        engine.dispose()
        _remove(new)


def _must_be_sound(new: Path) -> None:
    """Raises OSError for a file that SQLite itself finds something wrong with."""
    with closing(sqlite3.connect(new)) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not sound or connection.execute("PRAGMA foreign_key_check").fetchall():
            raise OSError(f"{new} is not sound")


def _replace(new: Path, path: Path) -> None:
    with new.open("rb") as file:
        os.fsync(file.fileno())
    if path.exists():
        # What stands in its write-ahead file belongs to the old one: it must not be read into the new one.
        with closing(sqlite3.connect(path)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for suffix in _BESIDE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    new.replace(path)
    sync_folder(path.parent)


def _remove(new: Path) -> None:
    for suffix in ("", *_BESIDE):
        new.with_name(new.name + suffix).unlink(missing_ok=True)
