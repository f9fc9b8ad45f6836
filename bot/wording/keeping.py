"""What the command line says of the key, of backups and of putting one back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from storage.keeping.backup.format import Why

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
TAKING = "Writing, then reading back"
READING = "Reading the backup"
PUTTING_BACK = "Putting it back"
TO_HELP = "The folder to write to; BACKUP_DIR unless said."
FILE_HELP = "The backup's file."
YES_HELP = "Do not ask."
SURE = "restore"
ASK_SURE = f"Type {SURE} to go on"
LEFT_ALONE = "Nothing was changed."
_REFUSED = {
    Why.NOT_A_BACKUP: "it is no backup of Followthrough's.",
    Why.ALTERED: "it was cut short or altered since it was written. Remedy: take another one.",
    Why.OTHER_KEY: "no key at hand opens it. Remedy: put the key of its time into the key file, on a line at the end.",
    Why.FOREIGN: "it is another practice's than the one in the database that DATABASE_URL names.",
    Why.OLDER: "an earlier version made it. Remedy: restore it with the version that made it, then update.",
    Why.NEWER: "a newer version made it. Remedy: restore it with that version.",
    Why.EXPIRED: "it is older than 30 days; what had to be erased since may still be in it.",
}


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


def taken(path: Path, size: int) -> str:
    """`size` in bytes."""
    return f"Written and read back: {path} ({size / 1_000_000:.1f} MB). It opens with the field key alone."


def expired(paths: Sequence[Path], days: int) -> str:
    return f"Removed, older than {days} days: {', '.join(path.name for path in paths)}"


def folder_not_written(folder: Path) -> str:
    return f"BACKUP_DIR: nothing can be written to {folder}. Remedy: check the folder, its rights, the disk's space."


def not_restored(path: Path, why: Why) -> str:
    return f"{path}: {_REFUSED[why]} {LEFT_ALONE}"


def not_read(path: Path) -> str:
    return f"{path} cannot be opened. {LEFT_ALONE}"


def not_put_back(path: Path) -> str:
    return (
        f"{path}: the database cannot be written. {LEFT_ALONE} Remedy: check the folder, its rights, the disk's space."
    )


def list_damaged(path: Path, line: int) -> str:
    return (
        f"Line {line} of {path} cannot be read, so what was erased might come back. {LEFT_ALONE} "
        "Remedy: put right that line or take it out, if you know what it was."
    )


def replaces(taken_at: datetime, counts: Mapping[str, int], over: bool) -> str:
    """What is about to happen; `counts` of rows by table, `over` where there is a practice that gives way."""
    inside = ", ".join(f"{counts.get(name, 0)} {name}s" for name in ("member", "client", "referral"))
    there = "It replaces what is there now; that is not kept." if over else "There is no practice there now."
    return (
        f"A backup of {_when(taken_at)}: {inside}.\n{there} "
        "What was logged, changed or taken back since then is not in it. Whoever was locked out or left stays out."
    )


def restored(taken_at: datetime, erased: int) -> str:
    """The end of a restore; `erased` entries of the list were gone through."""
    again = f" Erased since then, and gone through again: {erased}." if erased else ""
    return (
        f"Restored, as of {_when(taken_at)}.{again} Messages that were on their way are not sent again.\n"
        "Look at who belongs to the practice: whoever left since is locked now, and what was hers is there."
    )


def _when(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
