"""One process leads at a time, under a fence that only rises."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from storage.leading import NotLeadingError
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import led, on_postgresql, on_sqlite, raw

LASTS = timedelta(minutes=5)


def takes(store: Store, holder: str) -> int | None:
    return store.run_here(lambda work: work.lead(holder, LASTS))


def expire(engine: Engine) -> None:
    """As if its holder had been silent for long."""
    raw(engine, "UPDATE runner SET until = '2020-01-01 00:00:00+00'")


@on_postgresql
def test_while_one_holds_the_lease_no_other_gets_it(store: Store) -> None:
    assert takes(store, "one") == 1
    assert takes(store, "two") is None


@on_postgresql
def test_once_it_has_run_out_the_next_one_has_it_under_a_higher_fence(store: Store, engine: Engine) -> None:
    takes(store, "one")
    expire(engine)
    assert takes(store, "two") == 2
    assert takes(store, "one") is None


@on_postgresql
def test_who_lets_go_of_it_keeps_nobody_waiting(store: Store) -> None:
    fence = takes(store, "one")
    assert fence is not None
    store.run_here(lambda work: work.leading.release(fence))
    assert takes(store, "two") == 2
    store.run_here(lambda work: work.leading.release(fence))
    assert takes(store, "three") is None, "who leads no more cannot give away what is another's"


@on_sqlite
def test_a_file_has_one_process_so_whoever_comes_leads(store: Store) -> None:
    assert [takes(store, holder) for holder in ("one", "two", "two")] == [1, 2, 3]


def test_what_only_the_leader_may_do_is_refused_to_who_leads_no_more(store: Store, engine: Engine) -> None:
    fence = takes(store, "one")
    assert fence is not None
    store.run_here(lambda work: work.leading.hold(fence))
    expire(engine)
    takes(store, "two")
    for act in (lambda work: work.leading.hold(fence), lambda work: work.leading.renew(fence, LASTS)):
        with pytest.raises(NotLeadingError):
            store.run_here(act)


def test_a_lease_that_ran_out_goes_on_if_nobody_took_it(store: Store, engine: Engine) -> None:
    fence = takes(store, "one")
    assert fence is not None
    expire(engine)
    store.run_here(lambda work: work.leading.renew(fence, LASTS))
    if not store.alone:
        assert takes(store, "two") is None


@on_postgresql
def test_nobody_takes_over_while_a_claim_is_under_way(store: Store, engine: Engine) -> None:
    """What is claimed is seen by whoever leads next, or it would be sent by nobody."""
    fence = led(store)

    def claim(work: UnitOfWork) -> None:
        work.leading.hold(fence)
        with engine.begin() as another:
            another.exec_driver_sql("SET LOCAL lock_timeout = 50")
            with pytest.raises(OperationalError, match="lock timeout"):
                another.exec_driver_sql("UPDATE runner SET fence = fence + 1")

    store.run_here(claim)
