"""Alice owns her clients. Whatever id Bob sends, he gets nothing of hers and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import NoResultFound

from referrals.client import Client
from referrals.model import Barrier, Referral, State
from referrals.stalled import Known
from referrals.supervisors import Because
from storage.caseload import NewReferral
from storage.changes import Undone
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import HABITS, NOW, THURSDAYS, first_due, raw, snapshot, told

Case = tuple[Client, Referral]


def test_bob_reads_nothing_of_alices(store: Store, case: Case, alice: Person, bob: Person) -> None:
    client, referral = case

    def look(work: UnitOfWork) -> list[object]:
        bobs = work.caseload(bob.id)
        return [
            bobs.client(client.code),
            bobs.client_by_id(client.id),
            bobs.referral(referral.id),
            *bobs.clients(),
            *bobs.referrals(client.id),
            *bobs.every_referral(),
            *bobs.clients([client.id]),
            *bobs.every_referral([client.id]),
            *bobs.session_texts(),
        ]

    store.run_here(lambda work: work.caseload(alice.id).set_sessions(client.id, THURSDAYS, NOW))

    assert store.run_here(look) == [None, None, None]


def test_bob_knows_nothing_of_what_makes_alices_case(store: Store, case: Case, alice: Person, bob: Person) -> None:
    client, referral = case

    def fill(work: UnitOfWork) -> None:
        work.caseload(alice.id).save(referral, "barrier", NOW, {"barrier": Barrier.COST.value})
        work.cases(alice.id).answer(client.id, "facts", Because.MOVING, NOW)
        work.cases(alice.id).make_condition(
            client.id, referral.id, reason="x", offered="y", review_on=NOW.date(), recorded_by=None, now=NOW
        )

    def known_to(member: Person) -> list[Known]:
        def look(work: UnitOfWork) -> list[Known]:
            hers = work.caseload(member.id)
            return [hers.known(client.id), hers.every_known()[client.id], hers.every_known([client.id])[client.id]]

        return store.run_here(look)

    store.run_here(fill)
    known = Known({referral.id: [Barrier.COST]}, {"facts": None}, {referral.id: NOW.date()})
    assert known_to(alice) == [known] * 3
    assert known_to(bob) == [Known()] * 3
    assert store.run_here(lambda work: work.caseload(bob.id).barriers(client.id)) == {}


def test_an_answer_of_a_therapist_who_had_the_client_before_counts_no_more(
    store: Store, engine: Engine, case: Case, alice: Person, bob: Person
) -> None:
    """Such rows move with the client; should one be left, it is nobody's."""
    store.run_here(lambda work: work.cases(alice.id).answer(case[0].id, "facts", Because.MOVING, NOW))
    raw(engine, "UPDATE client SET owner_id = :bob", bob=bob.id)
    for owner in (alice, bob):
        assert store.run_here(lambda work, who=owner: work.cases(who.id).known()[case[0].id]) == Known()  # type: ignore[misc] # mypy cannot infer a lambda's defaults


@pytest.mark.parametrize(
    "write",
    [
        lambda work, bob, client, _: work.caseload(bob).set_sessions(client.id, THURSDAYS, NOW),
        lambda work, bob, client, was: work.caseload(bob).add_referral(
            client.id, NewReferral(service=was.service), NOW
        ),
        lambda work, bob, _, was: work.caseload(bob).take_over(was, NOW, {}),
        lambda work, bob, _, was: work.caseload(bob).save(replace(was, state=State.AGREED), "agreed", NOW),
        lambda work, bob, _, was: work.caseload(bob).put_off(was.id, None),
        lambda work, bob, client, _: work.caseload(bob).save_client(replace(client, goals="other"), "goals", NOW),
        lambda work, bob, client, _: work.caseload(bob).move_client(replace(client, check_at=NOW)),
        lambda work, bob, client, _: work.caseload(bob).history(client.id),
    ],
    ids=["set_sessions", "add_referral", "take_over", "save", "put_off", "save_client", "move_client", "history"],
)
def test_bob_changes_nothing_of_alices(
    store: Store, engine: Engine, case: Case, bob: Person, write: Callable[[UnitOfWork, int, Client, Referral], None]
) -> None:
    before = snapshot(engine)
    with pytest.raises(NoResultFound):
        store.run_here(lambda work: write(work, bob.id, *case))
    assert snapshot(engine) == before


def test_bob_plans_nothing_for_alices_client(
    store: Store, engine: Engine, alice: Person, bob: Person, case: Case
) -> None:
    client, _ = case
    store.run_here(lambda work: work.nudges.replan(work.caseload(alice.id), client, HABITS, NOW))
    before = snapshot(engine)
    assert store.run_here(lambda work: work.nudges.replan(work.caseload(bob.id), client, HABITS, NOW)) == []
    assert snapshot(engine) == before


def test_bob_has_no_nudge_of_alices(store: Store, alice: Person, bob: Person, case: Case) -> None:
    client, referral = case
    (due,) = store.run_here(lambda work: work.nudges.replan(work.caseload(alice.id), client, HABITS, NOW))
    nudge = store.run_here(lambda work: first_due(work, due.due_at))
    assert nudge is not None
    store.run_here(lambda work: work.nudges.sent(nudge.id, referral.id, 1, due.due_at))
    assert store.run_here(lambda work: work.nudges.in_message(bob.id, 1)) == []
    assert store.run_here(lambda work: work.nudges.repeat(bob.id, referral.id)) == []
    assert store.run_here(lambda work: work.nudges.to_come(bob.id)) == []
    assert store.run_here(lambda work: work.nudges.asked(bob.id, nudge.id)) is None
    assert store.run_here(lambda work: work.nudges.unanswered(bob.id, referral.id)) == []
    assert store.run_here(lambda work: work.nudges.asked(alice.id, nudge.id)) is not None


def test_bob_undoes_nothing_of_alices(store: Store, engine: Engine, alice: Person, bob: Person, case: Case) -> None:
    def ready(work: UnitOfWork) -> int:
        caseload = work.caseload(alice.id)
        caseload.save(replace(case[1], readings=told(7)), "readiness", NOW)
        return work.changes.record(alice.id, case[0].id, NOW)

    change = store.run_here(ready)
    before = snapshot(engine)
    assert store.run_here(lambda work: work.changes.undo(bob.id, change, NOW)) == (Undone.ALREADY, None)
    assert snapshot(engine) == before


def test_a_draft_is_seen_and_closed_by_its_own_member_alone(store: Store, alice: Person, bob: Person) -> None:
    store.run_here(lambda work: work.drafts.open(alice.id, "barrier", NOW, referral=1))
    assert store.run_here(lambda work: work.drafts.current(bob.id, NOW)) is None
    store.run_here(lambda work: work.drafts.close(bob.id))
    waiting = store.run_here(lambda work: work.drafts.current(alice.id, NOW))
    assert waiting is not None
    assert waiting.data == {"referral": 1}


def test_both_may_call_a_client_by_the_same_code(store: Store, case: Case, bob: Person) -> None:
    client, _ = case
    bobs = store.run_here(lambda work: work.caseload(bob.id).add_client(client.code, NOW))
    assert bobs.id != client.id
