"""Putting a backup back: all as it was, nothing twice, nothing that was erased; or the database stays as it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine

from bot.cli import keeping as keeping_cli
from bot.wording import console
from bot.wording import keeping as says
from storage.crypto import FieldCipher, FieldKey
from storage.engine import open_engine, sqlite_file
from storage.keeping.backup import restore as restoring
from storage.keeping.backup.erasures import keep_erasures
from storage.keeping.backup.format import Why
from storage.keeping.counters import count_on, counters
from storage.keeping.keys import write_key_file
from storage.privacy_rows import Erased
from storage.rights.erasing import Erasing
from storage.rights.erasures import ErasureEntry, ErasureList
from storage.running import RunningLock
from storage.store import Store
from tests.conftest import CIPHER, PostgresServer, SqliteFiles
from tests.keeping.conftest import SECRET, Desk, taken
from tests.keeping.rows import COUNT, UID, fill, key_ids, lying, words
from tests.storage.practice import NOW, on_sqlite, raw

Rows = dict[str, list[dict[str, Any]]]


def wreck(engine: Engine) -> None:
    """Days go by: rows come, change and go."""
    raw(engine, "DELETE FROM telling")
    raw(engine, "UPDATE client SET code = 'other ' || id, closed_at = NULL")
    raw(engine, "INSERT INTO client (owner_id, code, created_at, version) VALUES (1, 'NEW', '2026-11-30', 1)")
    raw(engine, "UPDATE practice SET name = 'Other'")


def settled(rows: Rows) -> Rows:
    """What a restore makes of the rows by intention: nothing is under way. Of the audit what was told before."""
    found = {name: [dict(row) for row in those] for name, those in rows.items()}
    for row in found["outbox"]:
        if row["state"] in {"pending", "sending", "uncertain"}:
            row.update(state="cancelled", body=None)
    for row in found["inbox"]:
        if row["state"] == "open":
            row.update(state="done", body=None, done_at=None)
    found["audit"] = found["audit"][:COUNT]
    return found


def done_now(rows: Rows, before: Rows) -> Rows:
    """The same rows without the instant at which open updates were closed."""
    open_then = {row["id"] for row in before["inbox"] if row["state"] == "open"}
    for row in rows["inbox"]:
        if row["id"] in open_then:
            assert row["done_at"] is not None
            row["done_at"] = None
    return rows


def test_every_row_of_every_table_comes_back(desk: Desk, backup: Path) -> None:
    before = lying(desk.engine)
    assert all(before.values())
    wreck(desk.engine)
    result = desk.run("restore", str(backup), "--yes")
    assert result.exit_code == 0, result.output
    after = lying(desk.engine)
    assert done_now(settled(after), before) == settled(before)
    told = [(row["deed"], row["verb"], row["row_table"]) for row in after["audit"][COUNT:]]
    assert told == [("restore", "changed", "practice")]


def test_the_audit_stays_append_only(desk: Desk, backup: Path) -> None:
    desk.run("restore", str(backup), "--yes")
    with pytest.raises(Exception, match="append-only"):
        raw(desk.engine, "DELETE FROM audit")


def test_no_message_on_its_way_is_sent_again_and_no_update_handled(desk: Desk) -> None:
    for number, state in enumerate(("pending", "sending", "uncertain"), 1):
        raw(desk.engine, "UPDATE outbox SET state = :state WHERE id = :id", state=state, id=number)
    raw(desk.engine, "UPDATE inbox SET state = 'open'")
    desk.run("restore", str(taken(desk)), "--yes")
    store = Store(desk.reopened())
    assert store.run_here(lambda work: (work.outbox.waiting(), work.inbox.open())) == (0, [])
    store.close()
    assert {row["body"] for row in lying(desk.engine)["outbox"]} == {None}


def test_no_id_is_used_again(desk: Desk, backup: Path) -> None:
    """Neither of the backup's, nor of those given since, which stand on buttons."""
    wreck(desk.engine)
    raw(desk.engine, "INSERT INTO client (owner_id, code, created_at, version) VALUES (1, 'X', '2026-11-30', 1)")
    given = max(row["id"] for row in lying(desk.engine)["client"])
    raw(desk.engine, "DELETE FROM client WHERE code = 'X'")
    desk.run("restore", str(backup), "--yes")
    raw(desk.engine, "INSERT INTO client (owner_id, code, created_at, version) VALUES (1, 'Y', '2026-11-30', 1)")
    assert [row["id"] for row in lying(desk.engine)["client"] if row["code"] == "Y"] == [given + 1]


def test_into_an_empty_database_ids_go_on_far_behind_those_that_may_have_been_given(
    desk: Desk, backup: Path, databases: SqliteFiles | PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lying(desk.engine)
    url = databases.empty()
    monkeypatch.setenv("DATABASE_URL", url.render_as_string(hide_password=False))
    assert desk.run("restore", str(backup), "--yes").exit_code == 0
    engine = open_engine(url, CIPHER)
    after = lying(engine)
    assert after["client"] == before["client"]
    raw(engine, "INSERT INTO client (owner_id, code, created_at, version) VALUES (1, 'Y', '2026-11-30', 1)")
    assert [row["id"] for row in lying(engine)["client"] if row["code"] == "Y"] == [1_000_001 + COUNT]
    engine.dispose()
    databases.drop(url)


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_from_one_kind_of_database_into_the_other(
    desk: Desk,
    backup: Path,
    backend: str,
    sqlite_files: SqliteFiles,
    postgres_server: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other: SqliteFiles | PostgresServer = postgres_server if backend == "sqlite" else sqlite_files
    before = settled(lying(desk.engine))
    url = other.empty()
    monkeypatch.setenv("DATABASE_URL", url.render_as_string(hide_password=False))
    assert desk.run("restore", str(backup), "--yes").exit_code == 0
    engine = open_engine(url, CIPHER)
    after = settled(lying(engine))
    assert {
        name: [list(map(plain, row.values())) for row in rows] for name, rows in after.items() if name != "inbox"
    } == {name: [list(map(plain, row.values())) for row in rows] for name, rows in before.items() if name != "inbox"}
    assert words(engine).items() <= words(desk.engine).items()
    engine.dispose()
    other.drop(url)


def plain(value: Any) -> Any:
    """PostgreSQL says the zone, SQLite does not."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value


class TestRefused:
    """One sentence each, and the database stays as it is."""

    def refused(self, desk: Desk, path: Path, line: str) -> None:
        before = lying(desk.engine)
        result = desk.run("restore", str(path), "--yes")
        assert (result.exit_code, result.stderr.strip().splitlines()[-1]) == (2, line)
        assert lying(desk.engine) == before

    def test_while_the_bot_runs(self, desk: Desk, backup: Path) -> None:
        other = desk.reopened()
        lock = RunningLock(other)
        lock.acquire()
        self.refused(desk, backup, console.ALREADY_RUNNING)
        lock.release()
        other.dispose()

    @on_sqlite
    def test_what_is_not_there(self, desk: Desk) -> None:
        self.refused(desk, Path("none.backup"), says.not_read(Path("none.backup")))

    @on_sqlite
    def test_no_backup(self, desk: Desk) -> None:
        self.refused(desk, desk.key_file, says.not_restored(desk.key_file, Why.NOT_A_BACKUP))

    @on_sqlite
    def test_cut(self, desk: Desk, backup: Path) -> None:
        backup.write_bytes(backup.read_bytes()[:-1])
        self.refused(desk, backup, says.not_restored(backup, Why.ALTERED))

    def test_another_key_than_the_backups(self, desk: Desk, backup: Path) -> None:
        desk.run("rotate-key")
        write_key_file(desk.key_file, desk.keys[:1])
        self.refused(desk, backup, says.not_restored(backup, Why.OTHER_KEY))

    def test_another_key_than_the_databases(self, desk: Desk, backup: Path) -> None:
        desk.run("rotate-key")
        write_key_file(desk.key_file, [FieldKey(SECRET)])
        self.refused(desk, backup, console.WRONG_KEY)

    @pytest.mark.parametrize("uid", ["'another'", "NULL"])
    def test_another_practice(self, desk: Desk, backup: Path, uid: str) -> None:
        raw(desk.engine, f"UPDATE practice SET uid = {uid}")  # noqa: S608
        self.refused(desk, backup, says.not_restored(backup, Why.FOREIGN))

    @pytest.mark.parametrize(("revision", "why"), [("0005", Why.OLDER), ("9999", Why.NEWER)])
    def test_another_version(self, desk: Desk, revision: str, why: Why) -> None:
        (now,) = raw(desk.engine, "SELECT version_num FROM alembic_version")
        raw(desk.engine, "UPDATE alembic_version SET version_num = :revision", revision=revision)
        path = taken(desk)
        raw(desk.engine, "UPDATE alembic_version SET version_num = :revision", revision=now[0])
        self.refused(desk, path, says.not_restored(path, why))

    def test_too_old(self, desk: Desk) -> None:
        path = taken(desk, datetime.now(UTC) - timedelta(days=30, minutes=1))
        self.refused(desk, path, says.not_restored(path, Why.EXPIRED))

    def test_not_too_old(self, desk: Desk) -> None:
        path = taken(desk, datetime.now(UTC) - timedelta(days=29))
        assert desk.run("restore", str(path), "--yes").exit_code == 0

    def test_a_list_that_cannot_be_read(self, desk: Desk, backup: Path) -> None:
        (desk.backups / "erasures").write_text('{"id": 1}\n')
        self.refused(desk, backup, says.list_damaged((desk.backups / "erasures").resolve(), 1))

    @pytest.mark.parametrize("typed", [None, "\n", "yes\n", "y\n"])
    def test_unless_she_types_it(self, desk: Desk, backup: Path, typed: str | None) -> None:
        wreck(desk.engine)
        before = lying(desk.engine)
        result = desk.run("restore", str(backup), typed=typed)
        assert (result.exit_code, result.stderr.strip().splitlines()[-1]) == (2, says.LEFT_ALONE)
        assert lying(desk.engine) == before

    def test_by_an_erasing_that_fails_half_way(self, desk: Desk, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        keep_erasures(ErasureList(UID, (ErasureEntry(9, NOW, Erased.CLIENT, 1),)), desk.backups)
        wreck(desk.engine)
        before, there = lying(desk.engine), set(desk.folder.iterdir())
        desk.engine.dispose()
        monkeypatch.setattr(Erasing, "erase_again", lambda *_: 1 / 0)
        assert isinstance(desk.run("restore", str(backup), "--yes").exception, ZeroDivisionError)
        assert lying(desk.engine) == before
        assert set(desk.folder.iterdir()) == there
        path = sqlite_file(desk.engine.url)
        assert path is None or list(path.parent.glob(f"{path.name}.restoring*")) == []

    @pytest.mark.parametrize("cut", [True, False], ids=["cut", "another backup"])
    def test_a_file_that_changes_meanwhile(
        self, desk: Desk, backup: Path, cut: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        raw(desk.engine, "DELETE FROM telling")
        another = taken(desk, datetime.now(UTC) - timedelta(days=1)).read_bytes()
        real = restoring.put_back

        def put_back(*arguments: Any) -> int:
            backup.write_bytes(backup.read_bytes()[:-40] if cut else another)
            return real(*arguments)

        monkeypatch.setattr(keeping_cli, "put_back", put_back)
        self.refused(desk, backup, says.not_restored(backup, Why.ALTERED))


def test_it_says_what_it_replaces_and_goes_on_once_she_types_it(desk: Desk, backup: Path) -> None:
    result = desk.run("restore", str(backup), typed="restore\n")
    assert result.exit_code == 0
    assert f"{COUNT} members, {COUNT} clients, {COUNT} referrals" in result.output
    assert "It replaces what is there now" in result.output


def test_after_a_change_of_keys_an_older_backup_still_opens(desk: Desk, backup: Path) -> None:
    said = words(desk.engine)
    desk.run("rotate-key")
    assert desk.run("restore", str(backup), "--yes").exit_code == 0
    cipher = FieldCipher(*(key.secret for key in desk.keys))
    assert words(desk.engine, cipher).items() <= said.items()
    assert key_ids(desk.engine) == {FieldCipher(SECRET).key_id}
    assert desk.run("rotate-key").exit_code == 0
    assert words(desk.engine, FieldCipher(desk.keys[0].secret)).items() <= said.items()


@on_sqlite
class TestTheFile:
    @pytest.fixture
    def path(self, url: URL) -> Path:
        path = sqlite_file(url)
        assert path is not None
        return path

    def test_what_stood_in_the_write_ahead_file_does_not_come_into_the_new_one(
        self, desk: Desk, backup: Path, path: Path
    ) -> None:
        other = desk.reopened()
        wreck(other)  # its connection stays open, and with it the -wal
        wal = path.with_name(path.name + "-wal")
        assert wal.stat().st_size
        assert desk.run("restore", str(backup), "--yes").exit_code == 0
        assert not wal.exists()
        other.dispose()
        assert "client code 1 “äß" in [row["code"] for row in lying(desk.engine)["client"]]
        assert path.stat().st_mode & 0o777 == 0o600

    def test_where_its_name_is_a_link_the_file_behind_it_is_replaced(
        self, desk: Desk, backup: Path, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Else the old one, with what was erased since, would stay behind the link."""
        wreck(desk.engine)
        link = desk.folder / "link.db"
        link.symlink_to(path)
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{link}")
        assert desk.run("restore", str(backup), "--yes").exit_code == 0
        assert link.is_symlink()
        assert "client code 1 “äß" in [row["code"] for row in lying(desk.engine)["client"]]

    def test_a_leftover_of_a_restore_that_was_cut_does_no_harm(self, desk: Desk, backup: Path, path: Path) -> None:
        path.with_name(f"{path.name}.restoring").write_bytes(b"half")
        path.with_name(f"{path.name}.restoring-wal").write_bytes(b"half")
        assert desk.run("restore", str(backup), "--yes").exit_code == 0
        assert list(path.parent.glob(f"{path.name}.restoring*")) == []

    @pytest.mark.parametrize("where", ["_must_be_sound", "_replace"])
    def test_until_the_last_step_the_old_one_stays(
        self, desk: Desk, backup: Path, path: Path, where: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError("no space left")

        wreck(desk.engine)
        desk.engine.dispose()
        before = path.read_bytes()
        monkeypatch.setattr(f"storage.keeping.swap.{where}", full)
        result = desk.run("restore", str(backup), "--yes")
        assert (result.exit_code, result.stderr.strip().splitlines()[-1]) == (2, says.not_put_back(backup))
        assert path.read_bytes() == before


def test_counters_are_read_as_they_were_set(engine: Engine) -> None:
    fill(engine)
    with engine.begin() as connection:
        count_on(connection, {"client": 500, "nudge": 1}, {"client": 20}, gap=0)
        found = counters(connection)
    assert (found["client"], found["nudge"]) == (500, COUNT)
