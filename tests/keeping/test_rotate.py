"""Changing the field key: whatever happens in between, every field can be read, and in the end by the new key alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import Result

from bot.cli import rotating
from bot.wording import console
from bot.wording import keeping as says
from storage.crypto import FieldCipher, FieldKey, FieldKeyError, new_key, read_keys
from storage.keeping import rotation
from storage.keeping.keys import retire, write_key_file
from storage.running import RunningLock
from tests.keeping.conftest import SECRET, Desk
from tests.keeping.rows import key_ids, words
from tests.storage.practice import raw

ROOT = Path(__file__).parents[2]
ANY = "A" * 43 + "="
TODAY = date(2026, 11, 24)


def ring(keys: list[FieldKey]) -> FieldCipher:
    return FieldCipher(*(key.secret for key in keys))


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "_BATCH", 2)


def test_every_field_lies_under_the_new_key_and_says_the_same(desk: Desk) -> None:
    before = words(desk.engine)
    result = desk.run("rotate-key")
    assert result.exit_code == 0, result.output
    new, old = desk.keys
    assert (old.secret, old.retired) == (SECRET, datetime.now(UTC).date())
    assert new.retired is None
    assert words(desk.engine, FieldCipher(new.secret)) == before
    assert key_ids(desk.engine) == {FieldCipher(new.secret).key_id}
    assert desk.key_file.stat().st_mode & 0o777 == 0o600
    assert list(desk.folder.glob("*.new")) == []


def test_it_is_told_in_the_audit(desk: Desk) -> None:
    desk.run("rotate-key")
    told = raw(desk.engine, "SELECT deed, verb, row_table FROM audit ORDER BY id DESC LIMIT 1")
    assert [tuple(row) for row in told] == [("rotate-key", "changed", "practice")]


def test_a_second_change_starts_from_the_first(desk: Desk) -> None:
    before = words(desk.engine)
    desk.run("rotate-key")
    first = desk.keys[0]
    desk.run("rotate-key")
    assert [key.secret for key in desk.keys[1:]] == [first.secret, SECRET]
    assert words(desk.engine, FieldCipher(desk.keys[0].secret)) == before


def test_a_key_no_backup_needs_any_more_is_dropped(desk: Desk) -> None:
    today = datetime.now(UTC).date()
    stale, fresh = (
        FieldKey(bytes(32), today - timedelta(days=31)),
        FieldKey(bytes([1] * 32), today - timedelta(days=30)),
    )
    write_key_file(desk.key_file, [FieldKey(SECRET), fresh, stale])
    assert "older than that: 1" in desk.run("rotate-key").output
    assert [key.secret for key in desk.keys[1:]] == [SECRET, fresh.secret]


def test_retiring_dates_each_key_once() -> None:
    first, second, third = (FieldKey(bytes([number] * 32)) for number in range(3))
    once = retire([first, second], TODAY)
    assert once == [first, FieldKey(second.secret, TODAY)]
    assert retire([third, *once], TODAY + timedelta(days=30)) == [
        third, FieldKey(first.secret, TODAY + timedelta(days=30)), FieldKey(second.secret, TODAY)
    ]  # fmt: skip
    assert retire(once, TODAY + timedelta(days=31)) == [first]


class _CutError(Exception):
    pass


def cut_at(number: int, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Ends a change of keys when a function of it is called once more than `number` times."""
    left, real = number, getattr(rotation, where)

    def cut(*arguments: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise _CutError
        return real(*arguments)

    monkeypatch.setattr(rotation, where, cut)


@pytest.mark.parametrize("where", ["_batch", "_fresh"])
@pytest.mark.parametrize("number", [0, 1, 7, 20])
def test_cut_short_anywhere_it_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch, number: int, where: str) -> None:
    said = words(desk.engine)
    with monkeypatch.context() as patched:
        cut_at(number, patched, where)
        assert isinstance(desk.run("rotate-key").exception, _CutError)
    half = desk.keys
    assert [key.retired for key in half] == [None, None]
    assert words(desk.engine, ring(half)) == said, "at no point anything is unreadable"
    assert says.GOES_ON in desk.run("rotate-key").output
    assert [key.secret for key in desk.keys] == [key.secret for key in half], "no third key was made"
    assert words(desk.engine, FieldCipher(half[0].secret)) == said


def test_cut_short_before_the_old_key_is_retired_it_only_ends(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(rotating, "end", lambda *_: 1 / 0)
        patched.setattr("bot.cli.keeping.end", lambda *_: 1 / 0)
        desk.run("rotate-key")
    half = desk.keys
    assert "(0 rows just now)" in desk.run("rotate-key").output
    assert [key.secret for key in desk.keys] == [key.secret for key in half]
    assert desk.keys[1].retired is not None


def test_a_key_that_cannot_be_kept_seals_nothing(desk: Desk) -> None:
    was = desk.key_file.read_bytes()
    (desk.folder / "followthrough.key.new").mkdir()
    result = desk.run("rotate-key")
    assert (result.exit_code, result.stderr.strip()) == (2, says.key_not_written(Path("followthrough.key")))
    assert desk.key_file.read_bytes() == was
    assert key_ids(desk.engine) == {FieldCipher(SECRET).key_id}


KILLED = """
import os, signal, sys
from sqlalchemy import event
from storage.keeping import rotation
from bot.cli import app as cli
from bot.cli import keeping as keeping_cli
rotation._BATCH = 2
left = int(sys.argv[1])
def count(*_):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
real = keeping_cli.begin
def begun(settings, engine):
    done = real(settings, engine)
    event.listen(engine, "commit", count)
    return done
keeping_cli.begin = begun
cli.app(["rotate-key"])
"""


@pytest.mark.parametrize("commits", [0, 1, 9])
def test_killed_it_goes_on(desk: Desk, commits: int) -> None:
    """kill -9, just before one of its commits."""
    said = words(desk.engine)
    died = subprocess.run(
        [sys.executable, "-c", KILLED, str(commits)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=desk.folder,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert words(desk.engine, ring(desk.keys)) == said
    assert desk.run("rotate-key").exit_code == 0
    assert words(desk.engine, FieldCipher(desk.keys[0].secret)) == said


def test_not_while_the_bot_runs(desk: Desk) -> None:
    other, was = desk.reopened(), desk.key_file.read_bytes()
    lock = RunningLock(other)
    lock.acquire()
    result = desk.run("rotate-key")
    assert (result.exit_code, result.stderr.strip()) == (2, console.ALREADY_RUNNING)
    assert desk.key_file.read_bytes() == was
    assert key_ids(desk.engine) == {FieldCipher(SECRET).key_id}
    lock.release()
    other.dispose()
    assert desk.run("rotate-key").exit_code == 0


def test_what_another_command_wrote_meanwhile_with_the_old_key_is_sealed_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, first = rotation.reseal, count()

    def reseal(engine: Engine, advance: rotating.Advance) -> None:
        real(engine, advance)
        if next(first) == 0:
            sealed = FieldCipher(SECRET).seal("late", "practice|own_line")
            raw(engine, "UPDATE practice SET own_line = :own", own=sealed)

    monkeypatch.setattr(rotating, "reseal", reseal)
    assert desk.run("rotate-key").exit_code == 0
    assert words(desk.engine, FieldCipher(desk.keys[0].secret))["practice", "own_line", 1] == "late"


def test_a_field_no_key_opens_is_named_and_ends_it(desk: Desk) -> None:
    stranger = FieldCipher(bytes([9] * 32)).seal("lost", "client|goals")
    raw(desk.engine, "UPDATE client SET goals = :goals WHERE id = 2", goals=stranger)
    result = desk.run("rotate-key")
    assert (result.exit_code, result.stderr.strip().splitlines()[-1]) == (2, says.not_opened("client", 2))
    assert [key.retired for key in desk.keys] == [None, None]


class TestInTheEnvironment:
    """FIELD_KEY cannot be written from here: the person puts the new key in front, and this seals."""

    def rotate(self, desk: Desk, monkeypatch: pytest.MonkeyPatch, field_key: str) -> Result:
        monkeypatch.setenv("FIELD_KEY", field_key)
        return desk.run("rotate-key")

    def test_one_key_alone_is_not_enough(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        result = self.rotate(desk, monkeypatch, desk.key_file.read_text().strip())
        assert (result.exit_code, result.stderr.strip()) == (2, says.NO_SECOND_KEY)
        assert key_ids(desk.engine) == {FieldCipher(SECRET).key_id}

    @pytest.mark.parametrize("between", [" ", ",", ", "])
    def test_with_the_new_one_in_front(self, desk: Desk, monkeypatch: pytest.MonkeyPatch, between: str) -> None:
        before, fresh, was = words(desk.engine), desk.run("rotate-key", "--new-key").output.strip(), desk.keys
        result = self.rotate(desk, monkeypatch, f"{fresh}{between}{desk.key_file.read_text().strip()}")
        assert result.exit_code == 0, result.output
        assert words(desk.engine, FieldCipher.from_text(fresh)) == before
        assert desk.keys == was, "the file is none of its business"


def test_a_fresh_key_is_printed_and_nothing_else_happens(desk: Desk) -> None:
    was = desk.key_file.read_bytes()
    (key,) = read_keys(desk.run("rotate-key", "--new-key").output)
    assert (len(key.secret), desk.key_file.read_bytes()) == (32, was)


def test_the_first_key_seals_and_every_key_opens() -> None:
    old, new = new_key(), new_key()
    cipher = FieldCipher.from_text(f"{new}\n{old} retired 2026-11-24\n")
    assert cipher.open(FieldCipher.from_text(old).seal("words", "a|b"), "a|b") == "words"
    assert FieldCipher.from_text(new).open(cipher.seal("words", "a|b"), "a|b") == "words"
    with pytest.raises(FieldKeyError, match="another key"):
        FieldCipher.from_text(old).open(cipher.seal("words", "a|b"), "a|b")


@pytest.mark.parametrize(
    "text", ["", " , \n", "retired 2026-11-24", f"{'A' * 43}= retired", f"{'A' * 43}= retired soon"]
)
def test_a_key_file_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(FieldKeyError):
        read_keys(text)


def test_a_link_to_the_key_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "followthrough.key"
    link.symlink_to(tmp_path / "elsewhere" / "real.key")
    write_key_file(link, [FieldKey(SECRET)])
    assert link.is_symlink()
    assert read_keys((tmp_path / "elsewhere" / "real.key").read_text()) == [FieldKey(SECRET)]
