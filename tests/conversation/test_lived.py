"""What was lived once and is written down again is what it was; and that only where nothing else happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from referrals.model import Role
from storage.engine import open_engine
from storage.keeping.counters import counters
from storage.store import Store
from tests.conftest import CIPHER, PostgresServer, SqliteFiles
from tests.conversation import lived
from tests.conversation.talk import WEDNESDAY, Practice, Talker, Tap
from tests.storage.practice import snapshot

_really = Practice._come_aboard


@pytest.fixture
def another(databases: SqliteFiles | PostgresServer) -> Iterator[Store]:
    """A database beside the test's own."""
    url = databases.migrated()
    store = Store(open_engine(url, CIPHER))
    yield store
    store.close()
    databases.drop(url)


@pytest.fixture
def aboard(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Who came aboard for real; so far nobody in this process."""
    who: list[int] = []

    def come(practice: Practice, talker: Talker, role: Role) -> None:
        who.append(talker.user_id)
        _really(practice, talker, role)

    monkeypatch.setattr(Practice, "_come_aboard", come)
    monkeypatch.setattr(lived, "_left", {})
    return who


def everything(practice: Practice) -> tuple[Any, ...]:
    with practice.store.engine.begin() as connection:
        counted = counters(connection)
    return snapshot(practice.store.engine), counted, practice.screens, practice.last_id, practice.now


def test_written_down_it_is_what_was_lived_and_goes_on_alike(store: Store, another: Store, aboard: list[int]) -> None:
    practices = Practice(store), Practice(another)
    for practice in practices:
        practice.person(1001)
        practice.person(2001, Role.SUPERVISOR)
        practice.person(1002)
    assert aboard == [1001, 2001, 1002]
    once, again = practices
    assert everything(once) == everything(again)
    for practice in practices:
        ana, bob = Talker(practice, 1001), Talker(practice, 1002)
        ana.talk(("C7 dbt // sleeps badly", "noted"), (Tap("Undo"), "Undone"), ("/status", "Nothing logged"))
        bob.talk(("B2 housing", "noted"), ("B2 tue 2pm weekly", "next on"))
    assert everything(once) == everything(again)


def test_nobody_is_there_who_was_not_asked_for(store: Store, another: Store, aboard: list[int]) -> None:
    both, alone = Practice(store), Practice(another)
    both.person(1001)
    both.person(1002)
    alone.person(1002)
    assert aboard == [1001, 1002, 1002]
    assert [row.telegram_id for row in snapshot(another.engine)["member"]] == [1002]
    assert list(alone.screens) == [1002]


def knock(practice: Practice) -> None:
    practice.store.run_here(lambda work: work.invites.make(Role.THERAPIST, practice.now))


def later(practice: Practice) -> None:
    practice.now += timedelta(minutes=1)


def watch(practice: Practice) -> None:
    practice.hand_over = partial(practice.hand_over)  # type: ignore[method-assign] # as monkeypatch does


HAPPENS = [knock, later, watch, Practice.next_id, lambda practice: practice.screen(1001).toasts.append("Hello")]


@pytest.mark.parametrize("happens", HAPPENS)
def test_where_anything_else_happened_it_is_lived(
    store: Store, another: Store, aboard: list[int], happens: Callable[[Practice], object]
) -> None:
    for practice in (Practice(store), Practice(another)):
        practice.person(1001)
        happens(practice)
        practice.person(1002)
        practice.person(1003)
    assert aboard == [1001, 1002, 1003, 1002, 1003]


def test_in_a_database_that_holds_something_already_it_is_lived(
    store: Store, another: Store, aboard: list[int]
) -> None:
    Practice(store).person(1001)
    another.run_here(lambda work: work.invites.make(Role.THERAPIST, WEDNESDAY))
    Practice(another).person(1001)
    assert aboard == [1001, 1001]
