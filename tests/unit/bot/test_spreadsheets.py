"""Tables as files: no cell is a formula, days are days, accents stay what they are."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.exchange.apart import FHIR, XLSX, written, written_apart
from bot.exchange.resources import bundle
from bot.exchange.spreadsheets import FORMULA, csv_bytes, workbook
from bot.exchange.table import Cell, Form, Table
from bot.wording.tables import tables
from tests.unit.bot.examples.holdings import handed
from tests.unit.moments import NOW

_FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", '=HYPERLINK("http://x.example")']


def table(*rows: Sequence[Cell]) -> Table:
    return Table("referrals", (("note", Form.WORDS), ("since", Form.MOMENT)), tuple((row[0], row[1]) for row in rows))


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_sheet(content: bytes, name: str = "referrals") -> list[list[Any]]:
    return [list(row) for row in load_workbook(io.BytesIO(content))[name].iter_rows()]


@pytest.mark.parametrize("words", _FORMULAS)
def test_no_cell_of_a_csv_is_a_formula(words: str) -> None:
    (_, row) = read_csv(csv_bytes(table((words, None))))
    assert row[0] == f"'{words}"
    assert not row[0].startswith(FORMULA)


@pytest.mark.parametrize("words", _FORMULAS)
def test_nor_of_a_workbook(words: str) -> None:
    (_, row) = read_sheet(workbook([table((words, None))], NOW))
    assert row[0].data_type == "s", "words, and neither a formula nor a link"
    assert row[0].hyperlink is None


def test_what_is_no_formula_stays_as_it_is() -> None:
    (_, row) = read_csv(csv_bytes(table(("Café, “later” - maybe = no", "2026-12-03"))))
    assert row == ["Café, “later” - maybe = no", "2026-12-03"]


def test_a_csv_says_that_it_is_utf_8() -> None:
    assert csv_bytes(table()).startswith(b"\xef\xbb\xbfnote,since\r\n")


def test_days_are_days_in_a_workbook() -> None:
    head, *rows = read_sheet(workbook([table(("x", "2026-12-03"), ("y", "2026-12-03 10:15"), ("z", None))], NOW))
    assert [cell.value for cell in head] == ["note", "since"]
    assert [str(row[1].value) for row in rows] == ["2026-12-03 00:00:00", "2026-12-03 10:15:00", "None"]
    assert rows[0][1].is_date
    assert [row[1].number_format for row in rows[:2]] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm"]


def test_the_same_tables_make_the_same_workbook() -> None:
    both = tables(handed())
    assert workbook(both, NOW) == workbook(both, NOW)


def test_a_workbook_has_both_sheets() -> None:
    content = workbook(tables(handed()), NOW)
    referrals, history = read_sheet(content), read_sheet(content, "history")
    row = dict(zip([cell.value for cell in referrals[0]], [cell.value for cell in referrals[1]], strict=True))
    assert (row["code"], row["service"], row["readiness"]) == ("C7", "Legal aid", 4)
    assert str(row["appointment"]) == "2026-12-03 15:00:00"
    assert row["zone"] == "America/New_York"
    assert [str(cell.value) for cell in history[1]][:4] == ["C7", "Legal aid", "2026-11-15 15:00:00", "recommended"]


def test_of_the_practice_each_row_says_whose_it_is_and_has_no_words() -> None:
    referrals, history = tables(handed(own=False))
    assert referrals.head[0] == history.head[0] == "therapist"
    assert not {"note", "plan"} & set(referrals.head)
    assert referrals.rows[0][0] == 3


def test_made_apart_it_is_the_same_and_nothing_of_it_stays() -> None:
    told = bundle(handed()), tables(handed()), NOW
    assert written_apart(*told) == written(*told)
    assert set(written(*told)) == {FHIR, XLSX}
    made = (
        "import sys; from bot.exchange.apart import written_apart; from bot.exchange.resources import bundle;"
        "from bot.wording.tables import tables; from tests.unit.bot.examples.holdings import handed, NOW;"
        "written_apart(bundle(handed()), tables(handed()), NOW);"
        "print({'fhir', 'xlsxwriter'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", made], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"
