"""A wrong or missing key is said at once, and the database stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import URL, Engine

from bot.cli.doctor import examine
from bot.settings import VARIABLES
from bot.wording import console
from bot.wording import keeping as says
from storage.crypto import FieldCipher, FieldKey, FieldKeyError
from storage.engine import open_engine, sqlite_file
from storage.keeping.keys import write_key_file
from storage.keeping.reading import UnreadableDatabaseError, check_key
from storage.migrate import _config, migrate, pending
from tests.conftest import CIPHER, PostgresServer, SqliteFiles
from tests.keeping.conftest import SECRET, Desk
from tests.storage.practice import on_sqlite, raw

OTHER = bytes([7] * 32)
COMMANDS = [
    ["run"],
    ["invite"],
    ["migrate"],
    ["practice", "--region", "US"],
    ["alerts", "--minutes", "9"],
    ["services", "list"],
    ["rotate-key"],
    ["backup"],
    ["init", "--name", "a", "--zone", "UTC", "--approved-by", "b"],
]


@pytest.fixture
def older(
    databases: SqliteFiles | PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[URL, Path]]:
    """A practice of an earlier version, and the file of a key that is not its own."""
    url = databases.empty()
    engine = open_engine(url, CIPHER)
    with engine.begin() as connection:
        command.upgrade(_config(connection), "0005")
    raw(
        engine,
        "INSERT INTO practice (id, name, zone, approved_by, created_at, key_check, alert_minutes)"
        " VALUES (1, 'Elm Street', 'UTC', 'x', '2026-11-24', :check, 15)",
        check=CIPHER.seal("the right key", "practice|key_check"),
    )
    engine.dispose()
    for name in VARIABLES:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url.render_as_string(hide_password=False))
    key_file = tmp_path / "followthrough.key"
    write_key_file(key_file, [FieldKey(OTHER)])
    yield url, key_file
    databases.drop(url)


@pytest.fixture
def desk_of_older(older: tuple[URL, Path]) -> Iterator[Desk]:
    url, key_file = older
    engine = open_engine(url, CIPHER)
    yield Desk(key_file.parent, engine)
    engine.dispose()


def lies(url: URL) -> bytes | str:
    """The file itself; of PostgreSQL the revision."""
    path = sqlite_file(url)
    if path is not None:
        return path.read_bytes()
    engine = open_engine(url, CIPHER)
    (row,) = raw(engine, "SELECT version_num FROM alembic_version")
    engine.dispose()
    return str(row[0])


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_with_a_wrong_key_nothing_is_migrated(older: tuple[URL, Path], desk_of_older: Desk, words: list[str]) -> None:
    before = lies(older[0])
    result = desk_of_older.run(*words)
    assert (result.exit_code, result.stderr.strip()) == (2, console.WRONG_KEY)
    assert lies(older[0]) == before


def test_with_the_right_key_behind_another_it_is_migrated(older: tuple[URL, Path], desk_of_older: Desk) -> None:
    url, key_file = older
    before = lies(url)
    write_key_file(key_file, [FieldKey(OTHER), FieldKey(SECRET)])
    assert desk_of_older.run("migrate").exit_code == 0
    assert lies(url) != before


def test_no_key_is_made_for_a_practice_that_has_one(older: tuple[URL, Path], desk_of_older: Desk) -> None:
    url, key_file = older
    key_file.unlink()
    before = lies(url)
    result = desk_of_older.run(*COMMANDS[-1])
    assert (result.exit_code, result.stderr.strip()) == (2, console.WRONG_KEY)
    assert (key_file.exists(), lies(url)) == (False, before)


def test_both_ways_to_the_shape_look_at_the_key_first(older: tuple[URL, Path]) -> None:
    engine = open_engine(older[0], FieldCipher(OTHER))
    for ask in (migrate, pending):
        with pytest.raises(FieldKeyError):
            ask(engine)
    engine.dispose()


@on_sqlite
def test_what_is_no_database_is_said_and_left(desk: Desk, engine: Engine) -> None:
    path = sqlite_file(engine.url)
    assert path is not None
    path.write_bytes(b"no database at all " * 100)
    with pytest.raises(UnreadableDatabaseError):
        check_key(engine)
    assert desk.run("invite").stderr.strip() == says.DAMAGED
    assert path.read_bytes() == b"no database at all " * 100


@pytest.mark.parametrize(("mode", "open_to"), [(0o600, False), (0o640, True), (0o604, True), (0o620, True)])
@on_sqlite
async def test_the_doctor_says_who_may_read_the_key(
    desk: Desk, mode: int, open_to: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN", "1:x")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    desk.key_file.chmod(mode)
    first = (await examine())[0]
    assert first.good is not open_to
    assert (first.name, first.says) == ("settings", says.key_open(Path("followthrough.key")) if open_to else "complete")
