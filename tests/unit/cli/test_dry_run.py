"""A dry run writes nothing at all: no row, no mark in the audit, and no newer shape of the database either."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli.ending import Exit, Why
from bot.cli.trouble import Trouble
from tests.unit.bot.examples.archives import archive, client
from tests.unit.cli.conftest import Run
from tests.unit.cli.walk import commands

LINES = {
    "import": ["list.csv --for 1001", "export.zip --for 1001"],
    "retention": [""],
    "services import": ["county.json"],
}
DRY = [f"{name} {words} --dry-run".split() for name, lines in LINES.items() for words in lines]


def lying(path: Path) -> list[str]:
    """All that a SQLite file holds, as statements; of one that is not there nothing."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as connection:
        return [line for line in connection.iterdump() if line not in {"BEGIN TRANSACTION;", "COMMIT;"}]


@pytest.fixture(autouse=True)
def export(folder: Path) -> None:
    """The practice has an old client, who would leave, and an export to read, with one who would come."""
    with zipfile.ZipFile(folder / "export.zip", "w") as file:
        file.writestr("data.json", archive(client("B2")))
    with closing(sqlite3.connect(folder / "followthrough.db")) as connection, connection:
        columns = "owner_id, code, created_at, closed_at, closed_because, version"
        values = "1, 'C9', '2010-01-01', '2010-02-01', 'goodbye', 1"
        connection.execute(f"INSERT INTO client ({columns}) VALUES ({values})")  # noqa: S608


def test_every_command_with_a_dry_run_is_tried_here() -> None:
    dry = {name for name, one in commands().items() if any("--dry-run" in param.opts for param in one.params)}
    assert dry == set(LINES)


@pytest.mark.parametrize("words", DRY, ids=" ".join)
def test_nothing_is_written(run: Run, words: list[str]) -> None:
    before = lying(Path("followthrough.db"))
    there = sorted(Path().rglob("*"))
    assert run(*words).exit_code == Exit.DONE
    assert lying(Path("followthrough.db")) == before
    assert [path for path in sorted(Path().rglob("*")) if path not in there and ".db" not in path.name] == []
    assert run(*words[:-1]).exit_code == Exit.DONE
    assert lying(Path("followthrough.db")) != before, "without --dry-run it would have been"


@pytest.mark.parametrize("words", DRY, ids=" ".join)
def test_a_database_of_an_older_shape_keeps_it(run: Run, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///empty.db")
    result = run(*words, "--json")
    assert Trouble.model_validate_json(result.stdout).why is Why.OLDER
    assert lying(Path("empty.db")) == []
