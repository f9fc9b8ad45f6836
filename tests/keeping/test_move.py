"""Moving to another database: all of it or nothing, compared, as often as one likes, and never over what lives."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Connection, Engine, event
from typer.testing import Result

from bot.wording import moving as says
from storage.crypto import FieldCipher
from storage.engine import open_engine, sqlite_file
from storage.keeping.counters import count_on, counters
from storage.keeping.every_table import TABLES
from storage.keeping.moving import carry
from storage.keeping.moving.compare import Amiss
from storage.store import Store
from tests.conftest import CIPHER, PostgresServer, SqliteFiles
from tests.keeping.conftest import GIVEN, Desk
from tests.keeping.moving import carried, last_line, moved, nothing_in
from tests.keeping.rows import COUNT, lying, words
from tests.keeping.test_restore import plain
from tests.storage.practice import led, on_sqlite, raw

pytestmark = pytest.mark.usefixtures("source")
Values = dict[str, list[list[Any]]]


def values(engine: Engine) -> Values:
    """Every row, the same for both kinds of database. Of the audit what was told before the move."""
    rows = lying(engine)
    rows["audit"] = rows["audit"][:COUNT]
    return {name: [list(map(plain, row.values())) for row in those] for name, those in rows.items()}


def test_every_row_of_every_table_arrives(desk: Desk, source: Engine, target: Engine) -> None:
    before = values(source)
    assert all(before.values())
    assert before.keys() == TABLES.keys()
    result = moved(desk, target)
    assert result.exit_code == 0, result.output
    assert values(target) == before
    assert words(target) == words(source)
    assert all(f"  {name:<14}{len(rows):>8}" in result.stdout for name, rows in before.items())


def test_as_a_person_types_it(desk: Desk, source: Engine, target: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the new address in DATABASE_URL already, in a process of its own."""
    monkeypatch.setenv("DATABASE_URL", target.url.render_as_string(hide_password=False))
    old = source.url.render_as_string(hide_password=False)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "move", "--from", old],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=desk.folder,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "DATABASE_URL names the new one already." in done.stdout
    assert values(target) == values(source)


def test_the_old_one_is_only_read(desk: Desk, source: Engine, target: Engine) -> None:
    path = sqlite_file(source.url)
    before = path.read_bytes() if path else repr(lying(source))
    assert moved(desk, target).exit_code == 0
    assert (path.read_bytes() if path else repr(lying(source))) == before
    wal = path and path.with_name(f"{path.name}-wal")
    assert not (wal and wal.exists() and wal.stat().st_size)


def test_ids_go_on_behind_those_that_were_given(desk: Desk, source: Engine, target: Engine) -> None:
    moved(desk, target)
    with source.begin() as old, target.begin() as new:
        before, after = counters(old), counters(new)
    both = before.keys() & after.keys() - {"audit"}
    assert "client" in both
    assert {name: after[name] for name in both} == {name: before[name] for name in both}
    raw(target, "INSERT INTO client (owner_id, code, created_at, version) VALUES (1, 'Y', '2026-11-30', 1)")
    assert [row["id"] for row in lying(target)["client"] if row["code"] == "Y"] == [GIVEN + 1]


def test_what_waits_goes_on_and_the_fence_goes_up(desk: Desk, source: Engine, target: Engine) -> None:
    raw(source, "DELETE FROM runner WHERE id > 1")
    raw(source, "UPDATE runner SET fence = 7")
    waits = [row["id"] for row in lying(source)["outbox"] if row["state"] in {"pending", "sending", "uncertain"}]
    source.dispose()
    moved(desk, target)
    store = Store(target)
    assert len(waits) > 1
    assert store.look_here(lambda work: work.outbox.waiting()) == len(waits)
    assert [one.id for one in store.look_here(lambda work: work.inbox.open())] == [1]
    assert led(store) == 8
    store.close()


def test_the_audit_tells_of_it_and_stays_append_only(desk: Desk, target: Engine) -> None:
    moved(desk, target)
    told = [(row["deed"], row["verb"], row["row_table"], row["row_id"]) for row in lying(target)["audit"][COUNT:]]
    assert told == [("move", "changed", "runner", COUNT)]
    with pytest.raises(Exception, match="append-only"):
        raw(target, "DELETE FROM audit")


@contextmanager
def cut_at(number: int, left: list[int]) -> Iterator[None]:
    """Ends whatever is done to any database at the statement with this number; `left` counts those begun."""

    def cut(*_: object) -> None:
        left[0] += 1
        if left[0] > number:
            raise _CutError

    event.listen(Engine, "before_cursor_execute", cut)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", cut)


class _CutError(Exception):
    pass


def _statements(source: Engine, url: URL, databases: SqliteFiles | PostgresServer) -> int:
    """How many a whole move takes."""
    count, trial = [0], open_engine(url, CIPHER)
    with cut_at(10**6, count):
        carried(source, trial)
    trial.dispose()
    databases.drop(url)
    return count[0]


def test_cut_short_anywhere_nothing_is_half_moved_and_it_can_be_repeated(
    source: Engine, target: Engine, other: SqliteFiles | PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = values(source)
    # An early try that was cut may have given the new one its shape: then there is less to do.
    fewest = min(_statements(source, url, other) for url in (other.empty(), other.migrated()))
    for number in [0, *random.Random(7).sample(range(fewest - 10), 8)]:
        with cut_at(number, [0]), pytest.raises(_CutError):
            carried(source, target)
        assert nothing_in(target), number
    with monkeypatch.context() as patched:
        patched.setattr(carry, "UnitOfWork", lambda _: 1 / 0)  # written, compared, not committed
        with pytest.raises(ZeroDivisionError):
            carried(source, target)
    assert nothing_in(target)
    carried(source, target)
    assert values(target) == before


def test_cut_short_an_earlier_move_stays_whole(source: Engine, target: Engine) -> None:
    carried(source, target)
    before, there, count = values(target), lying(target)["audit"], [0]
    with cut_at(10**6, count):
        carried(source, target)
    raw(source, "UPDATE client SET code = 'other ' || id")
    source.dispose()
    for number in random.Random(7).sample(range(count[0] - 10), 4):
        with cut_at(number, [0]), pytest.raises(_CutError):
            carried(source, target)
        assert values(target) == before
        assert len(lying(target)["audit"]) == len(there)


def test_again_it_begins_anew_and_says_so(desk: Desk, source: Engine, target: Engine) -> None:
    assert says.ANEW not in moved(desk, target).stderr
    raw(source, "UPDATE client SET code = 'other ' || id")
    result = moved(desk, target)
    assert (result.exit_code, says.ANEW in " ".join(result.stderr.split())) == (0, True)
    assert values(target) == values(source)
    assert len(lying(target)["audit"]) == COUNT + 1


def test_there_and_back_to_a_file_of_its_own(
    desk: Desk, source: Engine, target: Engine, databases: SqliteFiles | PostgresServer
) -> None:
    moved(desk, target)
    back = open_engine(databases.empty(), CIPHER)
    target.dispose()
    carried(target, back)
    assert values(back) == values(source)
    assert [row["deed"] for row in lying(back)["audit"][COUNT:]] == ["move", "move"]
    back.dispose()
    databases.drop(back.url)


class TestComparing:
    """What arrived otherwise than it was is found, named without its content, and all of it is taken back."""

    def tampered(
        self, desk: Desk, target: Engine, monkeypatch: pytest.MonkeyPatch, tamper: Callable[[Connection], object]
    ) -> Result:
        def counted_on(connection: Connection, *known: Any, gap: int) -> None:
            count_on(connection, *known, gap=gap)
            tamper(connection)

        monkeypatch.setattr(carry, "count_on", counted_on)
        return moved(desk, target)

    @pytest.mark.parametrize(
        ("sql", "table", "row_id"),
        [
            ("UPDATE client SET code = 'X' WHERE id = 2", "client", 2),
            ("UPDATE client SET goals = raised_line WHERE id = 3", "client", 3),
            ("UPDATE member SET roles = '[]' WHERE id = 1", "member", 1),
            ("UPDATE referral SET moved_at = '2026-11-24 20:00:00.000000' WHERE id = 2", "referral", 2),
            ("DELETE FROM draft WHERE member_id = 2", "draft", 2),
            ("DELETE FROM telling WHERE id = 2", "telling", 2),
            ("DELETE FROM telling WHERE id = 3", "telling", 3),
        ],
    )
    def test_a_row_that_is_not_the_same(
        self,
        desk: Desk,
        target: Engine,
        monkeypatch: pytest.MonkeyPatch,
        sql: str,
        table: str,
        row_id: int,
    ) -> None:
        result = self.tampered(desk, target, monkeypatch, lambda there: there.exec_driver_sql(sql))
        line = says.different(table, row_id, Amiss.DIFFERS)
        assert (result.exit_code, last_line(result)) == (1, line)
        assert nothing_in(target)

    def test_a_row_too_many(self, desk: Desk, source: Engine, target: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        raw(source, "DELETE FROM telling WHERE id = 3")
        source.dispose()
        sql = "INSERT INTO telling (id, alert_id, member_id, rung, outbox_id, at) VALUES (3, 1, 1, '', 1, '2026-11-24')"
        result = self.tampered(desk, target, monkeypatch, lambda there: there.exec_driver_sql(sql))
        line = says.different("telling", 3, Amiss.DIFFERS)
        assert (result.exit_code, last_line(result)) == (1, line)
        assert nothing_in(target)

    def test_a_counter_that_stayed_behind(self, desk: Desk, target: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(carry, "count_on", lambda *_, **__: None)
        result = moved(desk, target)
        assert (result.exit_code, "would be given again" in result.stderr) == (1, True)
        assert nothing_in(target)

    def test_a_field_that_does_not_open(self, desk: Desk, source: Engine, target: Engine) -> None:
        stranger = FieldCipher(bytes([9] * 32)).seal("lost", "client|goals")
        raw(source, "UPDATE client SET goals = :goals WHERE id = 2", goals=stranger)
        source.dispose()
        result = moved(desk, target)
        line = says.different("client", 2, Amiss.SHUT)
        assert (result.exit_code, last_line(result)) == (1, line)
        assert nothing_in(target)

    @on_sqlite
    def test_a_row_that_the_new_one_does_not_take(self, desk: Desk, source: Engine, target: Engine) -> None:
        """SQLite keeps what PostgreSQL cannot."""
        raw(source, "UPDATE service SET name = 'a' || char(0) || 'b' WHERE id = 2")
        source.dispose()
        result = moved(desk, target)
        line = says.different("service", 2, Amiss.NOT_TAKEN)
        assert (result.exit_code, last_line(result)) == (1, line)
        assert nothing_in(target)
