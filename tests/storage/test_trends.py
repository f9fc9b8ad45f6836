"""What the figures are made of: her own referrals' events, save what was undone, and the messages that went to her."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Engine, event

from bot.paper.trends import figures_of
from referrals.client import Client
from referrals.model import Barrier, Referral, State, Step
from referrals.timing import NudgeKind
from referrals.trends import LOOKING_BACK, Noted
from storage.changes import Undone
from storage.models import Nudge, NudgeState
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import NOW, logged

Case = tuple[Client, Referral]
LATER = NOW + timedelta(minutes=3)
SINCE = NOW - LOOKING_BACK


def told(store: Store, owner: Person, one: Referral, kind: str, at: datetime = LATER, **detail: str | None) -> int:
    """A step is reported; returns its change."""

    def turn(work: UnitOfWork) -> int:
        was = work.caseload(owner.id).referral(one.id)
        assert was is not None
        work.caseload(owner.id).save(replace(was, state=State.CONTACTED), kind, at, detail)
        return work.changes.record(owner.id, one.client_id, at)

    return store.run_here(turn)


def noted(store: Store, owner: Person, since: datetime = SINCE) -> list[Noted]:
    return store.run_here(lambda work: work.past(owner.id).noted(since))


def said(store: Store, owner: Person, case: Case, outbox_id: int | None, at: datetime, rule: str) -> None:
    row = Nudge(
        owner_id=owner.id,
        client_id=case[0].id,
        kind=NudgeKind.BY_STAGE,
        rule=rule,
        local_date=at.date(),
        due_at=at,
        send_at=at,
        sent_at=at if outbox_id else None,
        urgent=False,
        delayed=False,
        state=NudgeState.SENT if outbox_id else NudgeState.PLANNED,
        outbox_id=outbox_id,
    )
    store.run_here(lambda work: work._session.add(row))


def messages(store: Store, owner: Person, since: datetime = SINCE) -> list[datetime]:
    return sorted(store.run_here(lambda work: work.past(owner.id).messages(since)))


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_steps_and_what_they_named_come_back_and_nothing_else(store: Store, alice: Person, case: Case) -> None:
    number = case[1].id
    told(store, alice, case[1], Step.CONTACTED)
    told(store, alice, case[1], Step.NOT_READY, barrier="cost", on="2026-12-01")
    told(store, alice, case[1], "purposes")
    assert sorted(noted(store, alice), key=lambda one: one.kind) == [
        Noted(number, "contacted", None, LATER),
        Noted(number, "not_ready", Barrier.COST, LATER),
    ]


def test_an_event_that_was_read_back_may_name_nothing(store: Store, alice: Person, case: Case) -> None:
    told(store, alice, case[1], Step.BARRIER, barrier=None)
    assert [(one.kind, one.barrier) for one in noted(store, alice)] == [(Step.BARRIER, None)]


def test_what_was_undone_did_not_happen(store: Store, alice: Person, case: Case) -> None:
    change = told(store, alice, case[1], Step.CONTACTED)
    assert len(noted(store, alice)) == 1
    assert store.run_here(lambda work: work.changes.undo(alice.id, change, LATER))[0] is Undone.RESTORED
    assert noted(store, alice) == []


def test_what_cannot_be_undone_any_more_still_counts(store: Store, alice: Person, case: Case) -> None:
    told(store, alice, case[1], Step.CONTACTED)
    store.run_here(lambda work: work.changes.forget_old(NOW + timedelta(days=30)))
    assert len(noted(store, alice)) == 1


def test_only_from_an_instant_on(store: Store, alice: Person, case: Case) -> None:
    told(store, alice, case[1], Step.CONTACTED)
    assert noted(store, alice, LATER) != []
    assert noted(store, alice, LATER + timedelta(seconds=1)) == []


def test_bob_has_nothing_of_alices(store: Store, alice: Person, bob: Person, case: Case) -> None:
    told(store, alice, case[1], Step.CONTACTED, barrier="cost")
    said(store, alice, case, 7, NOW, "a")
    assert noted(store, bob) == []
    assert messages(store, bob) == []
    assert store.run_here(lambda work: figures_of(work, bob, LATER)).empty
    assert not store.run_here(lambda work: figures_of(work, alice, LATER)).empty


def test_handed_over_referrals_take_their_past_along(store: Store, alice: Person, bob: Person, case: Case) -> None:
    change = told(store, alice, case[1], Step.BOOKED)
    store.run_here(lambda work: work.changes.undo(alice.id, change, LATER))
    told(store, alice, case[1], Step.CONTACTED)
    store.run_here(lambda work: work.handovers.move(alice.id, bob.id, LATER))
    assert noted(store, alice) == []
    assert noted(store, bob) == [Noted(case[1].id, "contacted", None, LATER)]


def test_a_message_with_several_questions_is_one_and_what_is_planned_is_none(
    store: Store, alice: Person, case: Case
) -> None:
    said(store, alice, case, 7, NOW, "a")
    said(store, alice, case, 7, NOW, "b")
    said(store, alice, case, 8, LATER, "c")
    said(store, alice, case, None, LATER, "d")
    assert messages(store, alice) == [NOW, LATER]
    assert messages(store, alice, LATER) == [LATER]


def test_there_are_as_many_statements_whatever_she_has(store: Store, engine: Engine, alice: Person, case: Case) -> None:
    said(store, alice, case, 7, NOW, "a")

    def asked() -> int:
        with counted(engine) as statements:
            store.look_here(lambda work: figures_of(work, alice, LATER))
        return len([one for one in statements if one.startswith("SELECT")])

    before = asked()
    for number in range(12):
        _, one = logged(store, alice, f"B{number + 1}")
        told(store, alice, one, Step.CONTACTED, barrier="wait")
    assert 0 < asked() == before < 6
