"""Tables as files for a spreadsheet: CSV and XLSX. No cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.exchange.table import Cell, Form, Table

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

BOM = "\ufeff"
# What a spreadsheet may take for the beginning of a formula, also after it has dropped what is not seen.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
_WIDEST = 60  # characters


def csv_bytes(table: Table) -> bytes:
    """In UTF-8 with its mark, without which Excel garbles accents. A cell that looks like a formula begins with '."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(table.head)
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return (BOM + made.getvalue()).encode()


def workbook(tables: Sequence[Table], made_at: datetime) -> bytes:
    """A sheet each; days are days, words are words. The same tables and instant (UTC) make the same bytes."""
    from xlsxwriter import Workbook as Book  # noqa: PLC0415 - for whoever asks for a sheet

    made = io.BytesIO()
    book = Book(made, {"in_memory": True, "remove_timezone": True})
    book.set_properties({"created": made_at})
    for table in tables:
        _sheet(book, table)
    book.close()
    return made.getvalue()


def _sheet(book: Workbook, table: Table) -> None:
    sheet = book.add_worksheet(table.name)
    bold = book.add_format({"bold": True})
    day, moment = (book.add_format({"num_format": form}) for form in (_DAY, _MOMENT))
    sheet.freeze_panes(1, 0)
    for column, (head, form) in enumerate(table.columns):
        sheet.write_string(0, column, head, bold)
        widest = max([len(head), *(len(str(row[column])) for row in table.rows if row[column] is not None)])
        sheet.set_column(column, column, min(widest, _WIDEST) + 2)
        for line, row in enumerate(table.rows, 1):
            _write(sheet, (line, column), row[column], form, (day, moment))
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _write(sheet: Any, place: tuple[int, int], cell: Cell, form: Form, formats: tuple[Any, Any]) -> None:
    """Words by `write_string` alone, which never makes a formula or a link of them."""
    if cell is None:
        return
    if isinstance(cell, int):
        sheet.write_number(*place, cell)
    elif form in (Form.DAY, Form.MOMENT):
        timed = " " in cell
        sheet.write_datetime(*place, datetime.fromisoformat(cell), formats[timed])
    else:
        sheet.write_string(*place, cell)


def _plain(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and guarded(cell) else cell


def guarded(words: str) -> bool:
    """Whether these get a mark: what looks like a formula, with such a mark already or without."""
    return words.lstrip(" '").startswith(FORMULA)
