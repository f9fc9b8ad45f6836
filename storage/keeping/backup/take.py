"""Taking a backup: one moment of the whole database, also while others write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from storage.crypto import cipher_of
from storage.keeping.backup.check import examine
from storage.keeping.backup.format import Advance, BackupWriter, RefusedBackupError, Why
from storage.keeping.backup.values import encode
from storage.keeping.counters import counters
from storage.keeping.every_row import counted, every_row, must_be_ours, plain
from storage.keeping.every_table import TABLES
from storage.keeping.files import sync_folder, written
from storage.keeping.reading import looking
from storage.migrate import revision

KEPT = timedelta(days=30)
_NAME, _ENDS = "followthrough-%Y%m%dT%H%M%SZ.backup", (".backup", ".backup.partial")
_FOLDER = 0o700


def take(engine: Engine, folder: Path, now: datetime, expect: Advance, advance: Advance) -> Path:
    """Writes a backup into the folder, reads it back whole, and returns its path; `now` is aware UTC.

    `expect` is told how many steps there are, `advance` of each that is done. The file has its name only once it was
    read back. Raises OSError, StorageUnavailableError, and RefusedBackupError when it does not read back.
    """
    folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    path = folder / now.astimezone(UTC).strftime(_NAME)
    partial = path.with_name(f"{path.name}.partial")
    try:
        _write(engine, partial, now, expect, advance)
        partial.rename(path)
        sync_folder(folder)
    except FileExistsError:
        raise  # another is written at this very second
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return path


def _write(engine: Engine, partial: Path, now: datetime, expect: Advance, advance: Advance) -> None:
    with looking(engine.url) as connection, written(partial, fresh=True) as file:
        if connection is None:
            raise FileNotFoundError(engine.url.database)
        expect(2 * counted(connection).total())
        writer = BackupWriter(file, cipher_of(engine))
        rows = _dump(connection, writer, now, advance)
        writer.end()
    if examine(partial, cipher_of(engine), row_done=lambda: advance(1)).rows != rows:
        raise RefusedBackupError(Why.ALTERED)


def expire_backups(folder: Path, now: datetime) -> list[Path]:
    """Removes backups older than KEPT, by the time in their names, and what a cut one left; returns which.

    Raises OSError; no folder is no error. `now` is aware UTC.
    """
    gone = [path for path, taken in _named(folder) if now - taken > KEPT]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def newest_backup(folder: Path) -> datetime | None:
    """When the folder's newest whole backup was taken, by its name (UTC); None where there is none. Raises OSError."""
    return max((taken for path, taken in _named(folder) if path.suffix == ".backup"), default=None)


def _named(folder: Path) -> Iterator[tuple[Path, datetime]]:
    for path in sorted(folder.glob("followthrough-*.backup*")):
        if path.name.endswith(_ENDS):
            try:
                yield path, datetime.strptime(path.name.removesuffix(".partial"), _NAME).replace(tzinfo=UTC)
            except ValueError:
                continue  # somebody else's file


def _dump(connection: Connection, writer: BackupWriter, now: datetime, advance: Advance) -> int:
    """Writes every row; returns how many."""
    must_be_ours(connection)
    writer.line(
        {
            "revision": revision(connection),
            "practice": connection.scalar(text("SELECT uid FROM practice")),
            "taken_at": now.astimezone(UTC).isoformat(),
        }
    )
    rows = 0
    for name in TABLES:
        writer.line({"table": name, "columns": [column.name for column in plain(name).columns]})
        for row in every_row(connection, name):
            writer.line([encode(value) for value in row])
            rows += 1
            advance(1)
    writer.line({"counters": counters(connection)})
    writer.line({"end": rows})
    return rows
