"""A list of referrals kept elsewhere, as CSV: read row by row; what is amiss is named by row and column, not quoted."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.exchange.cells import ZONE, Amiss, CellError, Reader
from bot.exchange.spreadsheets import guarded
from referrals.codes import ClientCode, parse_code
from referrals.identifiers import IdentifierKind
from referrals.services import tidy
from referrals.taking_over import Told

# In the order in which a template has them; of an export's table the zone is read too, the others are passed over.
COLUMNS = (
    "code", "service", "state", "recommended", "since", "purposes", "readiness", "barrier", "appointment",
    "expected_on", "wanted_by", "consent", "consent_until", "revisit_on", "plan", "note",
)  # fmt: skip
_THERAPIST = "therapist"
PASSED_OVER = frozenset({_THERAPIST, "kind", "ended_because"})
_KNOWN = frozenset({*COLUMNS, ZONE}) | PASSED_OVER
MOST_ROWS = 5000
MOST_BYTES = 1 << 23
_MUST = ("code", "service")
_BETWEEN = (",", ";", "\t")  # a spreadsheet in another language separates by semicolons


class Broken(StrEnum):
    """Why a list is not read at all."""

    NOT_TEXT = "not_text"
    NOT_CSV = "not_csv"
    NO_COLUMNS = "no_columns"
    UNKNOWN_COLUMN = "unknown_column"
    COLUMN_TWICE = "column_twice"
    TOO_LARGE = "too_large"
    SEVERAL_THERAPISTS = "several_therapists"


class BrokenListError(ValueError):
    """`place` is a column's number or name, or empty; never what somebody wrote."""

    def __init__(self, why: Broken, place: str = "") -> None:
        super().__init__(f"{why} {place}")
        self.why, self.place = why, place


@dataclass(frozen=True, slots=True)
class Listed:
    """A row that can be read, by its number as a spreadsheet counts (the head is 1). `service` is as it was written.

    `zone` is the one that it names, where it names one.
    """

    row: int
    code: ClientCode
    service: str
    told: Told
    zone: ZoneInfo | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is amiss in one cell; `near` are names of the practice's directory, `kind` what a cell seems to hold."""

    row: int
    column: str
    why: Amiss
    near: tuple[str, ...] = ()
    kind: IdentifierKind | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that cannot be read. `service` is as it was written, to be looked up all the same; "" where nothing is."""

    row: int
    service: str = field(repr=False)
    troubles: tuple[Trouble, ...]


def read_list(content: bytes, now: datetime, zone: ZoneInfo) -> Iterator[Listed | Unread]:
    """Each row, or what is amiss in its cells. Days are those of `zone`; `now` is UTC.

    Raises BrokenListError as soon as it is seen that this is no such list.
    """
    if len(content) > MOST_BYTES:
        raise BrokenListError(Broken.TOO_LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BrokenListError(Broken.NOT_TEXT) from None
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        head = _head(next(rows, []))
        whose = set[str]()
        for number, cells in enumerate(rows, 2):
            if number > MOST_ROWS + 1:
                raise BrokenListError(Broken.TOO_LARGE)
            if any(cell.strip() for cell in cells):
                whose |= _whose(cells, head)
                if len(whose) > 1:  # the C7 of one is not the C7 of another
                    raise BrokenListError(Broken.SEVERAL_THERAPISTS)
                yield _row(number, cells, head, Reader(now, zone))
    except csv.Error:
        raise BrokenListError(Broken.NOT_CSV) from None


def _delimiter(text: str) -> str:
    line = text.partition("\n")[0]
    return max(_BETWEEN, key=line.count)


def _head(cells: list[str]) -> list[str]:
    names = [cell.strip().casefold().replace(" ", "_") for cell in cells]
    while names and not names[-1]:
        names.pop()
    for place, name in enumerate(names, 1):
        if name not in _KNOWN:
            raise BrokenListError(Broken.UNKNOWN_COLUMN, str(place))
        if name in names[: place - 1]:
            raise BrokenListError(Broken.COLUMN_TWICE, name)
    missing = [name for name in _MUST if name not in names]
    if missing:
        raise BrokenListError(Broken.NO_COLUMNS, missing[0])
    return names


def _whose(cells: list[str], head: list[str]) -> set[str]:
    """Which therapist a row of the whole practice's table names, if it is one."""
    return {cell.strip() for name, cell in zip(head, cells, strict=False) if name == _THERAPIST and cell.strip()}


def _row(number: int, cells: list[str], head: list[str], reader: Reader) -> Listed | Unread:
    if any(cell.strip() for cell in cells[len(head) :]):
        return Unread(number, "", (Trouble(number, head[-1], Amiss.TOO_MANY_CELLS),))
    said = {name: _unguarded(cell) for name, cell in zip(head, cells, strict=False) if name not in PASSED_OVER}
    troubles: list[Trouble] = []

    def value(column: str, read: Callable[[str], Any]) -> Any:
        words = said.get(column, "")
        try:
            return read(words) if words else None
        except CellError as error:
            troubles.append(Trouble(number, column, error.why, kind=error.kind))
            return None

    found = {column: value(column, read) for column, read in reader.readers.items()}
    code = parse_code(said.get("code", ""))
    troubles += _lacking(number, code, said)
    if not troubles:
        try:
            told = reader.told(found)
        except CellError as error:
            troubles.append(Trouble(number, error.column, error.why))
    if troubles or code is None:
        return Unread(number, said.get("service", ""), tuple(troubles))
    return Listed(number, code, said["service"], told, found[ZONE])


def _lacking(number: int, code: ClientCode | None, said: Mapping[str, str]) -> list[Trouble]:
    troubles = [] if code else [Trouble(number, "code", Amiss.NO_CODE)]
    return troubles if said.get("service") else [*troubles, Trouble(number, "service", Amiss.NO_SERVICE)]


def _unguarded(cell: str) -> str:
    """A cell on one line, without the mark that keeps a spreadsheet from taking it for a formula."""
    words = tidy(cell)
    return words[1:].strip() if words.startswith("'") and guarded(words) else words
