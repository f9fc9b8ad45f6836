"""Each exit code and each word for what was in the way is reached by a line somebody could type; no traceback is."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from bot.cli import audit, moving
from bot.cli.ending import Exit, Why
from bot.cli.trouble import Trouble
from bot.wording import console, terminal
from bot.wording import keeping as says
from storage.crypto import FieldCipher, new_key
from storage.engine import database_url, open_engine
from storage.keeping.moving.compare import Amiss, DifferentRowError
from storage.running import RunningLock
from tests.unit.cli.conftest import Run
from tests.unit.cli.walk import ROOT

Arrange = Callable[[pytest.MonkeyPatch], None]
DATABASE = Path("followthrough.db")


def nothing(_: pytest.MonkeyPatch) -> None:
    pass


def set_to(**settings: str) -> Arrange:
    def arrange(monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)

    return arrange


def newer(_: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(DATABASE) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def not_begun(_: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(DATABASE) as connection:
        connection.execute("DELETE FROM practice")
    connection.close()


def damaged(_: pytest.MonkeyPatch) -> None:
    DATABASE.write_bytes(b"no database at all " * 100)


def there_already(_: pytest.MonkeyPatch) -> None:
    Path("audit.csv").touch()


def raising(where: object, name: str, error: BaseException) -> Arrange:
    def raises(*_: object) -> None:
        raise error

    return lambda monkeypatch: monkeypatch.setattr(where, name, raises)


NO_SPACE = OSError(errno.ENOSPC, "No space left on device", "audit.csv")
DIFFERENT = DifferentRowError("client", 7, Amiss.DIFFERS)
KEEPING = ["backup --json", "rotate-key --json"]
CASES: list[tuple[Why, Exit, str, Arrange]] = [
    (Why.USAGE, Exit.MEND, "init --json", nothing),
    (Why.USAGE, Exit.MEND, "backup --fast --json", nothing),
    (Why.USAGE, Exit.MEND, "bakcup --json", nothing),
    (Why.USAGE, Exit.MEND, "services lst --json", nothing),
    (Why.VALUE, Exit.MEND, "lock --telegram-id 7 --json", nothing),
    (Why.FILE, Exit.MEND, "audit --json", there_already),
    (Why.FILE, Exit.MEND, "restore nothing.backup --yes --json", nothing),
    (Why.FILE, Exit.MEND, "services import nothing.zip --json", nothing),
    (Why.DECLINED, Exit.MEND, "restore elm.backup --json", nothing),
    (Why.SETTINGS, Exit.MEND, "backup --json", set_to(LOG_LEVEL="loud")),
    (Why.SETTINGS, Exit.MEND, "backup --json", lambda _: Path("followthrough.key").unlink()),
    (Why.KEY, Exit.MEND, "backup --json", set_to(FIELD_KEY=new_key())),
    (Why.PRACTICE, Exit.MEND, "invite --json", set_to(DATABASE_URL="sqlite:///empty.db")),
    (Why.OLDER, Exit.MEND, "services list --json", set_to(DATABASE_URL="sqlite:///empty.db")),
    *((Why.OLDER, Exit.MEND, line, set_to(DATABASE_URL="sqlite:///empty.db")) for line in KEEPING),
    *(
        (Why.PRACTICE, Exit.MEND, line, not_begun)
        for line in [*KEEPING, "retention --json", "export --format csv --json"]
    ),
    (Why.DATABASE, Exit.MEND, "invite --json", set_to(DATABASE_URL="sqlite:////nowhere/at.db")),
    (Why.DATABASE, Exit.MEND, "invite --json", set_to(DATABASE_URL="postgresql://nobody@127.0.0.1:9/nothing")),
    (Why.DAMAGED, Exit.MEND, "invite --json", damaged),
    (Why.NEWER, Exit.MEND, "invite --json", newer),
    (Why.DIFFERENT, Exit.FOUND, "move --to sqlite:///new.db --json", raising(moving, "carry", DIFFERENT)),
    (Why.SYSTEM, Exit.MEND, "audit --to nowhere/audit.csv --json", nothing),
    (Why.SYSTEM, Exit.MEND, "audit --json", raising(audit, "_row", NO_SPACE)),
    (Why.CUT_SHORT, Exit.CUT_SHORT, "audit --json", raising(audit, "_row", KeyboardInterrupt())),
]


@pytest.mark.parametrize(("why", "code", "line", "arrange"), CASES, ids=[f"{case[0]}-{case[2]}" for case in CASES])
def test_what_is_foreseen_is_a_sentence_a_word_and_a_code(
    run: Run, why: Why, code: Exit, line: str, arrange: Arrange, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrange(monkeypatch)
    result = run(*line.split())
    trouble = Trouble.model_validate_json(result.stdout)
    assert (result.exit_code, trouble.exit_code, trouble.why) == (code, code, why)
    assert isinstance(result.exception, SystemExit)
    assert trouble.error in result.stderr or why is Why.USAGE  # which Typer says in a frame
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("folder")
def test_so_is_a_database_that_another_program_keeps_locked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.engine.open_engine", partial(open_engine, busy_seconds=0.01))
    other = sqlite3.connect(DATABASE)
    other.execute("BEGIN EXCLUSIVE")
    result = run("invite", "--json")
    other.close()
    assert Trouble.model_validate_json(result.stdout).why is Why.DATABASE


def test_so_is_a_bot_that_runs(run: Run) -> None:
    lock = RunningLock(open_engine(database_url(f"sqlite:///{DATABASE}"), FieldCipher.from_text(new_key())))
    lock.acquire()
    result = run("rotate-key", "--json")
    lock.release()
    assert Trouble.model_validate_json(result.stdout).why is Why.BUSY
    assert result.stderr.strip() == console.ALREADY_RUNNING


def test_so_is_a_port_that_is_taken(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        result = run("demo", "--port", str(other.getsockname()[1]), "--json")
    assert Trouble.model_validate_json(result.stdout).why is Why.PORT
    assert (result.exit_code, result.stderr.strip()) == (Exit.MEND, terminal.PORT_TAKEN)


def test_every_word_for_it_is_reached_here() -> None:
    assert {why for why, *_ in CASES} | {Why.BUSY, Why.PORT} == set(Why)


def test_a_table_that_could_not_be_written_whole_is_not_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(audit, "_row", NO_SPACE)(monkeypatch)
    assert run("audit").stderr.strip() == terminal.system("No space left on device", "audit.csv")
    assert not Path("audit.csv").exists()


@contextmanager
def process(folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """As it is typed, in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        yield running


@pytest.mark.parametrize(
    ("code", "words"),
    [(Exit.DONE, ["services", "list"]), (Exit.FOUND, ["doctor"]), (Exit.MEND, ["run"]), (Exit.MEND, ["invite", "-x"])],
)
def test_the_process_ends_with_it(folder: Path, code: Exit, words: list[str]) -> None:
    with process(folder, *words) as running:
        said = running.communicate(timeout=60)
    assert running.returncode == code
    assert b"Traceback" not in said[1]


def test_ctrl_c_is_no_traceback_either(folder: Path) -> None:
    with process(folder, "init") as running:
        assert running.stdout is not None
        asked = b""
        while console.ASK_NAME.encode() not in asked:
            asked += running.stdout.read(1)
        # Pressed just before it begins to read, Python hears of it only with the next key: so it is pressed again.
        for _ in range(12):
            running.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                running.wait(timeout=5)
                break
        assert running.returncode is not None  # only now is its input closed: the end of that would be another answer
        said = running.communicate(timeout=60)
    assert running.returncode == Exit.CUT_SHORT
    assert said[1].decode().strip() == terminal.CUT_SHORT
    assert says.LEFT_ALONE not in said[0].decode()


@pytest.mark.parametrize("words", [("services", "list"), ("services", "list", "--json")], ids=["words", "json"])
def test_whoever_reads_along_may_have_had_enough(folder: Path, words: tuple[str, ...]) -> None:
    """As behind `| head -1`: that is no trouble, and nothing is said of it."""
    reads, writes = os.pipe()
    os.close(reads)
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=folder,
        stdout=writes,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writes)
    assert done.stderr == b""
    assert done.returncode != Exit.MEND


UNFORESEEN = """
from bot.cli import app
from bot.cli.command import App

failing = App()

@failing.command()
def fail() -> None:
    code = "-".join(["secret", "code"])
    raise RuntimeError("unforeseen")

app.ROOMS["fail"] = "__main__:failing"
app.main()
"""


def test_not_even_what_nobody_foresaw_shows_what_a_variable_held(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNFORESEEN, "fail"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "unforeseen" in done.stderr
    assert "secret-code" not in done.stderr
