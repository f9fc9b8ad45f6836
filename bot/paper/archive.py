"""What one member holds as one file: data to be read back, a table for people, and the format in plain words.

Serves clinical rule "own data". Made when it is sent; the same holdings make the same bytes.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.wording.privacy import archive as wording
from storage.rights.archive import Archive
from storage.work import UnitOfWork

DATA, TABLE, README = "data.json", "referrals.csv", "README.txt"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # no moment of its own: the same content makes the same file
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def collect(work: UnitOfWork, member_id: int, reflections: bool, as_of: datetime) -> Archive:
    """All that is to be in it. Raises LookupError for who is no member any more, or locked since she asked."""
    return work.exporting.archive(member_id, as_of, reflections=reflections)


def pack(archive: Archive) -> bytes:
    """The file: a zip of three."""
    files = {
        README: wording.readme(archive.exported_at, ZoneInfo(archive.member.zone)),
        DATA: archive.model_dump_json(indent=2) + "\n",
        TABLE: _table(wording.table(archive)),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _table(rows: Iterable[Sequence[str]]) -> str:
    made = io.StringIO()
    csv.writer(made).writerows([[_plain(cell) for cell in row] for row in rows])
    return made.getvalue()


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
