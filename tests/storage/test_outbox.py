"""Messages leave in order, one chat not waiting for another, and their words go once they are sent."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from storage.outbox import Outgoing, Target
from storage.store import Store
from storage.traffic import OutboxKind
from storage.work import UnitOfWork
from tests.storage.practice import ALICE_CHAT, BOB_CHAT, NOW, led, on_postgresql, raw

FENCE = 1
WAITS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def queued(store: Store, chat_id: int, body: str) -> int:
    return store.run_here(lambda work: work.outbox.send(chat_id, body, NOW))


def claimed(store: Store, *busy: int, limit: int = 10) -> list[Outgoing]:
    return store.run_here(lambda work: work.outbox.claim(FENCE, busy, limit))


def state(engine: Engine, row_id: int) -> tuple[str, bool]:
    """A row's state, and whether its body is still there."""
    (row,) = raw(engine, "SELECT state, body FROM outbox WHERE id = :id", id=row_id)
    return row.state, row.body is not None


def test_a_claim_takes_the_oldest_of_each_chat(store: Store) -> None:
    for chat, body in ((ALICE_CHAT, "one"), (BOB_CHAT, "two"), (ALICE_CHAT, "three")):
        queued(store, chat, body)
    assert [(row.chat_id, row.body) for row in claimed(store)] == [(ALICE_CHAT, "one"), (BOB_CHAT, "two")]


def test_a_claim_passes_over_busy_chats_and_keeps_to_its_limit(store: Store) -> None:
    for chat in (ALICE_CHAT, BOB_CHAT, 1003):
        queued(store, chat, "hello")
    assert [row.chat_id for row in claimed(store, ALICE_CHAT, limit=1)] == [BOB_CHAT]


@pytest.mark.parametrize(
    ("after", "who"),
    [
        (lambda *_: None, ["second to Bob"]),  # still being sent
        (lambda work, row: work.outbox.again(row, FENCE), ["first to Alice", "second to Bob"]),
        (lambda work, row: work.outbox.uncertain(row, FENCE), ["first to Alice", "second to Bob"]),
        (lambda work, row: work.outbox.sent(row, 70), ["second to Bob", "second to Alice"]),
        (lambda work, row: work.outbox.dead(row, FENCE, "blocked"), ["second to Bob", "second to Alice"]),
        (lambda work, row: work.outbox.expired(row), ["second to Bob", "second to Alice"]),
    ],
    ids=["sending", "again", "uncertain", "sent", "dead", "expired"],
)
def test_a_chats_second_message_waits_for_its_first(
    store: Store, after: Callable[[UnitOfWork, int], None], who: list[str]
) -> None:
    queued(store, ALICE_CHAT, "first to Alice")
    queued(store, BOB_CHAT, "first to Bob")
    to_alice, to_bob = claimed(store)
    queued(store, BOB_CHAT, "second to Bob")
    queued(store, ALICE_CHAT, "second to Alice")
    store.run_here(lambda work: work.outbox.sent(to_bob.id, 60))
    store.run_here(lambda work: after(work, to_alice.id))
    assert [row.body for row in claimed(store)] == who


def test_each_claim_counts_as_a_try(store: Store) -> None:
    row_id = queued(store, ALICE_CHAT, "hello")
    tries = []
    for _ in range(3):
        tries += [row.attempts for row in claimed(store)]
        store.run_here(lambda work: work.outbox.again(row_id, FENCE))
    assert tries == [0, 1, 2]


def test_a_message_that_waits_is_edited_in_place(store: Store) -> None:
    row_id = queued(store, ALICE_CHAT, "booked tuesday")
    store.run_here(lambda work: work.outbox.edit(ALICE_CHAT, row_id, "booked friday", NOW))
    assert [(row.id, row.kind, row.body) for row in claimed(store)] == [(row_id, OutboxKind.SEND, "booked friday")]
    assert store.run_here(lambda work: work.outbox.waiting()) == 1


@on_postgresql
@pytest.mark.parametrize(
    ("change", "left"),
    [
        (lambda work, row: work.outbox.edit(ALICE_CHAT, row, "booked friday", NOW), ["booked friday"]),
        (lambda work, row: work.outbox.cancel_pending(row), []),
        (lambda work, _row: work.outbox.cancel_waiting(ALICE_CHAT), []),
    ],
    ids=["edited", "taken back", "all taken back"],
)
def test_what_is_changed_in_the_moment_of_the_claim_is_claimed_as_it_is_then(
    store: Store, engine: Engine, change: Callable[[UnitOfWork, int], None], left: list[str]
) -> None:
    row_id = queued(store, ALICE_CHAT, "booked tuesday")
    claims: list[Future[list[Outgoing]]] = []

    def hold(work: UnitOfWork) -> None:
        change(work, row_id)
        claims.append(threads.submit(claimed, store))
        while not raw(engine, WAITS):
            assert not claims[0].done(), "the claim did not wait"

    with ThreadPoolExecutor(1) as threads:
        store.run_here(hold)
    assert [row.body for row in claims[0].result()] == left
    assert state(engine, row_id) == (("sending", True) if left else ("cancelled", False))


def test_an_edit_of_a_message_being_sent_waits_for_its_message_id(store: Store) -> None:
    row_id = queued(store, ALICE_CHAT, "booked tuesday")
    claimed(store)
    store.run_here(lambda work: work.outbox.edit(ALICE_CHAT, row_id, "booked friday", NOW))
    assert claimed(store) == []
    store.run_here(lambda work: work.outbox.sent(row_id, 77))
    (edit,) = claimed(store)
    assert (edit.kind, edit.body, edit.message_id) == (OutboxKind.EDIT, "booked friday", 77)


def test_a_message_of_another_chat_is_not_edited_in_place(store: Store) -> None:
    row_id = queued(store, ALICE_CHAT, "hers")
    store.run_here(lambda work: work.outbox.edit(BOB_CHAT, row_id, "his", NOW))
    assert next(row.body for row in claimed(store) if row.chat_id == ALICE_CHAT) == "hers"


def test_a_deletion_knows_its_message(store: Store) -> None:
    store.run_here(lambda work: work.outbox.delete(ALICE_CHAT, 12, NOW))
    (deletion,) = claimed(store)
    assert (deletion.kind, deletion.message_id, deletion.body) == (OutboxKind.DELETE, 12, None)


def test_a_message_shown_in_a_chat_is_found_again(store: Store) -> None:
    row_id = queued(store, ALICE_CHAT, "hello")
    store.run_here(lambda work: work.outbox.sent(row_id, 77))
    assert store.run_here(lambda work: work.outbox.sent_as(ALICE_CHAT, 77)) == Target(row_id, 77)
    assert store.run_here(lambda work: work.outbox.sent_as(BOB_CHAT, 77)) is None


def test_only_what_an_earlier_start_was_sending_becomes_uncertain(store: Store, engine: Engine) -> None:
    orphan, done, current, pending = (queued(store, chat, "hello") for chat in (1, 2, 3, 4))
    store.run_here(lambda work: work.outbox.claim(1, [3, 4], 10))
    store.run_here(lambda work: work.outbox.sent(done, 5))
    store.run_here(lambda work: work.outbox.claim(2, [4], 10))
    store.run_here(lambda work: work.outbox.orphans_uncertain(2))
    assert [state(engine, row)[0] for row in (orphan, done, current, pending)] == [
        "uncertain",
        "sent",
        "sending",
        "pending",
    ]


def test_a_start_leaves_what_the_one_before_was_sending_uncertain(store: Store, engine: Engine) -> None:
    fence = led(store)
    row_id = queued(store, ALICE_CHAT, "hello")
    store.run_here(lambda work: work.outbox.claim(fence, [], 10))
    led(store)
    assert state(engine, row_id) == ("uncertain", True)


@pytest.mark.parametrize(
    "note",
    [
        lambda work, row: work.outbox.again(row, FENCE),
        lambda work, row: work.outbox.uncertain(row, FENCE),
        lambda work, row: work.outbox.dead(row, FENCE, "blocked"),
    ],
    ids=["again", "uncertain", "dead"],
)
def test_whoever_led_before_does_not_touch_what_the_next_one_sends(
    store: Store, engine: Engine, note: Callable[[UnitOfWork, int], None]
) -> None:
    row_id = queued(store, ALICE_CHAT, "hello")
    claimed(store)
    store.run_here(lambda work: work.outbox.orphans_uncertain(FENCE + 1))
    store.run_here(lambda work: work.outbox.claim(FENCE + 1, [], 10))
    store.run_here(lambda work: note(work, row_id))
    assert state(engine, row_id) == ("sending", True)


def test_a_message_that_arrived_has_arrived_whoever_leads(store: Store, engine: Engine) -> None:
    row_id = queued(store, ALICE_CHAT, "hello")
    claimed(store)
    store.run_here(lambda work: work.outbox.orphans_uncertain(FENCE + 1))
    store.run_here(lambda work: work.outbox.sent(row_id, 77))
    assert state(engine, row_id) == ("sent", False)


def test_a_message_nobody_tried_to_send_is_taken_back(store: Store, engine: Engine) -> None:
    early, late = queued(store, ALICE_CHAT, "early"), queued(store, BOB_CHAT, "late")
    assert store.run_here(lambda work: work.outbox.cancel_pending(early))
    claimed(store)
    assert not store.run_here(lambda work: work.outbox.cancel_pending(late))
    assert (state(engine, early), state(engine, late)) == (("cancelled", False), ("sending", True))


@pytest.mark.parametrize(
    ("end", "word"),
    [
        (lambda work, row: work.outbox.sent(row, 77), "sent"),
        (lambda work, row: work.outbox.dead(row, FENCE, "blocked"), "dead"),
        (lambda work, row: work.outbox.expired(row), "cancelled"),
    ],
    ids=["sent", "dead", "expired"],
)
def test_the_words_go_with_the_message(
    store: Store, engine: Engine, end: Callable[[UnitOfWork, int], None], word: str
) -> None:
    row_id = queued(store, ALICE_CHAT, "hello")
    claimed(store)
    store.run_here(lambda work: end(work, row_id))
    assert state(engine, row_id) == (word, False)
    assert store.run_here(lambda work: work.outbox.waiting()) == 0
