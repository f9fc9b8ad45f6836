"""An update is kept once, handled once, and its words go when it was handled."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from storage.inbox import KEPT, MAX_ATTEMPTS, Received, Waiting
from storage.store import Store
from storage.traffic import InboxRow
from storage.work import UnitOfWork
from tests.storage.practice import BOB_CHAT, NOW, on_postgresql, raw

WAITS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
BOT = 7_000_000_000  # ids of bots and people are wider than 32 bits
LINE = Received(update_id=50, chat_id=6_000_000_001, message_id=9, body='{"text": "C7 psych eval"}')


def kept(store: Store, *updates: Received) -> list[Waiting]:
    return store.run_here(lambda work: work.inbox.keep(BOT, updates, NOW))


def open_rows(store: Store) -> list[Waiting]:
    return store.run_here(lambda work: work.inbox.open())


def states(engine: Engine) -> list[str]:
    return [row.state for row in raw(engine, "SELECT state FROM inbox ORDER BY id")]


def bodies(engine: Engine) -> list[bytes | None]:
    return [row.body for row in raw(engine, "SELECT body FROM inbox ORDER BY id")]


def test_updates_are_kept_in_order_and_come_back_as_they_were(store: Store) -> None:
    second = replace(LINE, update_id=51, body='{"text": "booked tuesday"}')
    waiting = kept(store, LINE, second)
    assert open_rows(store) == waiting
    assert [(row.update_id, row.chat_id, row.message_id, row.body) for row in waiting] == [
        (update.update_id, update.chat_id, update.message_id, update.body) for update in (LINE, second)
    ]


def test_an_update_handed_over_again_is_stored_once(store: Store) -> None:
    (first,) = kept(store, LINE, LINE)
    store.run_here(lambda work: work.inbox.done(first.id, NOW))
    new = replace(LINE, update_id=51)
    assert [row.update_id for row in kept(store, LINE, new)] == [51]
    assert kept(store, LINE) == []
    assert len(open_rows(store)) == 1


def test_another_bots_update_of_the_same_number_is_another(store: Store) -> None:
    kept(store, LINE)
    assert len(store.run_here(lambda work: work.inbox.keep(BOT + 1, [LINE], NOW))) == 1


def test_two_who_fetched_one_update_at_once_keep_it_once(store: Store) -> None:
    start = threading.Barrier(2)

    def keep(_: int) -> list[Waiting]:
        start.wait(10)
        return kept(store, LINE)

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(keep, range(2))
    assert first == second == open_rows(store)
    assert len(first) == 1


def test_one_brought_again_before_it_is_done_is_handed_on_again(store: Store) -> None:
    """Whoever stored it first may have ended right after; taking it twice is what `take` is for."""
    (row,) = kept(store, LINE)
    assert kept(store, LINE, replace(LINE, update_id=51))[0] == row
    store.run_here(lambda work: work.inbox.done(row.id, NOW))
    assert kept(store, LINE) == []


def test_a_chats_older_update_goes_before_whichever_process_has_the_newer_one(store: Store) -> None:
    older, newer = kept(store, LINE, replace(LINE, update_id=51))
    (other,) = kept(store, replace(LINE, update_id=52, chat_id=BOB_CHAT))
    assert store.run_here(lambda work: work.inbox.take(newer)) == older
    assert store.run_here(lambda work: work.inbox.take(other)) is other
    store.run_here(lambda work: work.inbox.done(older.id, NOW))
    assert store.run_here(lambda work: work.inbox.take(newer)) is newer


@on_postgresql
@pytest.mark.parametrize("second", [0, 1], ids=["the same one", "the chat's next one"])
def test_whoever_handles_an_update_holds_its_chat_against_other_processes(
    store: Store, engine: Engine, second: int
) -> None:
    both = kept(store, LINE, replace(LINE, update_id=51))
    takes: list[Future[Waiting | None]] = []

    def hold(work: UnitOfWork) -> None:
        assert work.inbox.take(both[0]) is both[0]
        takes.append(threads.submit(store.run_here, lambda other: other.inbox.take(both[second])))
        while not raw(engine, WAITS):
            assert not takes[0].done(), "the other process did not wait"
        work.inbox.done(both[0].id, NOW)

    with ThreadPoolExecutor(1) as threads:
        store.run_here(hold)
    assert takes[0].result() is (both[1] if second else None)


def test_a_try_that_fails_after_another_process_had_it_counts_for_nothing(store: Store, engine: Engine) -> None:
    (row,) = kept(store, LINE)
    store.run_here(lambda work: work.inbox.done(row.id, NOW))
    assert not any(store.run_here(lambda work: work.inbox.failed_once(row.id, NOW)) for _ in range(MAX_ATTEMPTS))
    assert states(engine) == ["done"]


def test_what_is_left_over_is_found_up_to_a_mark(store: Store) -> None:
    first, second = kept(store, LINE, replace(LINE, update_id=51))
    assert store.run_here(lambda work: work.inbox.newest()) == second.id
    assert store.run_here(lambda work: work.inbox.open(first.id)) == [first]
    assert store.run_here(lambda work: work.inbox.open(0)) == []


def test_one_done_is_not_taken_again(store: Store, engine: Engine) -> None:
    (row,) = kept(store, LINE)
    assert store.run_here(lambda work: work.inbox.take(row)) is row
    store.run_here(lambda work: work.inbox.done(row.id, NOW))
    assert store.run_here(lambda work: work.inbox.take(row)) is None
    assert bodies(engine) == [None]


def test_what_cannot_be_read_is_kept_for_a_person_and_its_neighbours_go_on(store: Store, engine: Engine) -> None:
    unreadable = Received(52, None, None, '{"odd": "int"}', quarantined=True)
    line, later = kept(store, LINE, unreadable, replace(LINE, update_id=53))
    store.run_here(lambda work: work.inbox.quarantine(later.id, '{"message": "list"}', NOW))
    assert states(engine) == ["open", "quarantined", "quarantined"]
    assert open_rows(store) == [line]
    with store.engine.connect() as connection:
        found = connection.execute(select(InboxRow.body).order_by(InboxRow.id)).scalars().all()
    assert found == [LINE.body, '{"odd": "int"}', '{"message": "list"}']


def test_a_refused_update_waits_with_its_reason_alone(store: Store, engine: Engine) -> None:
    (row,) = kept(store, replace(LINE, body=None, refused="phone"))
    assert (row.refused, row.body, bodies(engine)) == ("phone", None, [None])


def test_one_that_fails_is_given_up_at_the_third_try(store: Store, engine: Engine) -> None:
    (row,) = kept(store, LINE)
    tries = [store.run_here(lambda work: work.inbox.failed_once(row.id, NOW)) for _ in range(MAX_ATTEMPTS)]
    assert tries == [False, False, True]
    assert (states(engine), bodies(engine), open_rows(store)) == (["failed"], [None], [])


def test_what_was_handled_is_forgotten_after_two_days_and_what_waits_never(store: Store, engine: Engine) -> None:
    handled, _ = kept(store, LINE, replace(LINE, update_id=51))
    store.run_here(lambda work: work.inbox.done(handled.id, NOW))
    store.run_here(lambda work: work.inbox.forget_old(NOW + KEPT))
    assert states(engine) == ["done", "open"]
    store.run_here(lambda work: work.inbox.forget_old(NOW + KEPT + timedelta(seconds=1)))
    assert states(engine) == ["open"]


@pytest.mark.parametrize("body", ['{"text": "Straße 東京 👩‍⚕️"}', "", "x" * 100_000])
def test_any_text_comes_back_as_it_was(store: Store, body: str) -> None:
    kept(store, replace(LINE, body=body))
    assert open_rows(store)[0].body == body
