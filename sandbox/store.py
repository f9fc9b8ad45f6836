"""What the sandbox remembers, on disk: JSON rows in SQLite, written through as the model in memory changes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS record (kind TEXT, id, body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS content (file_id TEXT PRIMARY KEY, bytes BLOB NOT NULL);
"""


def _fields_of(record: Any) -> dict[str, Any]:
    """Shallow on purpose: `dataclasses.asdict` would copy every message deeply each time it is written."""
    return {name: getattr(record, name) for name in record.__slots__}


_ENCODER = json.JSONEncoder(default=_fields_of)


class StoreInUseError(RuntimeError):
    """Another sandbox holds this data directory."""


class Store:
    """Records by kind and id. What is put lives through `kill -9` once `commit` has returned."""

    def __init__(self, directory: Path | None) -> None:
        """Open the directory's store, made if missing; None keeps everything in memory. Raises StoreInUseError."""
        if directory is not None:
            directory.mkdir(parents=True, exist_ok=True)
        path = ":memory:" if directory is None else str(directory / "sandbox.db")
        self._database = sqlite3.connect(path, timeout=1)
        try:
            # The operating system keeps what a killed process has written, so no commit needs to wait for the disk.
            self._database.execute("PRAGMA synchronous = OFF")
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.executescript(_SCHEMA)
        except sqlite3.OperationalError as error:
            self._database.close()
            raise StoreInUseError(f"{directory}: {error}; is another sandbox using it?") from error

    def put(self, kind: str, key: int | str, body: Any) -> None:
        """Write or overwrite a record; `body` is anything JSON can hold, or a dataclass with slots."""
        row = (kind, key, _ENCODER.encode(body))
        self._database.execute("INSERT OR REPLACE INTO record VALUES (?, ?, ?)", row)

    def remove(self, kind: str, key: int | str) -> None:
        """Forget a record; one that is not there is no error."""
        self._database.execute("DELETE FROM record WHERE kind = ? AND id = ?", (kind, key))

    def all(self, kind: str) -> Iterator[tuple[Any, Any]]:
        """Every record of a kind as (id, body), in the order of ids."""
        for key, body in self._database.execute("SELECT id, body FROM record WHERE kind = ? ORDER BY id", (kind,)):
            yield key, json.loads(body)

    def put_content(self, file_id: str, content: bytes) -> None:
        """Keep a file's bytes."""
        self._database.execute("INSERT OR REPLACE INTO content VALUES (?, ?)", (file_id, content))

    def content(self, file_id: str) -> bytes:
        """A file's bytes. Raises KeyError."""
        row = self._database.execute("SELECT bytes FROM content WHERE file_id = ?", (file_id,)).fetchone()
        if row is None:
            raise KeyError(file_id)
        return bytes(row[0])

    def commit(self) -> None:
        """Make everything put so far durable; called before a request is answered."""
        self._database.commit()

    def close(self) -> None:
        """Commit and let go of the file."""
        self.commit()
        self._database.close()
