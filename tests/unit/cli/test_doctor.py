"""What the doctor says of a database, a token and a clock that are not well, and where it says so."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram.error import InvalidToken

from bot.cli import doctor
from bot.cli.ending import Exit
from bot.cli.work import complaints
from bot.wording import console, keeping
from tests.unit.cli.conftest import Run

TOKEN = "1:nobody-may-read-this"
DATABASE = Path("followthrough.db")


@pytest.fixture(autouse=True)
def nobody_answers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - where the practice is
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")


async def said_of(name: str) -> tuple[bool, str]:
    (one,) = (one for one in await doctor.examine() if one.name == name)
    return one.good, one.says


async def test_a_database_that_is_well() -> None:
    assert await said_of("database") == (True, "open, up to date")


async def test_one_of_an_older_shape_is_not_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///empty.db")
    assert await said_of("database") == (False, console.BEHIND)
    with closing(sqlite3.connect("empty.db")) as connection:
        assert list(connection.execute("SELECT name FROM sqlite_master")) == []


async def test_one_without_a_practice() -> None:
    with closing(sqlite3.connect(DATABASE)) as connection, connection:
        connection.execute("DELETE FROM practice")
    assert await said_of("database") == (False, console.NO_PRACTICE)


@pytest.fixture
def damaged() -> None:
    DATABASE.write_bytes(b"no database at all " * 100)


@pytest.mark.usefixtures("damaged")
async def test_one_that_is_none() -> None:
    assert await said_of("database") == (False, keeping.DAMAGED)


async def test_one_of_a_newer_version() -> None:
    with closing(sqlite3.connect(DATABASE)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    good, says = await said_of("database")
    assert not good
    assert "9999" in says


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("FIELD_KEY", "A" * 43 + "=", console.WRONG_KEY),
        ("DATABASE_URL", "sqlite:////nowhere/at.db", console.NO_DATABASE),
    ],
)
async def test_one_that_cannot_be_opened(variable: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    assert await said_of("database") == (False, says)


@pytest.mark.parametrize(("seconds", "good"), [(0, True), (25, True), (-40, False), (40, False)])
async def test_a_clock_that_goes_wrong(seconds: int, good: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(_: web.Request) -> web.Response:
        theirs = datetime.now(UTC) + timedelta(seconds=seconds)
        return web.Response(headers={"Date": format_datetime(theirs, usegmt=True)})

    app = web.Application()
    app.router.add_get("/", answer)
    async with TestServer(app) as server:
        monkeypatch.setenv("TELEGRAM_API_URL", str(server.make_url("")).rstrip("/"))
        assert (await said_of("clock"))[0] is good


async def test_a_token_that_is_refused_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused(_: object) -> str:
        raise InvalidToken(f"The token `{TOKEN}` was rejected by the server.")

    monkeypatch.setattr(doctor, "_ask_name", refused)
    assert await said_of("token") == (False, console.NOT_KNOWN)


def test_nor_is_it_where_a_bot_would_run_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit), complaints():
        raise InvalidToken(f"The token `{TOKEN}` was rejected by the server.")
    said = capsys.readouterr()
    assert (said.out, said.err.strip()) == ("", console.NOT_KNOWN)


def test_what_is_well_stands_apart_from_what_is_to_be_mended(run: Run) -> None:
    result = run("doctor")
    assert result.exit_code == Exit.FOUND
    assert {line.split()[0] for line in result.stdout.splitlines()} == {"ok"}
    assert [line.split()[:2] for line in result.stderr.splitlines()] == [["MEND", "token:"], ["MEND", "clock:"]]
    assert TOKEN not in result.output
