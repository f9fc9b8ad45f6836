"""What is not moved, and the sentence that says why; both databases stay as they are."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import URL, Engine

from bot.wording import moving as says
from storage.crypto import FieldCipher, FieldKey
from storage.engine import open_engine, sqlite_file
from storage.keeping.keys import write_key_file
from storage.keeping.moving import carry
from storage.keeping.moving.compare import must_count_on
from storage.keeping.moving.ends import End, Why
from storage.migrate import migrate
from storage.running import AlreadyRunningError, RunningLock
from tests.conftest import CIPHER, PostgresServer
from tests.keeping.conftest import Desk
from tests.keeping.moving import carried, last_line, moved, nothing_in
from tests.keeping.rows import lying
from tests.storage.practice import on_postgresql, on_sqlite, raw

pytestmark = pytest.mark.usefixtures("source")


def refused(desk: Desk, target: Engine, end: End, why: Why) -> None:
    there = sqlite_file(target.url)
    target.dispose()
    empty = there is not None and not there.exists()
    before = repr(lying(desk.engine)), None if empty else repr(lying(target))
    result = moved(desk, target)
    assert (result.exit_code, last_line(result)) == (2, says.not_moved(end, why))
    after = repr(lying(desk.engine)), None if empty else repr(lying(target))
    assert after == before
    assert not empty or (there is not None and not there.exists())


def test_while_a_bot_runs_on_the_old_one(desk: Desk, target: Engine) -> None:
    runs = desk.reopened()
    lock = RunningLock(runs, beside_others=True)
    lock.acquire()
    refused(desk, target, End.SOURCE, Why.RUNS)
    lock.release()
    runs.dispose()


def test_while_a_bot_runs_on_the_new_one(desk: Desk, source: Engine, target: Engine) -> None:
    carried(source, target)
    runs = open_engine(target.url, CIPHER)
    lock = RunningLock(runs, beside_others=True)
    lock.acquire()
    refused(desk, target, End.TARGET, Why.RUNS)
    lock.release()
    runs.dispose()


def test_no_bot_begins_on_either_while_it_is_moved(
    desk: Desk, source: Engine, target: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_out: list[bool] = []

    def counted_on(*arguments: Any) -> None:
        must_count_on(*arguments)
        for engine in (source, target):
            with pytest.raises(AlreadyRunningError):
                RunningLock(engine, beside_others=True).acquire()
            kept_out.append(True)

    monkeypatch.setattr(carry, "must_count_on", counted_on)
    assert moved(desk, target).exit_code == 0
    assert kept_out == [True, True]


def test_once_a_command_wrote_into_the_old_one_meanwhile(
    desk: Desk, source: Engine, target: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be left behind, and nobody would know."""

    def counted_on(*arguments: Any) -> None:
        must_count_on(*arguments)
        raw(source, "INSERT INTO audit (at, deed, verb) VALUES ('2026-11-30', 'command line', 'changed')")

    monkeypatch.setattr(carry, "must_count_on", counted_on)
    result = moved(desk, target)
    assert (result.exit_code, last_line(result)) == (2, says.not_moved(End.SOURCE, Why.CHANGED))
    assert nothing_in(target)


def test_where_the_old_one_has_an_older_shape(desk: Desk, source: Engine, target: Engine) -> None:
    raw(source, "UPDATE alembic_version SET version_num = '0005'")
    refused(desk, target, End.SOURCE, Why.BEHIND)


def test_where_a_newer_version_wrote_the_old_one(desk: Desk, source: Engine, target: Engine) -> None:
    raw(source, "UPDATE alembic_version SET version_num = '9999'")
    refused(desk, target, End.SOURCE, Why.NEWER)


def test_where_a_newer_version_wrote_the_new_one(desk: Desk, source: Engine, target: Engine) -> None:
    carried(source, target)
    raw(target, "UPDATE alembic_version SET version_num = '9999'")
    refused(desk, target, End.TARGET, Why.NEWER)


def test_with_another_key_than_the_old_ones(desk: Desk, target: Engine) -> None:
    write_key_file(desk.key_file, [FieldKey(bytes(32))])
    refused(desk, target, End.SOURCE, Why.OTHER_KEY)


def test_with_another_key_than_the_new_ones(desk: Desk, source: Engine, target: Engine) -> None:
    carried(source, target)
    sealed = FieldCipher(bytes(32)).seal("x", "practice|key_check")
    raw(target, "UPDATE practice SET key_check = :sealed", sealed=sealed)
    refused(desk, target, End.TARGET, Why.OTHER_KEY)


def test_over_another_practice(desk: Desk, source: Engine, target: Engine) -> None:
    carried(source, target)
    raw(target, "UPDATE practice SET uid = 'another'")
    refused(desk, target, End.TARGET, Why.FOREIGN)


def test_once_a_bot_has_run_there(desk: Desk, source: Engine, target: Engine) -> None:
    """Whatever it did, and although one has run on the old one more often since."""
    carried(source, target)
    raw(target, "UPDATE runner SET fence = fence + 1")
    raw(source, "UPDATE runner SET fence = fence + 5")
    refused(desk, target, End.TARGET, Why.ALIVE)


def test_once_anything_was_done_there(desk: Desk, source: Engine, target: Engine) -> None:
    carried(source, target)
    raw(target, "INSERT INTO audit (at, deed, verb) VALUES ('2026-11-30', 'command line', 'changed')")
    refused(desk, target, End.TARGET, Why.ALIVE)


def test_over_the_same_practice_that_came_otherwise(desk: Desk, source: Engine, target: Engine) -> None:
    carried(source, target)
    raw(target, "INSERT INTO audit (at, deed, verb) VALUES ('2026-11-30', 'restore', 'changed')")
    refused(desk, target, End.TARGET, Why.ALIVE)


def test_over_rows_without_a_practice(desk: Desk, target: Engine) -> None:
    migrate(target)
    raw(target, "INSERT INTO runner (id, fence) VALUES (1, 1)")
    refused(desk, target, End.TARGET, Why.NOT_EMPTY)


def test_over_tables_of_something_else(desk: Desk, target: Engine) -> None:
    raw(target, "CREATE TABLE stranger (id INTEGER PRIMARY KEY)")
    refused(desk, target, End.TARGET, Why.NOT_EMPTY)


@on_postgresql
def test_over_tables_that_somebody_filled_meanwhile(
    desk: Desk, databases: PostgresServer, monkeypatch: pytest.MonkeyPatch
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


def test_onto_itself(desk: Desk, source: Engine) -> None:
    refused(desk, source, End.TARGET, Why.SAME)


@on_sqlite
def test_onto_itself_by_a_link(desk: Desk, source: Engine) -> None:
    link = desk.folder / "link.db"
    link.symlink_to(str(source.url.database))
    result = desk.run("move", "--to", f"sqlite:///{link}")
    assert last_line(result) == says.not_moved(End.TARGET, Why.SAME)


@on_postgresql
def test_onto_itself_by_another_address(desk: Desk, source: Engine) -> None:
    again = open_engine(source.url.update_query_dict({"application_name": "other"}), CIPHER)
    refused(desk, again, End.TARGET, Why.SAME)
    again.dispose()


@on_sqlite
def test_from_what_is_not_there(desk: Desk) -> None:
    result = desk.run("move", "--from", "sqlite:///none.db")
    assert (result.exit_code, last_line(result)) == (2, says.not_moved(End.SOURCE, Why.NO_PRACTICE))
    assert list(desk.folder.glob("none.db*")) == []


def test_from_an_empty_one(desk: Desk, to: URL) -> None:
    empty = open_engine(to, CIPHER)
    empty.connect().close()  # a SQLite file comes into being
    empty.dispose()
    result = desk.run("move", "--from", to.render_as_string(hide_password=False))
    assert last_line(result) == says.not_moved(End.SOURCE, Why.NO_PRACTICE)


@on_sqlite
@pytest.mark.parametrize("address", ["postgresql://nobody@localhost:1/none", "sqlite:///none/new.db"])
def test_to_where_nothing_can_be_written(desk: Desk, address: str) -> None:
    result = desk.run("move", "--to", address)
    assert (result.exit_code, last_line(result)) == (
        2,
        says.not_moved(End.TARGET, Why.AWAY),
    )


@on_sqlite
def test_without_saying_where(desk: Desk) -> None:
    assert desk.run("move").stderr.strip() == says.WHERE
    assert desk.run("move", "--to", "mysql://x/y").stderr.strip().startswith("--to: only sqlite:/// and")
