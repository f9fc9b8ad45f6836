"""Leading: duties begin with a term and end with it, and nobody sends who may lead no more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import URL, Engine, event

from bot.leading import Leader, Term, machine_time
from referrals.remembered import how_many
from storage.bell import RING
from storage.engine import open_engine
from storage.migrate import NewerDatabaseError
from storage.outages import StorageUnavailableError
from storage.running import AlreadyRunningError, RunningLock
from storage.store import Store
from tests.conftest import CIPHER
from tests.storage.practice import ALICE_CHAT, founded, joined, logged, on_postgresql, raw
from tests.unit.bot.post import Post
from tests.unit.bot.timeless import timeless

LASTS = timedelta(minutes=5)


class Replica:
    """A process that would lead, and what it was told to do."""

    def __init__(self, url: URL) -> None:
        self.store = Store(open_engine(url, CIPHER))
        self.lock = RunningLock(self.store.engine, beside_others=True)
        self.lock.acquire()
        self.leader = Leader(self.store, self.lock, LASTS, self._make)
        self.told: list[str] = []
        self.fails = 0

    async def _make(self, term: Term) -> Replica:
        self.term = term
        return self

    async def begin(self) -> None:
        if self.fails:
            self.fails -= 1
            raise StorageUnavailableError
        self.told.append("begin")

    async def end(self) -> None:
        self.told.append("end" if not self.term.over else "ended too late")

    def close(self) -> None:
        self.lock.release()
        self.store.close()


@pytest.fixture
def one(url: URL) -> Iterator[Replica]:
    replica = Replica(url)
    yield replica
    replica.close()


@pytest.fixture
def two(url: URL) -> Iterator[Replica]:
    replica = Replica(url)
    yield replica
    replica.close()


def expire(engine: Engine) -> None:
    raw(engine, "UPDATE runner SET until = '2020-01-01 00:00:00+00'")


@on_postgresql
async def test_one_leads_until_it_ends_and_then_the_other(one: Replica, two: Replica) -> None:
    await one.leader.beat()
    await two.leader.beat()
    assert (one.told, two.told) == (["begin"], [])
    assert (one.leader.leads, two.leader.leads) == (True, False)
    await one.leader.end()
    await two.leader.beat()
    assert (one.told, two.told) == (["begin", "end"], ["begin"])
    assert two.term.fence == one.term.fence + 1


@on_postgresql
async def test_who_was_silent_too_long_ends_its_duties_and_stands_by(one: Replica, two: Replica) -> None:
    await one.leader.beat()
    expire(one.store.engine)
    await two.leader.beat()
    await one.leader.beat()
    assert (one.told, two.told) == (["begin", "end"], ["begin"])
    assert one.term.over
    await two.leader.end()
    await one.leader.beat()
    assert one.told == ["begin", "end", "begin"]


@on_postgresql
async def test_a_lease_that_ran_out_unnoticed_goes_on(one: Replica, two: Replica) -> None:
    await one.leader.beat()
    expire(one.store.engine)
    await one.leader.beat()
    await two.leader.beat()
    assert (one.told, two.told) == (["begin"], [])


@on_postgresql
async def test_a_lease_is_kept_to_for_less_than_it_was_granted(one: Replica) -> None:
    before = machine_time()
    await one.leader.beat()
    assert before < one.term._until < machine_time() + LASTS.total_seconds()


@on_postgresql
async def test_a_lease_counts_from_before_it_was_asked_for(one: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the answer took: the database may have granted it at the beginning of that time."""
    now = 1000.0

    def slow(*_args: object) -> None:
        nonlocal now
        now += 100

    monkeypatch.setattr("bot.leading.machine_time", lambda: now)
    monkeypatch.setattr("bot.leading._look", slow)
    for asked in (1000, 1100):
        await one.leader.beat()
        assert one.term._until == asked + 0.8 * LASTS.total_seconds()


async def test_a_term_that_a_part_of_it_ended_begins_anew(one: Replica) -> None:
    await one.leader.beat()
    first = one.term
    first.end()
    await one.leader.beat()
    assert one.term.fence == first.fence + 1
    assert one.leader.leads


async def test_duties_that_cannot_begin_are_begun_with_the_next_beat(one: Replica) -> None:
    one.fails = 1
    with pytest.raises(StorageUnavailableError):
        await one.leader.beat()
    assert not one.leader.leads
    await one.leader.beat()
    assert one.leader.leads
    assert one.told[-1] == "begin"


async def test_a_newer_version_that_migrated_meanwhile_ends_this_one(one: Replica) -> None:
    await one.leader.beat()
    raw(one.store.engine, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabaseError, match="9999"):
        await one.leader.beat()


@on_postgresql
async def test_a_command_that_wants_the_database_alone_and_got_it_ends_this_one(one: Replica, engine: Engine) -> None:
    await one.leader.beat()
    one.lock.release()
    one.lock._connection = None
    command = RunningLock(engine)
    command.acquire()
    with pytest.raises(AlreadyRunningError):
        await one.leader.beat()
    command.release()


def test_a_term_is_held_until_it_was_renewed_for_and_never_once_it_is_over() -> None:
    now = 100.0
    term = Term(7, lambda: now)
    assert term.held
    term.renewed(110)
    assert term.held
    now = 110.0
    assert not term.held
    assert not term.over
    term.renewed(120)
    assert term.held
    term.end()
    assert (term.held, term.over) == (False, True)


@timeless
async def test_who_leads_no_more_claims_nothing(post: Post, engine: Engine) -> None:
    old, term = post.courier, post.term
    post.next_start()
    post.write(1, "one")
    said: list[str] = []
    event.listen(post.store.engine, "before_cursor_execute", lambda *of: said.append(of[2]))
    await asyncio.wait_for(old.run(), 60)
    assert term.over
    assert post.store.alone or said[-1] == str(RING), "whoever leads now hears of what was written meanwhile"
    assert (post.telegram.texts, post.states(engine)) == ([], ["pending"])


@timeless
async def test_what_was_claimed_before_a_standstill_is_sent_only_once_the_lease_is_sure(
    post: Post, engine: Engine
) -> None:
    post.term.renewed(machine_time() - 1)
    post.write(1, "one")
    task = asyncio.create_task(post.courier.run())
    await asyncio.sleep(5)
    assert (post.telegram.texts, post.states(engine)) == ([], ["sending"])
    post.term.renewed(machine_time() + 1000)
    await post.quiet()
    assert (post.telegram.texts, post.states(engine)) == (["one"], ["sent"])
    task.cancel()


@timeless
async def test_what_was_claimed_before_a_standstill_is_left_to_whoever_leads_now(post: Post, engine: Engine) -> None:
    post.term.renewed(machine_time() - 1)
    post.write(1, "one")
    old = asyncio.create_task(post.courier.run())
    await asyncio.sleep(5)
    standing, term = post.courier, post.term
    post.next_start()
    term.end()
    async with post.delivering():
        pass
    await asyncio.wait_for(standing.drain(60), 5)  # it is left at once, not held until the end
    assert (post.telegram.texts, post.states(engine)) == (["one"], ["sent"])
    old.cancel()


async def test_what_another_process_erased_is_forgotten_here_with_the_next_beat(one: Replica, url: URL) -> None:
    """Whether it leads or not: what it had read of who was erased would stay in its memory."""
    other = open_engine(url, CIPHER)
    await one.leader.beat()
    founded(one.store)
    alice = joined(one.store, ALICE_CHAT)
    logged(one.store, alice)
    assert one.store.run_here(lambda work: work.caseload(alice.id).client("C7"))
    await one.leader.beat()
    assert how_many() > 0
    raw(other, "INSERT INTO erasure (at, what, row_id) VALUES ('2026-03-02 14:00:00+00', 'client', 1)")
    await one.leader.beat()
    assert how_many() == 0
    other.dispose()
