"""A database that says otherwise than the answers ends the bench."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bench.running import ours
from bench.running.ours import Ledger
from bench.running.processes import BenchError


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ours, "_SETTLE_SECONDS", 0.0)
    path = tmp_path / "practice.db"
    note(path, "CREATE TABLE inbox (state)", "CREATE TABLE outbox (state)", "INSERT INTO inbox VALUES ('done')")
    return path


def note(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_one_done_and_one_sent_for_each_that_was_answered(file: Path) -> None:
    ledger = Ledger(f"sqlite:///{file}")
    for _ in range(2):
        note(file, "INSERT INTO inbox VALUES ('done')", "INSERT INTO outbox VALUES ('sent')")
        ledger.agrees(1)


@pytest.mark.parametrize(
    "statements",
    [
        [],
        ["INSERT INTO inbox VALUES ('done')"],
        ["INSERT INTO outbox VALUES ('sent')"],
        ["INSERT INTO inbox VALUES ('open')", "INSERT INTO outbox VALUES ('sent')"],
        ["INSERT INTO inbox VALUES ('failed')", "INSERT INTO outbox VALUES ('sent')"],
        ["INSERT INTO inbox VALUES ('done')", "INSERT INTO outbox VALUES ('sending')"],
        ["INSERT INTO inbox VALUES ('done')", "INSERT INTO outbox VALUES ('sent'), ('sent')"],
        ["INSERT INTO inbox VALUES ('done')", "INSERT INTO outbox VALUES ('sent'), ('pending')"],
    ],
)
def test_anything_else_is_told(file: Path, statements: list[str]) -> None:
    ledger = Ledger(f"sqlite:///{file}")
    note(file, *statements)
    with pytest.raises(BenchError):
        ledger.agrees(1)
