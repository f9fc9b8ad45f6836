"""PostgreSQL goes away under load, wholly or by one connection, and comes back: nothing is lost or said twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from bot.wording.trouble import outage
from tests.conftest import PostgresServer
from tests.e2e.forked import ROOT
from tests.e2e.house import ANA, House
from tests.faults.oracle import Oracle
from tests.faults.practice import BEN, PEOPLE, take_in

postgresql_only = pytest.mark.parametrize("backend", ["postgresql"])

LINES = 24  # of each person
OUTAGES = 3
SOON = 20

_OURS = "datname = current_database() AND pid != pg_backend_pid() AND backend_type = 'client backend'"
_CUT_ONE = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {_OURS} ORDER BY random() LIMIT 1"  # noqa: S608 - fixed words
_LOCKS = """SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
_LISTENS = f"SELECT count(*) FROM pg_stat_activity WHERE query = 'LISTEN outbox' AND {_OURS}"  # noqa: S608 - fixed words
_LEASES = "SELECT count(*) FROM runner WHERE until > clock_timestamp()"


class Durable(PostgresServer):
    """A server of one test's own, with every promise of durability, which can be restarted."""

    def __init__(self) -> None:
        super().__init__()
        self._say("ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()")

    def restart(self, mode: str) -> None:
        """As `pg_ctl` has it: "fast" ends every connection, "immediate" is a crash, after which it recovers."""
        own = self._server
        how = ["restart", "-w", "-s", "-D", str(own.pgdata), "-m", mode, "-l", str(own.log)]
        subprocess.run([own.bin_path / "pg_ctl", *how], user=own.system_user, stdout=subprocess.DEVNULL, check=True)
        own.ensure_postgres_running()  # it looks up who runs now


@pytest.fixture(scope="module")
def durable() -> Iterator[Durable]:
    server = Durable()
    yield server
    server.stop()


@pytest.fixture
def restarted(durable: Durable, tmp_path: Path) -> Iterator[House]:
    """A house on a server of its own."""
    url = durable.migrated()
    house = House(tmp_path, url.render_as_string(hide_password=False))
    yield house
    house.close()
    durable.drop(url)


def at_work(house: House) -> Oracle:
    take_in(house)
    house.start()
    house.idle(60)
    return Oracle(house)


def asked(house: House, question: str) -> int:
    """What the database answers, to whoever is not the bot."""
    engine = create_engine(house.environment["DATABASE_URL"], poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        return int(connection.scalar(text(question)) or 0)


def type_on(oracle: Oracle, numbers: range) -> None:
    for number in numbers:
        for user in PEOPLE:
            oracle.new_client(f"C{number}", user)


def all_is_well(house: House, oracle: Oracle, outages: int) -> None:
    """Everything counted and was said once; lease, lock and bell are held by the one process that goes on."""
    house.until(lambda: house.unacknowledged() == 0, SOON)
    oracle.settle()
    oracle.look()
    for what in (_LOCKS, _LISTENS, _LEASES):
        house.until(partial(lambda what: asked(house, what) == 1, what), SOON)
    assert max(house.said(user).count(outage()) for user in PEOPLE) <= outages
    assert house.bot is not None
    assert house.bot.poll() is None, "it did not end"
    oracle.new_client("D1")
    house.idle(60)
    oracle.look()


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_restart_of_the_server_under_load_is_waited_out(restarted: House, durable: Durable, mode: str) -> None:
    """Passes if each line typed before, meanwhile and after counts once, and is answered once and in order.

    And if lease, lock and bell come back by themselves, in the same process.
    """
    oracle = at_work(restarted)
    for number in range(OUTAGES):
        type_on(oracle, range(number * LINES // OUTAGES, (number + 1) * LINES // OUTAGES))
        durable.restart(mode)
    all_is_well(restarted, oracle, OUTAGES)


@postgresql_only
def test_connections_cut_one_by_one_under_load_harm_nobody(house: House) -> None:
    """Passes as above, while every few lines one of the process's connections is ended, whichever it is."""
    oracle = at_work(house)
    for number in range(LINES):
        type_on(oracle, range(number, number + 1))
        asked(house, _CUT_ONE)
    all_is_well(house, oracle, LINES)


@postgresql_only
def test_a_process_that_stands_still_in_a_turn_holds_up_one_chat_and_not_for_long(house: House) -> None:
    """Passes if others are answered meanwhile, and she is once the server has ended what stood still.

    And if the process that stood still, once it goes on, takes that for an outage and no bug.
    """
    oracle = at_work(house)
    url = house.environment["DATABASE_URL"]
    still = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.standing_still", url, str(ANA)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert still.stdout is not None
        assert still.stdout.readline() == "held\n"
        oracle.new_client("C1", ANA)
        for number in range(10):
            oracle.new_client(f"C{number}", BEN)
        house.until(lambda: sum("is new to me" in text for text in house.said(BEN)) == 10, SOON)
        assert not any("is new to me" in text for text in house.said(ANA))
        house.until(lambda: any("C1 is new to me" in text for text in house.said(ANA)), SOON)
        still.send_signal(signal.SIGCONT)
        assert still.communicate(timeout=SOON)[0] == "gave way\n"
    finally:
        still.kill()
        still.wait()
    all_is_well(house, oracle, 1)
