"""A practice with its own key file and folder, as the command line sees it, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine
from typer.testing import CliRunner, Result

from bot.cli.app import app
from bot.settings import VARIABLES, load_settings
from storage.crypto import FieldKey
from storage.engine import open_engine
from storage.keeping.backup.take import take
from storage.keeping.keys import read_key_file, write_key_file
from tests.conftest import CIPHER, PostgresServer, SqliteFiles
from tests.keeping.rows import fill
from tests.storage.practice import raw

GIVEN = 70  # the highest client's id ever given, of a practice about to be moved; its row is gone
SECRET = bytes(range(32))  # of tests.conftest.CIPHER, with which templates are made


@dataclass(frozen=True)
class Desk:
    """What lies on the administrator's machine, and her command line."""

    folder: Path
    engine: Engine

    @property
    def key_file(self) -> Path:
        return self.folder / "followthrough.key"

    @property
    def keys(self) -> list[FieldKey]:
        return read_key_file(self.key_file)

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    def run(self, *words: str, typed: str | None = None) -> Result:
        self.engine.dispose()  # a restore puts another file under the same name
        return CliRunner().invoke(app, list(words), input=typed)

    def reopened(self) -> Engine:
        """The database as a process that starts now would open it."""
        settings = load_settings()
        return open_engine(settings.url, settings.cipher())


@pytest.fixture
def desk(tmp_path: Path, url: URL, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """With rows in every table."""
    for name in VARIABLES:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url.render_as_string(hide_password=False))
    write_key_file(tmp_path / "followthrough.key", [FieldKey(SECRET)])
    settings = load_settings()
    engine = open_engine(settings.url, settings.cipher())
    fill(engine)
    engine.dispose()
    yield Desk(tmp_path, engine)
    engine.dispose()


@pytest.fixture
def backup(desk: Desk) -> Path:
    """Made just now."""
    return taken(desk)


def taken(desk: Desk, at: datetime | None = None) -> Path:
    return take(desk.engine, desk.backups, at or datetime.now(UTC), lambda _: None, lambda _: None)


@pytest.fixture
def other(backend: str, sqlite_files: SqliteFiles, postgres_server: PostgresServer) -> SqliteFiles | PostgresServer:
    """The kind of database that the one of `desk` is not."""
    return postgres_server if backend == "sqlite" else sqlite_files


@pytest.fixture
def to(other: SqliteFiles | PostgresServer) -> Iterator[URL]:
    """An empty database, to which the practice is to go."""
    url = other.empty()
    yield url
    other.drop(url)


@pytest.fixture
def target(to: URL) -> Iterator[Engine]:
    engine = open_engine(to, CIPHER)
    yield engine
    engine.dispose()


@pytest.fixture
def source(desk: Desk) -> Engine:
    """The database of `desk`, with what must go on after a move: a message under way, an update, an id that is gone."""
    count = "UPDATE sqlite_sequence SET seq = :seq WHERE name = 'client'"
    if desk.engine.dialect.name == "postgresql":
        count = "SELECT setval(pg_get_serial_sequence('client', 'id'), :seq)"
    raw(desk.engine, count, seq=GIVEN)
    raw(desk.engine, "UPDATE outbox SET state = 'pending' WHERE id = 1")
    raw(desk.engine, "UPDATE inbox SET state = 'open' WHERE id = 1")
    desk.engine.dispose()
    return desk.engine
