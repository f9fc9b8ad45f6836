"""SQLite out of reach: nothing is acknowledged, nothing is lost, and who is known hears one line."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from bot.wording.trouble import outage
from storage.outages import StorageUnavailableError
from storage.store import Store
from tests.conversation.talk import Practice
from tests.e2e.house import House
from tests.faults.oracle import Oracle
from tests.faults.practice import take_in
from tests.storage.practice import raw

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

EARLY, LATE, STRANGER = range(1001, 1007), range(1007, 1013), 6
LOCKED_SECONDS = 60
SOON = 20  # seconds, on a machine with other things to do; were each to wait for all before her, it would be a minute
ROOM = "3m"  # of the small disk: a practice of a few, and the log beside it


@pytest.fixture
def oracle(house: House) -> Oracle:
    """A practice of twelve therapists, and their bot at work."""
    take_in(house, [*EARLY, *LATE])
    house.start()
    house.idle(60)
    return Oracle(house)


@contextmanager
def locked(house: House) -> Iterator[None]:
    """Another process holds the write lock."""
    connection = sqlite3.connect(database(house), isolation_level=None, timeout=30)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


def database(house: House) -> Path:
    return Path(house.environment["DATABASE_URL"].split("///", 1)[1])


def told(house: House, user: int) -> int:
    """How often somebody heard of an outage."""
    return house.said(user).count(outage())


@pytest.mark.timeout(240)
def test_a_minute_of_a_locked_database_loses_no_line(house: House, oracle: Oracle) -> None:
    """Passes if meanwhile nothing is acknowledged, who is known hears one line soon after she spoke, a stranger none.

    And if afterwards each line, typed before or meanwhile, counted once and was answered once, in order and soon.
    """
    for user in EARLY:
        oracle.new_client("C1", user)
    with locked(house):
        ends = time.monotonic() + LOCKED_SECONDS
        for user in EARLY:
            oracle.new_client("C2", user)
        house.until(lambda: all(told(house, user) for user in EARLY), SOON)
        house.say("hello", STRANGER, wait=False)
        time.sleep(max(0.0, ends - time.monotonic() - LOCKED_SECONDS / 2))
        for user in LATE:
            oracle.new_client("C1", user)
        house.until(lambda: all(told(house, user) for user in LATE), SOON)
        assert house.unacknowledged() >= 2 * len(LATE) + 1
        time.sleep(max(0.0, ends - time.monotonic()))
        assert house.bot is not None
        assert house.bot.poll() is None, "it did not end"
    house.until(lambda: house.unacknowledged() == 0, SOON)
    oracle.settle()
    oracle.look()
    assert [told(house, user) for user in (*EARLY, *LATE, STRANGER)] == [1] * 12 + [0]
    assert len(house.said(STRANGER)) == 1, "she is answered once it is back"


@contextmanager
def no_room(house: House) -> Iterator[None]:
    """The disk on which the database and the log lie is full."""
    filler = database(house).with_name("filler")
    for path in (filler, house.log):  # the log to the end of its last page
        with path.open("ab", buffering=0) as file:
            for size in (65536, 512, 1):
                with suppress(OSError):
                    while True:
                        file.write(b"x" * size)
    yield
    filler.unlink()


@contextmanager
def no_growth(house: House) -> Iterator[None]:
    """No file of the bot's may grow: what a quota does."""
    assert house.bot is not None
    before = resource.prlimit(house.bot.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(house.bot.pid, resource.RLIMIT_FSIZE, (1, before[1]))
    yield
    resource.prlimit(house.bot.pid, resource.RLIMIT_FSIZE, before)


@pytest.fixture
def small_disk(house: House, tmp_path: Path) -> Iterator[Path]:
    """A file system of few megabytes, with the database and the bot's log on it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(disk)], check=False)
    if mounted.returncode != 0:
        pytest.skip("a small disk cannot be mounted here: run as root, in a container with CAP_SYS_ADMIN")
    practice = disk / "practice.db"
    practice.write_bytes(database(house).read_bytes())
    house.environment["DATABASE_URL"] = f"sqlite:///{practice}"
    house.log = disk / "bot.log"
    yield disk
    house.close()
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_loses_nothing_and_nothing_is_said_to_be_done(house: House, small_disk: Path) -> None:
    """As below, on a disk of its own that is full, the bot's log with it."""
    _without_room(house, no_room)
    assert (small_disk / "bot.log").exists()


def test_files_that_may_not_grow_lose_nothing(house: House) -> None:
    """As below, where a quota stops the files of one process."""
    _without_room(house, no_growth)


def _without_room(house: House, fault: Callable[[House], AbstractContextManager[None]]) -> None:
    """Passes if meanwhile no answer is shown whose line is not in the database, and who is known hears of it once.

    And if with room again each line counted once, was answered once and in order, without the process having ended.
    """
    take_in(house, [*EARLY])
    house.start()
    house.idle(60)
    oracle = Oracle(house)
    with fault(house):
        for number in range(1, 4):
            for user in EARLY:
                oracle.new_client(f"C{number}", user)
        house.until(lambda: all(told(house, user) for user in EARLY), SOON)
        polled = house.polls()
        house.until(lambda: house.polls() > polled, SOON)
        assert house.unacknowledged() >= len(EARLY)
        answered = {text.split()[0] for user in EARLY for text in house.said(user) if " is new to me" in text}
        assert answered <= _codes(database(house))
    house.until(lambda: house.unacknowledged() == 0, SOON)
    oracle.settle()
    oracle.look()
    assert {told(house, user) for user in EARLY} == {1}
    assert house.bot is not None
    assert house.bot.poll() is None, "it did not end"


def _codes(path: Path) -> set[str]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return {code for (code,) in connection.execute("SELECT code FROM client")}
    finally:
        connection.close()


def test_a_database_without_room_refuses_whole_turns(store: Store) -> None:
    """Passes if a turn for which there is no room changes nothing, and counts once when there is room again."""
    practice = Practice(store)
    ana = practice.person(1001)
    ((pages,),) = raw(store.engine, "PRAGMA page_count")
    raw(store.engine, f"PRAGMA max_page_count = {pages + 30}")
    done: list[dict[str, Any]] = []
    refused = None
    while refused is None:
        line = {"update_id": practice.next_id(), "message": ana.message(text=f"C{len(done)} dbt // {'x ' * 90}")}
        try:
            practice.hand_over(line, ana.screen)
            done.append(line)
        except StorageUnavailableError:
            refused = line
    assert _clients(store) == len(done) > 0
    raw(store.engine, "PRAGMA max_page_count = 100000")
    for line in (refused, refused, *done):
        practice.hand_over(line, ana.screen)
    assert _clients(store) == len(done) + 1
    assert sum("is new to me" in shown.card.html for shown in ana.screen.messages.values()) == len(done) + 1


def _clients(store: Store) -> int:
    ((number,),) = raw(store.engine, "SELECT count(*) FROM client")
    return int(number)
