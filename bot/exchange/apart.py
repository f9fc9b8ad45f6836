"""FHIR and XLSX made in a process of their own: `python -m bot.exchange.apart` reads JSON and writes JSON.

What they are made with holds twenty-five megabytes and takes a quarter of a second to load; a bot that made one export
would keep it for good.
"""

from __future__ import annotations

import json
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.exchange.checking import fhir_json
from bot.exchange.spreadsheets import workbook
from bot.exchange.table import Form, Table
from bot.paper.apart import run_apart

FHIR, XLSX = "fhir", "xlsx"


def written_apart(bundle: dict[str, Any], tables: Sequence[Table], made_at: datetime) -> Mapping[str, bytes]:
    """Both files, by FHIR and XLSX. Raises ToldToStopError, and what `subprocess` raises where it fails or hangs."""
    sheets = [[one.name, [[name, form.value] for name, form in one.columns], one.rows] for one in tables]
    told = json.dumps({"bundle": bundle, "sheets": sheets, "made_at": made_at.isoformat()})
    found: Mapping[str, str] = json.loads(run_apart(__name__, told.encode()))
    return {name: b64decode(content) for name, content in found.items()}


def written(bundle: dict[str, Any], tables: Sequence[Table], made_at: datetime) -> Mapping[str, bytes]:
    """The same in this process."""
    return {FHIR: fhir_json(bundle), XLSX: workbook(tables, made_at)}


def _answer(told: Any) -> str:
    tables = [
        Table(name, tuple((head, Form(form)) for head, form in columns), tuple(map(tuple, rows)))
        for name, columns, rows in told["sheets"]
    ]
    made = written(told["bundle"], tables, datetime.fromisoformat(told["made_at"]))
    return json.dumps({name: b64encode(content).decode() for name, content in made.items()})


if __name__ == "__main__":
    sys.stdout.write(_answer(json.load(sys.stdin)))
