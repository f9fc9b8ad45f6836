"""Who sends answers the bell: on a file in the commit that rang it, on a server at once after it; one at a time."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from sqlalchemy import URL, event
from sqlalchemy.exc import DatabaseError, OperationalError

from storage.batch import Outcome
from storage.bell import RING
from storage.engine import open_engine
from storage.outages import StorageUnavailableError
from storage.store import Store
from storage.work import UnitOfWork
from tests.conftest import CIPHER
from tests.storage.practice import NOW, on_postgresql, on_sqlite
from tests.storage.test_together import Commits

pytestmark = pytest.mark.usefixtures("alice")


def says(chat_id: int) -> Callable[[UnitOfWork], int]:
    return lambda work: work.outbox.send(chat_id, "hello", NOW)


def waiting(work: UnitOfWork) -> int:
    return work.outbox.waiting()


class Hearing:
    """What was told of the answers."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome[int]] = []
        self._next: asyncio.Event = asyncio.Event()

    def __call__(self, outcome: Outcome[int]) -> None:
        self.outcomes.append(outcome)
        self._next.set()

    @property
    def results(self) -> list[int | None]:
        return [outcome.result for outcome in self.outcomes]

    async def next(self) -> None:
        """Returns once it is told of one more."""
        async with asyncio.timeout(30):
            await self._next.wait()
        self._next.clear()


@on_sqlite
async def test_on_a_file_the_answer_is_in_the_commit_that_rang(store: Store) -> None:
    commits, heard = Commits(store.engine), Hearing()
    with store.answering(waiting, heard):
        await store.run(says(1))
        assert (commits.count, heard.results) == (1, [1]), "told before whoever asked for the unit"


@on_sqlite
async def test_units_that_share_a_commit_have_one_answer_behind_them_all(store: Store) -> None:
    commits, heard = Commits(store.engine), Hearing()
    with store.answering(waiting, heard):
        await asyncio.gather(*(store.run(says(chat_id)) for chat_id in range(1, 6)))
    assert (commits.count, heard.results) == (2, [1, 5])


async def test_what_says_nothing_is_not_answered(store: Store) -> None:
    heard = Hearing()
    with store.answering(waiting, heard):
        await store.run(waiting)
        await store.run(says(1))
        await heard.next()
    assert heard.results == [1]


@on_sqlite
async def test_a_unit_that_raised_did_not_ring(store: Store) -> None:
    def stumbles(work: UnitOfWork) -> None:
        says(1)(work)
        raise LookupError

    heard = Hearing()
    with store.answering(waiting, heard), pytest.raises(LookupError):
        await store.run(stumbles)
    assert heard.outcomes == []


async def test_the_bell_is_answered_whoever_rang_it(store: Store) -> None:
    heard = Hearing()
    store.run_here(says(1))
    with store.answering(waiting, heard):
        store.ring()
        assert store.ringing
        await heard.next()
    assert (heard.results, store.ringing) == ([1], False)


async def test_it_is_told_of_one_answer_before_the_next_is_run(store: Store) -> None:
    """Or two would claim the same: what the first took is known only once it is told."""
    order: list[str] = []

    def noted(work: UnitOfWork) -> int:
        order.append("run")
        return waiting(work)

    def told(_outcome: Outcome[int]) -> None:
        order.append("told")
        if len(order) == 2:
            store.ring()

    with store.answering(noted, told):
        await asyncio.gather(*(store.run(says(chat_id)) for chat_id in range(1, 20)))
        while store.ringing:  # noqa: ASYNC110 - the store has nobody else to tell
            await asyncio.sleep(0)
    assert order == ["run", "told"] * (len(order) // 2)


async def test_nobody_is_told_any_more_once_who_answers_let_go(store: Store) -> None:
    heard = Hearing()
    with store.answering(waiting, heard):
        pass
    await store.run(says(1))
    store.ring()
    assert (heard.outcomes, store.ringing) == ([], False)


async def test_who_answers_hears_why_it_could_not_be_done(store: Store) -> None:
    def fails(_work: UnitOfWork) -> int:
        raise LookupError("the answer's own")

    heard = Hearing()
    with store.answering(fails, heard):
        assert await store.run(says(1)) > 0, "what rang lasts all the same"
        await heard.next()
    assert isinstance(heard.outcomes[0].error, LookupError)
    assert store.run_here(waiting) == 1


@on_sqlite
async def test_where_the_commit_fails_the_answer_is_run_again_behind_the_units(store: Store) -> None:
    left = iter([OperationalError("COMMIT", {}, sqlite3.OperationalError("gone"))])

    def fail_once(_connection: object) -> None:
        if (error := next(left, None)) is not None:
            raise error

    event.listen(store.engine, "commit", fail_once)
    heard = Hearing()
    with store.answering(waiting, heard):
        await store.run(says(1))
    assert heard.results == [1], "it sees what was said, once"


@on_sqlite
async def test_while_the_file_is_locked_who_answers_hears_of_it_where_it_rang(url: URL) -> None:
    impatient = Store(open_engine(url, CIPHER, busy_seconds=0.05))
    heard = Hearing()
    with (
        closing(sqlite3.connect(str(url.database), isolation_level=None)) as other,
        impatient.answering(waiting, heard),
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailableError):
            await impatient.run(says(1))
        assert heard.outcomes == [], "nothing was written that could have rung"
        impatient.ring()
        await heard.next()
        other.execute("ROLLBACK")
    impatient.close()
    assert [type(outcome.error) for outcome in heard.outcomes] == [StorageUnavailableError]


@on_sqlite
async def test_of_a_file_that_is_damaged_who_answers_hears_as_well(url: URL) -> None:
    def damaged(_connection: object) -> None:
        raise DatabaseError("BEGIN", {}, sqlite3.DatabaseError("database disk image is malformed"))

    engine = open_engine(url, CIPHER)
    event.listen(engine, "begin", damaged)
    store, heard = Store(engine), Hearing()
    with store.answering(waiting, heard):
        store.ring()
        await heard.next()
    store.close()
    assert [type(outcome.error) for outcome in heard.outcomes] == [DatabaseError]


@on_sqlite
@pytest.mark.filterwarnings("ignore")
async def test_one_who_stumbles_over_what_he_is_told_stops_nobody(store: Store) -> None:
    """Else the store is busy for ever: whoever waits now and whoever comes later waits without end."""

    def stumbles(_outcome: Outcome[int]) -> None:
        raise LookupError

    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
    async with asyncio.timeout(10):
        with store.answering(waiting, stumbles):
            assert await store.run(says(1)) > 0
        await store.run(waiting)


@on_sqlite
async def test_who_answers_is_told_of_no_failure_where_nobody_rang(store: Store) -> None:
    heard = Hearing()

    def gone(*_: object) -> list[Outcome[int]]:
        raise OSError

    with store.answering(waiting, heard):
        store._together._run = gone
        with pytest.raises(OSError):  # noqa: PT011 - it has no words
            await store.run(waiting)
    assert heard.outcomes == []


@on_postgresql
async def test_a_server_is_told_only_where_nobody_answers_here(store: Store) -> None:
    said: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *of: said.append(of[2]))
    heard = Hearing()
    with store.answering(waiting, heard):
        await store.run(says(1))
        await heard.next()
        assert str(RING) not in said
    await store.run(says(2))
    assert said.count(str(RING)) == 1
