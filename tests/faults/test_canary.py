"""A canary: words that must never be seen are sent through a whole run with errors and debug logging, and looked for.

In logs, in the output of a crash, in the database and the files beside it, in temporary files, in a backup. Client
codes are in the database by design, and excepted there alone.
"""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.house import ANA, TOKEN, House

CODE = "Q77"
NOTE, GOALS, PLAN, REFLECTION, STRANGE = "ambercanary", "violetcanary", "coppercanary", "silvercanary", "ochrecanary"
PHONE, NAME = "212 555 0142", "Zebulonia"
WORDS = (NOTE, GOALS, PLAN, REFLECTION, STRANGE, PHONE, NAME, TOKEN, TOKEN.split(":")[1])
_FAILS = """CREATE TRIGGER canary BEFORE UPDATE OF goals ON client
BEGIN SELECT RAISE(ABORT, 'the canary'); END"""


@pytest.fixture
def aboard(house: House) -> House:
    """A bot that says all it can, whose temporary files lie in a folder of their own."""
    (house.folder / "tmp").mkdir()
    house.environment |= {"LOG_LEVEL": "debug", "TMPDIR": str(house.folder / "tmp"), "PYTHONFAULTHANDLER": "1"}
    house.start_and_come_aboard()
    return house


def live(house: House) -> None:
    """Everything that is stored sealed, refused, answered wrongly by Telegram, or cannot be read."""
    house.say(f"{CODE} dbt, housing // {NOTE}")
    house.say(f"{CODE} goals: {GOALS}")
    house.say(f"{CODE} tue 2pm weekly")
    house.say(f"{CODE} call {PHONE} {NOTE}")
    house.say(f"/reflect {CODE}")
    house.tap("Begin")
    house.say(REFLECTION)
    house.say("/cancel")
    house.fault(method="sendMessage", drop="after", times=1)
    house.say(f"{CODE} agreed dbt // {PLAN}")
    house.fault(method="sendMessage", status=400, times=1)
    house.say(f"{CODE} {STRANGE}")
    house.fault(method="getUpdates", status=500, times=2)
    house.update({"message": {"message_id": f"{CODE} {STRANGE}", "chat": NOTE}})
    house.update({"message": {"message_id": 7, "date": NOTE, "chat": {"id": ANA, "type": "private"}, "from": 3}})
    house.say("hello, I am " + NAME, 4711)
    house.fault()


def fail(house: House) -> None:
    """A turn that raises in the database, with what was typed among its values."""
    _execute(house, _FAILS)
    house.say(f"{CODE} goals: {STRANGE}")
    assert "Something went wrong" in "\n".join(house.said())
    _execute(house, "DROP TRIGGER canary")


def _execute(house: House, statement: str) -> None:
    with closing(sqlite3.connect(database(house))) as connection:
        connection.execute(statement)


def database(house: House) -> Path:
    return Path(house.environment["DATABASE_URL"].split("///", 1)[1])


def crash(house: House) -> None:
    """As a program ends that hits the ground: with a trace of every thread."""
    assert house.bot is not None
    house.bot.send_signal(signal.SIGABRT)
    house.bot.wait(timeout=20)
    assert "Fatal Python error" in house.log.read_text()
    house.bot = None


def complaints(house: House) -> dict[str, bytes]:
    """What commands say of a database they cannot reach, whose address holds a password."""
    house.environment["DATABASE_URL"] = f"postgresql://someone:{STRANGE}@127.0.0.1:1/none"
    said = {}
    for command in ("doctor", "invite", "migrate"):
        done = house.command(command)
        assert done.returncode != 0
        said[f"output of {command}"] = (done.stdout + done.stderr).encode()
    return said


def secrets_of(house: House) -> tuple[str, ...]:
    key = (house.folder / "followthrough.key").read_text().split()
    return (*WORDS, *key)


def files(house: House) -> dict[str, bytes]:
    """Every file the bot could have written, save its key; the sandbox's own stand for Telegram."""
    sandbox = house.folder / "sandbox"
    beside = database(house).parent.glob(f"{database(house).name}*")
    written = [path for path in house.folder.rglob("*") if sandbox not in path.parents and path.suffix != ".key"]
    return {str(path): path.read_bytes() for path in sorted({*beside, *written}) if path.is_file()}


def holding(found: dict[str, bytes], words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Which file holds which word, in any of the encodings a program may have used."""
    return [
        (name, word)
        for name, content in found.items()
        for word in words
        if any(word.encode(encoding) in content for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
    ]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_nothing_that_was_said_stands_anywhere(aboard: House) -> None:
    live(aboard)
    fail(aboard)
    aboard.say(f"{CODE} goals: {GOALS}")
    assert aboard.command("backup").returncode == 0
    name, found = database(aboard).name, files(aboard)
    crash(aboard)
    found |= {f"after the crash: {file}": content for file, content in files(aboard).items()}
    found |= complaints(aboard)
    assert any(file.endswith(f"{name}-wal") for file in found), "the log beside the database was looked at"
    assert holding(found, secrets_of(aboard)) == []
    outside = {file: content for file, content in found.items() if name not in file}
    assert "turn failed" in str(outside)
    assert any(file.endswith(".backup") for file in outside), "a backup holds not even codes in the open"
    assert holding(outside, (CODE,)) == []


def test_the_search_finds_what_is_there() -> None:
    assert holding({"a": f"x{NOTE}y".encode("utf-16-le"), "b": b"nothing"}, WORDS) == [("a", NOTE)]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_is_made_is_its_owners_alone(house: House) -> None:
    """Codes stand in the database in the open."""
    house.environment["DATABASE_URL"] = f"sqlite:///{house.folder}/own/practice.db"
    (house.folder / "own").mkdir()
    house.start_and_come_aboard()
    assert house.command("backup").returncode == 0
    made = [path for folder in ("own", "backups") for path in (house.folder / folder).iterdir()]
    made.append(house.folder / "followthrough.key")
    assert len(made) >= 4
    assert [str(path) for path in made if path.stat().st_mode & 0o077] == []
