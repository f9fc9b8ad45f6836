"""The list of what was erased, beside the backups: what a backup from before would bring back is erased again.

One line of JSON each, only ever added to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from storage.keeping.files import append
from storage.privacy_rows import Erased
from storage.rights.erasures import ErasureEntry, ErasureList

NAME = "erasures"
_FOLDER = 0o700
_CUT = b"#cut"


class DamagedListError(Exception):
    """A line of the list cannot be read."""

    def __init__(self, path: Path, number: int) -> None:
        super().__init__(f"{path} {number}")
        self.path = path
        self.number = number


def keep_erasures(erased: ErasureList, folder: Path) -> int:
    """Adds what the folder's list lacks; returns how many. Raises OSError.

    Neither folder nor list is made before there is something to keep.
    """
    if not erased.entries:
        return 0
    folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    path = folder / NAME
    there = path.read_bytes() if path.exists() else b""
    known = set(there.split(b"\n")[:-1])
    lacking = [line for line in (_line(erased.practice, entry) for entry in erased.entries) if line not in known]
    if lacking:
        # A line that a crash cut is closed with a mark of its own, and comes once more, whole.
        begin = b"" if not there or there.endswith(b"\n") else _CUT + b"\n"
        append(path, begin + b"".join(line + b"\n" for line in lacking))
    return len(lacking)


def read_erasures(folders: Iterable[Path], practice: str) -> list[ErasureEntry]:
    """What the lists in these folders say of one practice, oldest first. Raises OSError and DamagedListError."""
    found: set[ErasureEntry] = set()
    for path in {(folder / NAME).resolve() for folder in folders}:
        if path.exists():
            found |= _read(path, practice)
    return sorted(found, key=lambda entry: (entry.at, entry.id))


def _line(practice: str, entry: ErasureEntry) -> bytes:
    said = {
        "id": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(),
        "what": entry.what.value,
        "row_id": entry.row_id,
        "practice": practice,
    }
    return json.dumps(said).encode()


def _read(path: Path, practice: str) -> set[ErasureEntry]:
    found = set()
    *lines, _cut = path.read_bytes().split(b"\n")  # what is not ended by a new line was never kept
    for number, line in enumerate(lines, 1):
        if not line or line.endswith(_CUT):
            continue
        try:
            said = json.loads(line)
            at = datetime.fromisoformat(said["at"]).astimezone(UTC)
            entry = ErasureEntry(int(said["id"]), at, Erased(said["what"]), int(said["row_id"]))
            mine = said["practice"] == practice
        except (ValueError, TypeError, KeyError) as error:
            raise DamagedListError(path, number) from error
        if mine:
            found.add(entry)
    return found
