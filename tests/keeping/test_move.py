"""Moving to another database: all of it or nothing, compared, as often as one likes, and never over what lives."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import URL, Connection, Engine, event
from typer.testing import Result

from bot.wording import moving as says
from storage.crypto import FieldCipher, FieldKey
from storage.engine import open_engine, sqlite_file
from storage.keeping.counters import count_on, counters
from storage.keeping.every_table import TABLES
from storage.keeping.keys import write_key_file
from storage.keeping.moving import carry
from storage.keeping.moving.compare import Amiss, must_count_on
from storage.keeping.moving.ends import End, Why
from storage.migrate import migrate
from storage.running import RunningLock
from storage.store import Store
from tests.conftest import CIPHER, PostgresServer, SqliteFiles
from tests.keeping.conftest import Desk
from tests.keeping.rows import COUNT, lying, words
from tests.keeping.test_restore import plain
from tests.storage.practice import on_postgresql, on_sqlite, raw

pytestmark = pytest.mark.usefixtures("source")
Values = dict[str, list[list[Any]]]
GIVEN = 70  # the highest client's id ever given; its row is gone


def values(engine: Engine) -> Values:
    """Every row, the same for both kinds of database. Of the audit what was told before the move."""
    rows = lying(engine)
    rows["audit"] = rows["audit"][:COUNT]
    return {name: [list(map(plain, row.values())) for row in those] for name, those in rows.items()}


@pytest.fixture
def other(backend: str, sqlite_files: SqliteFiles, postgres_server: PostgresServer) -> SqliteFiles | PostgresServer:
    """The kind of database that the source is not."""
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
    """With every kind of thing that must go on: ids given and gone, a message on its way, an update not handled."""
    count = "UPDATE sqlite_sequence SET seq = :seq WHERE name = 'client'"
    if desk.engine.dialect.name == "postgresql":
        count = "SELECT setval(pg_get_serial_sequence('client', 'id'), :seq)"
    raw(desk.engine, count, seq=GIVEN)
    raw(desk.engine, "UPDATE outbox SET state = 'pending' WHERE id = 1")
    raw(desk.engine, "UPDATE inbox SET state = 'open' WHERE id = 1")
    desk.engine.dispose()
    return desk.engine


def moved(desk: Desk, target: Engine) -> Result:
    """By the command line, from DATABASE_URL."""
    target.dispose()  # another file may come under its name
    return desk.run("move", "--to", target.url.render_as_string(hide_password=False))


def carried(source: Engine, target: Engine) -> None:
    target.dispose()
    carry.move(source, target, datetime.now(UTC), lambda *_: None, lambda _: None)


def last_line(result: Result) -> str:
    return result.stderr.strip().splitlines()[-1]


def nothing_in(target: Engine) -> bool:
    """Whether nobody would find a row there."""
    path = sqlite_file(target.url)
    return (path is not None and not path.exists()) or not any(lying(target).values())


def test_every_row_of_every_table_arrives(desk: Desk, source: Engine, target: Engine) -> None:
    before = values(source)
    assert all(before.values())
    assert before.keys() == TABLES.keys()
    result = moved(desk, target)
    assert result.exit_code == 0, result.output
    assert values(target) == before
    assert words(target) == words(source)
    assert all(f"  {name:<14}{len(rows):>8}" in result.stdout for name, rows in before.items())


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
    assert store.run_here(lambda work: work.begin_running()) == 8
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


def test_cut_short_anywhere_nothing_is_half_moved_and_it_can_be_repeated(
    source: Engine, target: Engine, other: SqliteFiles | PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, count, trial = values(source), [0], open_engine(other.empty(), CIPHER)
    with cut_at(10**6, count):
        carried(source, trial)
    trial.dispose()
    other.drop(trial.url)
    for number in [0, *random.Random(7).sample(range(count[0] - 10), 8)]:
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


class TestRefused:
    """One sentence each, and both databases stay as they are."""

    def refused(self, desk: Desk, target: Engine, end: End, why: Why) -> None:
        there = sqlite_file(target.url)
        target.dispose()
        empty = there is not None and not there.exists()
        before = repr(lying(desk.engine)), None if empty else repr(lying(target))
        result = moved(desk, target)
        assert (result.exit_code, last_line(result)) == (2, says.not_moved(end, why))
        after = repr(lying(desk.engine)), None if empty else repr(lying(target))
        assert after == before
        assert not empty or (there is not None and not there.exists())

    def test_while_a_bot_runs_on_the_old_one(self, desk: Desk, target: Engine) -> None:
        runs = desk.reopened()
        lock = RunningLock(runs)
        lock.acquire()
        self.refused(desk, target, End.SOURCE, Why.RUNS)
        lock.release()
        runs.dispose()

    def test_while_a_bot_runs_on_the_new_one(self, desk: Desk, source: Engine, target: Engine) -> None:
        carried(source, target)
        runs = open_engine(target.url, CIPHER)
        lock = RunningLock(runs)
        lock.acquire()
        self.refused(desk, target, End.TARGET, Why.RUNS)
        lock.release()
        runs.dispose()

    @on_postgresql
    def test_when_a_bot_began_to_run_on_the_old_one_meanwhile(
        self, desk: Desk, target: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        runs = desk.reopened()
        lock = RunningLock(runs)

        def counted_on(*arguments: Any) -> None:
            must_count_on(*arguments)
            lock.acquire()

        monkeypatch.setattr(carry, "must_count_on", counted_on)
        self.refused(desk, target, End.SOURCE, Why.RUNS)
        lock.release()
        runs.dispose()

    def test_where_the_old_one_has_an_older_shape(self, desk: Desk, source: Engine, target: Engine) -> None:
        raw(source, "UPDATE alembic_version SET version_num = '0005'")
        self.refused(desk, target, End.SOURCE, Why.BEHIND)

    def test_where_a_newer_version_wrote_the_old_one(self, desk: Desk, source: Engine, target: Engine) -> None:
        raw(source, "UPDATE alembic_version SET version_num = '9999'")
        self.refused(desk, target, End.SOURCE, Why.NEWER)

    def test_where_a_newer_version_wrote_the_new_one(self, desk: Desk, source: Engine, target: Engine) -> None:
        carried(source, target)
        raw(target, "UPDATE alembic_version SET version_num = '9999'")
        self.refused(desk, target, End.TARGET, Why.NEWER)

    def test_with_another_key_than_the_old_ones(self, desk: Desk, target: Engine) -> None:
        write_key_file(desk.key_file, [FieldKey(bytes(32))])
        self.refused(desk, target, End.SOURCE, Why.OTHER_KEY)

    def test_with_another_key_than_the_new_ones(self, desk: Desk, source: Engine, target: Engine) -> None:
        carried(source, target)
        sealed = FieldCipher(bytes(32)).seal("x", "practice|key_check")
        raw(target, "UPDATE practice SET key_check = :sealed", sealed=sealed)
        self.refused(desk, target, End.TARGET, Why.OTHER_KEY)

    def test_over_another_practice(self, desk: Desk, source: Engine, target: Engine) -> None:
        carried(source, target)
        raw(target, "UPDATE practice SET uid = 'another'")
        self.refused(desk, target, End.TARGET, Why.FOREIGN)

    def test_once_a_bot_has_run_there(self, desk: Desk, source: Engine, target: Engine) -> None:
        """Whatever it did, and although one has run on the old one more often since."""
        carried(source, target)
        raw(target, "UPDATE runner SET fence = fence + 1")
        raw(source, "UPDATE runner SET fence = fence + 5")
        self.refused(desk, target, End.TARGET, Why.ALIVE)

    def test_once_anything_was_done_there(self, desk: Desk, source: Engine, target: Engine) -> None:
        carried(source, target)
        raw(target, "INSERT INTO audit (at, deed, verb) VALUES ('2026-11-30', 'command line', 'changed')")
        self.refused(desk, target, End.TARGET, Why.ALIVE)

    def test_over_the_same_practice_that_came_otherwise(self, desk: Desk, source: Engine, target: Engine) -> None:
        carried(source, target)
        raw(target, "INSERT INTO audit (at, deed, verb) VALUES ('2026-11-30', 'restore', 'changed')")
        self.refused(desk, target, End.TARGET, Why.ALIVE)

    def test_over_rows_without_a_practice(self, desk: Desk, target: Engine) -> None:
        migrate(target)
        raw(target, "INSERT INTO runner (id, fence) VALUES (1, 1)")
        self.refused(desk, target, End.TARGET, Why.NOT_EMPTY)

    def test_over_tables_of_something_else(self, desk: Desk, target: Engine) -> None:
        raw(target, "CREATE TABLE stranger (id INTEGER PRIMARY KEY)")
        self.refused(desk, target, End.TARGET, Why.NOT_EMPTY)

    @on_postgresql
    def test_over_tables_that_somebody_filled_meanwhile(
        self, desk: Desk, databases: PostgresServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another command may have got in between the look and the transaction."""
        to = databases.empty()
        target = open_engine(to, CIPHER)

        def filled(engine: Engine) -> None:
            migrate(engine)
            raw(engine, "INSERT INTO runner (id, fence) VALUES (1, 1)")

        monkeypatch.setattr(carry, "migrate", filled)
        result = moved(desk, target)
        assert (result.exit_code, last_line(result)) == (
            2,
            says.not_moved(End.TARGET, Why.NOT_EMPTY),
        )
        assert len(lying(target)["runner"]) == 1
        target.dispose()
        databases.drop(to)

    def test_onto_itself(self, desk: Desk, source: Engine) -> None:
        self.refused(desk, source, End.TARGET, Why.SAME)

    @on_sqlite
    def test_onto_itself_by_a_link(self, desk: Desk, source: Engine) -> None:
        link = desk.folder / "link.db"
        link.symlink_to(str(source.url.database))
        result = desk.run("move", "--to", f"sqlite:///{link}")
        assert last_line(result) == says.not_moved(End.TARGET, Why.SAME)

    @on_postgresql
    def test_onto_itself_by_another_address(self, desk: Desk, source: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also where its last deed was to come here by a move."""
        monkeypatch.setattr(carry, "_PATIENCE", "10ms")
        again = open_engine(source.url.update_query_dict({"application_name": "other"}), CIPHER)
        self.refused(desk, again, End.TARGET, Why.ALIVE)
        came = "INSERT INTO audit (at, deed, verb, row_table, row_id) VALUES ('2026-11-30', :deed, 'x', :about, :fence)"
        raw(source, came, deed="move", about="runner", fence=COUNT)
        self.refused(desk, again, End.TARGET, Why.AWAY)
        again.dispose()

    @on_sqlite
    def test_from_what_is_not_there(self, desk: Desk) -> None:
        result = desk.run("move", "--from", "sqlite:///none.db")
        assert (result.exit_code, last_line(result)) == (2, says.not_moved(End.SOURCE, Why.NO_PRACTICE))
        assert list(desk.folder.glob("none.db*")) == []

    def test_from_an_empty_one(self, desk: Desk, to: URL) -> None:
        empty = open_engine(to, CIPHER)
        empty.connect().close()  # a SQLite file comes into being
        empty.dispose()
        result = desk.run("move", "--from", to.render_as_string(hide_password=False))
        assert last_line(result) == says.not_moved(End.SOURCE, Why.NO_PRACTICE)

    @on_sqlite
    @pytest.mark.parametrize("address", ["postgresql://nobody@localhost:1/none", "sqlite:///none/new.db"])
    def test_to_where_nothing_can_be_written(self, desk: Desk, address: str) -> None:
        result = desk.run("move", "--to", address)
        assert (result.exit_code, last_line(result)) == (
            2,
            says.not_moved(End.TARGET, Why.AWAY),
        )

    @on_sqlite
    def test_without_saying_where(self, desk: Desk) -> None:
        assert desk.run("move").stderr.strip() == says.WHERE
        assert desk.run("move", "--to", "mysql://x/y").stderr.strip().startswith("--to: only sqlite:/// and")
