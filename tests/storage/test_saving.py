"""Rows saved as columns: over the version that was seen, of one's own alone, shown to whoever watches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm.exc import StaleDataError

from referrals.client import Client
from referrals.model import Barrier, Referral, State
from storage.changes import Undone
from storage.models import ClientRow, ReferralRow
from storage.person import Person
from storage.privacy_rows import Verb
from storage.saving import save
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import NOW, on_postgresql, raw

Case = tuple[Client, Referral]
BARRIER = {"barrier": Barrier.COST}


def told(store: Store) -> list[tuple[Verb, str | None]]:
    return [(one.verb, one.row_table) for one in store.run_here(lambda work: work.audit.newest(3))][::-1]


def row(work: UnitOfWork, referral: Referral) -> ReferralRow:
    return work._session.get_one(ReferralRow, referral.id)


def test_somebody_elses_is_no_row(store: Store, bob: Person, case: Case) -> None:
    with pytest.raises(NoResultFound, match="No row"):
        store.run_here(lambda work: save(work._session, ReferralRow, bob.id, case[1].id, {}))
    with pytest.raises(NoResultFound, match="No row"):
        store.run_here(lambda work: save(work._session, ClientRow, bob.id, case[0].id, {}))


@pytest.mark.parametrize("held", [False, True], ids=["as columns", "while the session holds it"])
def test_it_is_changed_once_and_told_once(store: Store, alice: Person, case: Case, held: bool) -> None:
    def change(work: UnitOfWork) -> None:
        holding = row(work, case[1]) if held else None
        for _ in range(2):  # the second time it is so already
            save(work._session, ReferralRow, alice.id, case[1].id, BARRIER)
        assert holding is None or holding.barrier is Barrier.COST

    before = told(store)
    store.run_here(change)
    after = store.run_here(lambda work: work.caseload(alice.id).referral(case[1].id))
    assert after == replace(case[1], barrier=Barrier.COST, version=case[1].version + 1)
    assert told(store) == [*before[1:], (Verb.CHANGED, "referral")]


def test_what_the_bot_moves_itself_is_told_of_by_nobody(store: Store, alice: Person, case: Case) -> None:
    before = told(store)
    store.run_here(lambda work: work.caseload(alice.id).put_off(case[1].id, NOW))
    assert told(store) == before


def test_it_goes_on_from_what_it_wrote_itself(store: Store, alice: Person, case: Case) -> None:
    """Looked at, saved, and saved again in one transaction."""

    def turn(work: UnitOfWork) -> None:
        caseload = work.caseload(alice.id)
        for barrier in (Barrier.COST, Barrier.WAIT):
            (referral,) = caseload.referrals(case[0].id)
            caseload.save(replace(referral, barrier=barrier), "barrier", NOW)
        row(work, case[1]).plan = "after lunch"

    store.run_here(turn)
    after = store.run_here(lambda work: work.caseload(alice.id).referral(case[1].id))
    assert after == replace(case[1], barrier=Barrier.WAIT, plan="after lunch", version=case[1].version + 3)


def test_a_version_that_was_not_seen_is_not_written_over(store: Store, alice: Person, case: Case) -> None:
    def overtaken(work: UnitOfWork) -> None:
        work.caseload(alice.id).referrals(case[0].id)
        work._session.connection().exec_driver_sql("UPDATE referral SET version = version + 1")
        save(work._session, ReferralRow, alice.id, case[1].id, BARRIER)

    with pytest.raises(StaleDataError):
        store.run_here(overtaken)
    assert raw(store.engine, "SELECT barrier FROM referral") == [(None,)]


@on_postgresql
def test_nor_one_that_came_in_the_last_moment(store: Store, engine: Engine, alice: Person, case: Case) -> None:
    """SQLite has no such case: there the other waits until this one is done."""

    others = iter([True])

    def cut_in(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("UPDATE referral") and next(others, False):
            store.run_here(lambda work: work.caseload(alice.id).put_off(case[1].id, None))

    event.listen(engine, "before_cursor_execute", cut_in)
    with pytest.raises(StaleDataError):
        store.run_here(lambda work: save(work._session, ReferralRow, alice.id, case[1].id, BARRIER))
    assert raw(engine, "SELECT barrier FROM referral") == [(None,)]


def _as_columns(work: UnitOfWork, alice: Person, referral: Referral) -> None:
    save(work._session, ReferralRow, alice.id, referral.id, {"state": State.AGREED, **BARRIER})


def _as_others(work: UnitOfWork, alice: Person, referral: Referral) -> None:
    save(work._session, ReferralRow, alice.id, referral.id, {"barrier": Barrier.WAIT})


def _as_a_row(work: UnitOfWork, _alice: Person, referral: Referral) -> None:
    row(work, referral).plan = "after lunch"
    work._session.flush()


@pytest.mark.parametrize(
    "ways", [(_as_columns,), (_as_columns, _as_others), (_as_columns, _as_a_row), (_as_a_row, _as_columns)]
)
def test_undo_gives_back_how_it_stood_at_first(
    store: Store, alice: Person, case: Case, ways: tuple[Callable[[UnitOfWork, Person, Referral], None], ...]
) -> None:
    def turn(work: UnitOfWork) -> int:
        for way in ways:
            way(work, alice, case[1])
        return work.changes.record(alice.id, case[0].id, NOW)

    change_id = store.run_here(turn)
    assert store.run_here(lambda work: work.caseload(alice.id).referral(case[1].id)) != case[1]
    assert store.run_here(lambda work: work.changes.undo(alice.id, change_id, NOW))[0] is Undone.RESTORED
    after = store.run_here(lambda work: work.caseload(alice.id).referral(case[1].id))
    assert after is not None
    assert replace(after, version=case[1].version) == case[1]
