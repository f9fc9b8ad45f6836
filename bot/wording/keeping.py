"""What the command line says of the key, of backups and of putting one back."""

from __future__ import annotations

from pathlib import Path

DAMAGED = (
    "DATABASE_URL: what lies there is no database any more. Remedy: move it away, with its -wal and -shm, and restore "
    "a backup: `python -m bot restore FILE`."
)
RESEALING = "Sealing anew"
GOES_ON = "An earlier change of the key was cut short. It goes on."
NO_SECOND_KEY = (
    "FIELD_KEY: the key stands in the environment, where I cannot change it. Remedy: make one with "
    "`python -m bot rotate-key --new-key`, set FIELD_KEY to the new key, a space and the old one, run this again."
)
NEW_KEY_HELP = "Print a fresh key, for FIELD_KEY, and change nothing."


def key_open(path: Path) -> str:
    return f"others on this machine may read {path}. Remedy: chmod 600 {path}"


def key_begun(path: Path) -> str:
    return f"New key made: it stands first in {path}. Keep a copy of that file apart from the database, as before."


def rotated(rows: int, path: Path | None, dropped: int, days: int) -> str:
    """The end of a change of keys. `path` is the key file's, None where the keys stand in the environment."""
    done = f"Everything is sealed with the new key ({rows} rows just now)."
    if path is None:
        return f"{done} Leave the old key behind it in FIELD_KEY for {days} days: backups from before need it."
    gone = f" Keys taken out, older than that: {dropped}." if dropped else ""
    return f"{done} The old one stays in {path} for {days} days, for backups from before.{gone}"


def not_opened(table: str, row_id: int) -> str:
    return (
        f"No key at hand opens row {row_id} of table {table}. What was done stays, nothing is lost. Remedy: put the "
        "key that wrote it into the key file, on a line of its own at the end, and run this again."
    )


def key_not_written(path: Path) -> str:
    return f"{path} cannot be written; nothing was sealed anew. Remedy: check the folder, its rights, the disk's space."
