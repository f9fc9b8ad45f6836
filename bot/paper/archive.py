"""What one member holds as one file: data to be read back, tables for people, FHIR for other programs, and the formats
in plain words.

Serves clinical rule "own data". Made when it is sent; the same holdings make the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.exchange.apart import FHIR, XLSX, written_apart
from bot.exchange.holdings import Handed, own
from bot.exchange.resources import bundle
from bot.exchange.spreadsheets import csv_bytes
from bot.exchange.table import Table
from bot.wording.language import speaking
from bot.wording.privacy import archive as wording
from bot.wording.tables import tables
from storage.rights.archive import Archive
from storage.work import UnitOfWork

DATA, TABLE, HISTORY, SHEETS, BUNDLE, README = (
    "data.json", "referrals.csv", "history.csv", "referrals.xlsx", "referrals.fhir.json", "README.txt",
)  # fmt: skip
_EPOCH = (1980, 1, 1, 0, 0, 0)  # no moment of its own: the same content makes the same file
_Write = Callable[[dict[str, Any], Sequence[Table], datetime], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class Collected:
    """All that is hers, and of it what other programs and spreadsheets understand."""

    archive: Archive
    handed: Handed


def collect(work: UnitOfWork, member_id: int, reflections: bool, as_of: datetime) -> Collected:
    """All that is to be in it. Raises LookupError for who is no member any more, or locked since she asked."""
    return Collected(work.exporting.archive(member_id, as_of, reflections=reflections), own(work, member_id, as_of))


def pack(collected: Collected, write: _Write = written_apart) -> bytes:
    """The file: a zip of six. `write` makes those that take much to make."""
    archive, handed = collected.archive, collected.handed
    with speaking(handed.language):
        referrals, history = both = tables(handed)
        whole = bundle(handed)
        readme = wording.readme(archive.exported_at, ZoneInfo(archive.member.zone))
    made = write(whole, both, handed.as_of)
    files: dict[str, str | bytes] = {
        README: readme,
        DATA: archive.model_dump_json(indent=2) + "\n",
        TABLE: csv_bytes(referrals),
        HISTORY: csv_bytes(history),
        SHEETS: made[XLSX],
        BUNDLE: made[FHIR],
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
