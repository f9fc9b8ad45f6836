"""What needs a person: once as long as it goes on, whoever notices it, and again only once it was over."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from storage.concern_rows import ConcernKind
from storage.inbox import KEPT, Received
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import ALICE_CHAT, NOW, founded, joined, on_postgresql, raw

LATER = NOW + KEPT + timedelta(seconds=1)
_UPDATE = Received(5, ALICE_CHAT, 1, "{}", quarantined=True)


@pytest.fixture
def alice(store: Store) -> Person:
    founded(store)
    return joined(store, ALICE_CHAT)


def begin(store: Store, kind: ConcernKind = ConcernKind.BACKUP, about: int = 0) -> bool:
    return store.run_here(lambda work: work.concerns.begin(kind, NOW, about))


def kinds(store: Store) -> list[tuple[ConcernKind, int]]:
    return [(one.kind, one.about) for one in store.run_here(lambda work: work.concerns.open())]


def test_it_begins_once_until_it_was_over(store: Store) -> None:
    assert [begin(store), begin(store)] == [True, False]
    store.run_here(lambda work: work.concerns.end(ConcernKind.BACKUP, LATER))
    assert kinds(store) == []
    assert [begin(store), begin(store)] == [True, False]


def test_each_kind_and_each_person_is_one_of_its_own(store: Store) -> None:
    assert begin(store, ConcernKind.UNREACHABLE, 1)
    assert begin(store, ConcernKind.UNREACHABLE, 2)
    assert begin(store, ConcernKind.ERASURES)
    store.run_here(lambda work: work.concerns.end(ConcernKind.UNREACHABLE, LATER, 1))
    assert kinds(store) == [(ConcernKind.UNREACHABLE, 2), (ConcernKind.ERASURES, 0)]


@on_postgresql
@pytest.mark.parametrize(("stays", "heard"), [(True, False), (False, True)])
def test_of_two_who_notice_it_at_once_one_alone_tells(store: Store, stays: bool, heard: bool) -> None:
    """The second waits for the first; it tells only if the first did not get through."""
    begun, found = threading.Event(), []

    def second() -> None:
        begun.wait(20)
        found.append(begin(store))

    other = threading.Thread(target=second)
    other.start()

    def first(work: UnitOfWork) -> bool:
        mine = work.concerns.begin(ConcernKind.BACKUP, NOW)
        begun.set()
        _until_somebody_waits(store.engine)
        return mine

    assert (store.run_here if stays else store.look_here)(first)
    other.join(20)
    assert found == [heard]


def _until_somebody_waits(engine: Engine) -> None:
    waits = "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while not raw(engine, waits)[0].n:
        pass


def test_somebody_who_is_in_reach_again_or_gone_is_no_concern(store: Store, alice: Person) -> None:
    store.run_here(lambda work: work.people.set_blocked(ALICE_CHAT, NOW))
    begin(store, ConcernKind.UNREACHABLE, alice.id)
    store.run_here(lambda work: work.concerns.end_what_is_over(LATER))
    assert kinds(store) == [(ConcernKind.UNREACHABLE, alice.id)]
    store.run_here(lambda work: work.members.leave(alice.id, LATER))
    store.run_here(lambda work: work.concerns.end_what_is_over(LATER))
    assert kinds(store) == []


def test_what_could_not_be_read_is_over_once_it_has_left_the_inbox(store: Store) -> None:
    store.run_here(lambda work: work.inbox.keep(1, [_UPDATE], NOW))
    begin(store, ConcernKind.UNREADABLE)
    for moment, expected in ((NOW, [(ConcernKind.UNREADABLE, 0)]), (LATER, [])):
        store.run_here(lambda work, at=moment: work.inbox.forget_old(at))  # type: ignore[misc] # mypy cannot infer a lambda's defaults
        store.run_here(lambda work, at=moment: work.concerns.end_what_is_over(at))  # type: ignore[misc]
        assert kinds(store) == expected


def test_a_message_nobody_gets_is_over_after_two_days_without_another(store: Store) -> None:
    begin(store, ConcernKind.UNDELIVERED)

    def dies(work: UnitOfWork, error: str) -> None:
        row = work.outbox.send(ALICE_CHAT, "{}", LATER)
        assert [one.id for one in work.outbox.claim(1, [], 10)] == [row]
        work.outbox.dead(row, 1, error)

    store.run_here(lambda work: dies(work, "bad_request"))
    store.run_here(lambda work: dies(work, "forbidden"))
    for moment, expected in ((LATER, [(ConcernKind.UNDELIVERED, 0)]), (LATER + KEPT, [])):
        store.run_here(lambda work, at=moment: work.concerns.end_what_is_over(at))  # type: ignore[misc]
        assert kinds(store) == expected


def test_a_message_that_waited_long_before_it_came_to_nothing_is_told_of_as_long(store: Store) -> None:
    begin(store, ConcernKind.UNDELIVERED)
    store.run_here(lambda work: work.concerns.end_what_is_over(NOW + timedelta(hours=1)))
    assert kinds(store) == [(ConcernKind.UNDELIVERED, 0)]


def test_who_shut_the_bot_out_is_no_undelivered_message(store: Store) -> None:
    begin(store, ConcernKind.UNDELIVERED)

    def shut_out(work: UnitOfWork) -> None:
        row = work.outbox.send(ALICE_CHAT, "{}", LATER)
        work.outbox.claim(1, [], 10)
        work.outbox.dead(row, 1, "forbidden")

    store.run_here(shut_out)
    store.run_here(lambda work: work.concerns.end_what_is_over(LATER))
    assert kinds(store) == []


def test_what_ended_a_month_ago_is_not_kept(store: Store, engine: Engine) -> None:
    begin(store)
    begin(store, ConcernKind.ERASURES)
    store.run_here(lambda work: work.concerns.end(ConcernKind.BACKUP, NOW))
    store.run_here(lambda work: work.concerns.forget_old(NOW + timedelta(days=31)))
    assert [row.kind for row in raw(engine, "SELECT kind FROM concern")] == ["erasures"]


def test_it_is_nobodys_deed(store: Store) -> None:
    begin(store)
    store.run_here(lambda work: work.concerns.end(ConcernKind.BACKUP, LATER))
    assert store.run_here(lambda work: work.audit.newest(10)) == []
