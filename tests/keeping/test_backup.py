"""A backup holds one moment of everything, and nothing that was done to its file goes unnoticed."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.wording import keeping as says
from storage.crypto import FieldCipher
from storage.keeping.backup import format as sealed_format
from storage.keeping.backup.check import examine, head, rows
from storage.keeping.backup.format import RefusedBackupError, Why, read_lines
from storage.keeping.backup.take import KEPT, expire_backups, take
from storage.keeping.every_table import TABLES
from tests.conftest import CIPHER
from tests.keeping.conftest import Desk
from tests.keeping.rows import COUNT, UID, fill, lying
from tests.storage.practice import NOW, on_sqlite, raw


def taken(engine: Engine, folder: Path, now: datetime = NOW) -> Path:
    return take(engine, folder, now, lambda _: None, lambda _: None)


def inside(path: Path, cipher: FieldCipher = CIPHER) -> dict[str, list[dict[str, Any]]]:
    """Every row of a backup."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    with path.open("rb") as file:
        lines = read_lines(file, cipher)
        for name, row in rows(lines, head(lines)):
            found[name].append(row)
    return found


def refusal(path: Path, cipher: FieldCipher = CIPHER) -> Why | None:
    try:
        examine(path, cipher)
    except RefusedBackupError as error:
        return error.why
    return None


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sealed_format, "_CHUNK", 256)
    return 256 + 16


def test_every_row_of_every_table_is_in_it(engine: Engine, tmp_path: Path) -> None:
    fill(engine)
    path = taken(engine, tmp_path / "backups")
    assert path.parent.stat().st_mode & 0o777 == 0o700
    found = examine(path, CIPHER)
    assert found.counts == {name: 1 if name == "practice" else COUNT for name in TABLES}
    assert (found.practice, found.taken_at) == (UID, NOW)
    assert found.revision == raw(engine, "SELECT version_num FROM alembic_version")[0][0]
    assert [row["goals"] for row in inside(path)["client"]] == [row["goals"] for row in lying(engine)["client"]]


def test_the_command_writes_it_where_it_is_told(desk: Desk) -> None:
    result = desk.run("backup", "--to", "elsewhere")
    assert result.exit_code == 0, result.output
    (path,) = (desk.folder / "elsewhere").glob("*.backup")
    assert path.name[:14] == "followthrough-"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert not desk.backups.exists()
    told = raw(desk.engine, "SELECT deed, verb FROM audit ORDER BY id DESC LIMIT 1")
    assert [tuple(row) for row in told] == [("backup", "asked")]


def test_nothing_in_it_can_be_read_without_the_key(desk: Desk) -> None:
    desk.run("backup")
    (path,) = desk.backups.glob("*.backup")
    content = path.read_bytes()
    assert not [word for word in (b"client code 1", b"1099511627777", UID.encode(), b"therapist") if word in content]


def test_it_is_one_moment_while_others_write(engine: Engine, tmp_path: Path) -> None:
    """At each row somebody else comes with a client, and a message goes: nothing of it is in the backup."""
    fill(engine)
    before, number = lying(engine), 100

    def meanwhile(_: int) -> None:
        nonlocal number
        number += 1
        if number > 130:
            return
        columns = "roles, zone, workdays, hours_start, hours_end, joined_at"
        raw(
            engine,
            f"INSERT INTO member (id, telegram_id, {columns}) SELECT {number}, {number}, {columns}"  # noqa: S608
            " FROM member WHERE id = 1",
        )
        raw(
            engine,
            "INSERT INTO client (id, owner_id, code, created_at, version) VALUES (:id, :id, :code, '2026-11-24', 1)",
            id=number,
            code=f"N{number}",
        )
        raw(engine, "DELETE FROM telling WHERE id = :id", id=number - 100)

    path = take(engine, tmp_path, NOW, lambda _: None, meanwhile)
    assert number > 130
    kept = inside(path)
    assert {name: [row["id"] for row in kept[name]] for name in ("member", "client", "telling")} == {
        name: [row["id"] for row in before[name]] for name in ("member", "client", "telling")
    }


def test_a_table_it_does_not_know_of_is_not_passed_over(engine: Engine, tmp_path: Path) -> None:
    fill(engine)
    raw(engine, "CREATE TABLE stranger (id INTEGER)")
    with pytest.raises(RuntimeError, match="stranger"):
        taken(engine, tmp_path)
    assert list(tmp_path.glob("*.backup*")) == []


@on_sqlite
def test_what_does_not_read_back_gets_no_name(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(engine)
    real = sealed_format.BackupWriter._seal
    monkeypatch.setattr(
        sealed_format.BackupWriter, "_seal", lambda self, length, *, last: real(self, length, last=not last)
    )
    with pytest.raises(RefusedBackupError):
        taken(engine, tmp_path)
    assert list(tmp_path.iterdir()) == []


@on_sqlite
def test_a_second_one_in_the_same_second_leaves_the_first(engine: Engine, tmp_path: Path) -> None:
    fill(engine)
    (tmp_path / "followthrough-20261124T200000Z.backup.partial").write_bytes(b"another's")
    with pytest.raises(FileExistsError):
        taken(engine, tmp_path)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"another's"]


@on_sqlite
def test_a_folder_that_cannot_be_written_is_said(desk: Desk) -> None:
    desk.backups.write_text("a file")
    result = desk.run("backup")
    assert (result.exit_code, result.stderr.strip()) == (2, says.folder_not_written(Path("backups")))
    assert concern(desk), "an administrator is told: at night nobody reads what a command says"
    desk.run("backup", "--to", "elsewhere")
    assert concern(desk), "where the bot looks for backups there is none"
    desk.backups.unlink()
    assert desk.run("backup").exit_code == 0
    assert not concern(desk)


def concern(desk: Desk) -> bool:
    """Whether an administrator was told of backups, and it is not over."""
    return bool(raw(desk.engine, "SELECT id FROM concern WHERE kind = 'backup' AND ended_at IS NULL"))


@on_sqlite
class TestNoticed:
    """Each way in which a file may have become another."""

    @pytest.fixture
    def path(self, engine: Engine, tmp_path: Path, small_chunks: int) -> Path:  # noqa: ARG002 - so that there are many
        fill(engine)
        return taken(engine, tmp_path)

    def test_as_it_is_it_is_fine(self, path: Path) -> None:
        assert refusal(path) is None

    def test_a_flipped_bit_anywhere(self, path: Path) -> None:
        content, chance = path.read_bytes(), random.Random(7)
        for place in {*range(180), *chance.sample(range(len(content)), 150), len(content) - 1}:
            altered = bytearray(content)
            altered[place] ^= 1 << chance.randrange(8)
            path.write_bytes(altered)
            assert refusal(path) in {Why.NOT_A_BACKUP, Why.ALTERED, Why.OTHER_KEY}, place

    def test_cut_at_or_beside_any_chunk(self, path: Path, small_chunks: int) -> None:
        content = path.read_bytes()
        begins = content.index(b"}") + 1
        ends = range(begins, len(content), small_chunks)
        assert len(ends) > 5
        for end in [*ends, *(end + 1 for end in ends), *range(begins)]:
            path.write_bytes(content[:end])
            assert refusal(path) in {Why.NOT_A_BACKUP, Why.ALTERED}, end
            with path.open("rb") as file, pytest.raises(RefusedBackupError):  # by the seal, not by what is missing
                list(read_lines(file, CIPHER))

    def test_chunks_left_out_swapped_or_added(self, path: Path, small_chunks: int) -> None:
        content = path.read_bytes()
        begins = content.index(b"}") + 1
        header = content[:begins]
        first, second, *rest = (content[at : at + small_chunks] for at in range(begins, len(content), small_chunks))
        for chunks in (
            [second, first, *rest],
            [first, *rest],
            [first, first, second, *rest],
            [first, second, *rest, rest[-1]],
            [first, second, *rest, b"x"],
        ):
            path.write_bytes(b"".join([header, *chunks]))
            assert refusal(path) is Why.ALTERED

    def test_a_header_that_says_the_same_otherwise(self, path: Path) -> None:
        content = path.read_bytes()
        begins = content.index(b"}") + 1
        said = content[:begins].replace(b'", "salt', b'" ,"salt')
        assert len(said) == begins
        path.write_bytes(said + content[begins:])
        assert refusal(path) is Why.ALTERED

    def test_another_key(self, path: Path) -> None:
        assert refusal(path, FieldCipher(bytes(32))) is Why.OTHER_KEY

    def test_a_field_no_key_at_hand_opens(self, path: Path, engine: Engine) -> None:
        raw(engine, "UPDATE client SET goals = :goals", goals=FieldCipher(bytes(32)).seal("lost", "client|goals"))
        path.unlink()
        with pytest.raises(RefusedBackupError) as raised:
            taken(engine, path.parent)
        assert raised.value.why is Why.OTHER_KEY

    @pytest.mark.parametrize("content", [b"", b"SQLite format 3", b"followthrough backup 2\n"])
    def test_no_backup_at_all(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        assert refusal(path) is Why.NOT_A_BACKUP


def test_old_ones_leave_and_nothing_else(tmp_path: Path) -> None:
    def name(days: int) -> str:
        return f"followthrough-{NOW - timedelta(days=days):%Y%m%dT%H%M%SZ}.backup"

    stays = [name(30), name(0), "followthrough-copy.backup", "erasures", "x.backup", f"{name(90)}.txt"]
    goes = [name(31), name(400), f"{name(31)}.partial"]
    for one in [*stays, *goes]:
        (tmp_path / one).write_bytes(b"")
    assert sorted(path.name for path in expire_backups(tmp_path, NOW)) == sorted(goes)
    assert {path.name for path in tmp_path.iterdir()} == set(stays)
    assert expire_backups(tmp_path / "none", NOW) == []


@on_sqlite
def test_the_command_removes_old_ones_and_says_which(desk: Desk) -> None:
    old = f"followthrough-{datetime.now(UTC) - timedelta(days=31):%Y%m%dT%H%M%SZ}.backup"
    desk.backups.mkdir()
    (desk.backups / old).write_bytes(b"")
    assert old in desk.run("backup").output
    assert not (desk.backups / old).exists()
    assert "Removed" not in desk.run("backup", "--to", "elsewhere").output


def test_what_is_kept_is_as_long_as_the_words_say() -> None:
    assert f"{KEPT.days} days" in says.not_restored(Path("x"), Why.EXPIRED)
