"""Messages that time brings: planned anew after every change, claimed by one, never twice on a date."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import IntegrityError

from referrals.client import Client
from referrals.model import Referral, State
from referrals.risk import Risk, Safety
from referrals.timing import NudgeKind, Planned
from storage.caseload import NewReferral
from storage.models import Nudge, NudgeState
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import HABITS, NOW, THURSDAYS, DueRow, first_due, logged, on_postgresql, raw

Case = tuple[Client, Referral]
OUTBOX_ID = 5_000_000_000
BRIEF_AT = NOW + timedelta(days=1, hours=22, minutes=30)  # Thursday 13:30 in New York


@pytest.fixture
def weekly(store: Store, alice: Person, case: Case) -> Client:
    """Alice's client, who comes on Thursdays at two."""
    store.run_here(lambda work: work.caseload(alice.id).set_sessions(case[0].id, THURSDAYS, NOW))
    return replace(case[0], sessions=THURSDAYS)


def replanned(store: Store, owner: Person, client: Client, now: datetime = NOW) -> list[Planned]:
    return store.run_here(lambda work: work.nudges.replan(work.caseload(owner.id), client, HABITS, now))


def claimed(store: Store, now: datetime) -> DueRow | None:
    return store.run_here(lambda work: first_due(work, now))


def sent(store: Store, nudge: DueRow) -> None:
    store.run_here(lambda work: work.nudges.sent(nudge.id, nudge.referral_id, OUTBOX_ID, nudge.due_at))


def in_database(engine: Engine) -> list[tuple[str, str]]:
    return [(row.kind, row.state) for row in raw(engine, "SELECT kind, state FROM nudge ORDER BY due_at")]


def test_what_is_planned_is_kept(store: Store, alice: Person, bob: Person, weekly: Client) -> None:
    planned = replanned(store, alice, weekly)
    assert [item.kind for item in planned] == [NudgeKind.BEFORE_SESSION, NudgeKind.AFTER_SESSION]
    assert store.run_here(lambda work: work.nudges.planned(alice.id, weekly.id)) == planned
    assert store.run_here(lambda work: work.nudges.planned(bob.id, weekly.id)) == []
    assert store.run_here(lambda work: work.nudges.next_due()) == BRIEF_AT == planned[0].due_at


def test_planning_anew_replaces_what_is_to_come(store: Store, engine: Engine, alice: Person, weekly: Client) -> None:
    replanned(store, alice, weekly)
    assert [item.kind for item in replanned(store, alice, replace(weekly, sessions=None))] == [NudgeKind.BY_STAGE]
    assert in_database(engine) == [("by_stage", "planned")]


def test_planning_anew_leaves_what_is_due_and_what_went_out(
    store: Store, engine: Engine, alice: Person, weekly: Client
) -> None:
    _, question = replanned(store, alice, weekly)
    brief = claimed(store, BRIEF_AT)
    assert brief is not None
    sent(store, brief)
    replanned(store, alice, weekly, question.due_at)
    assert in_database(engine) == [
        ("before_session", "sent"),
        ("after_session", "planned"),  # due, not sent yet
        ("before_session", "planned"),  # a week later
    ]


def test_planning_again_and_again_changes_nothing(store: Store, engine: Engine, alice: Person, weekly: Client) -> None:
    for _ in range(3):
        replanned(store, alice, weekly)
    assert len(in_database(engine)) == 2


def test_what_stays_as_it_is_keeps_its_id_and_what_moves_to_another_date_is_another(
    store: Store, engine: Engine, alice: Person, case: Case, weekly: Client
) -> None:
    replanned(store, alice, weekly)
    before = raw(engine, "SELECT id, rule, local_date, due_at, send_at FROM nudge ORDER BY id")
    replanned(store, alice, weekly)
    assert raw(engine, "SELECT id, rule, local_date, due_at, send_at FROM nudge ORDER BY id") == before
    later = replace(case[1], next_check_at=NOW + timedelta(days=6))
    store.run_here(lambda work: work.caseload(alice.id).save(later, "agreed", NOW))
    brief, question = replanned(store, alice, weekly)
    assert brief.due_at == BRIEF_AT + timedelta(days=7)
    after = raw(engine, "SELECT id, rule, local_date FROM nudge ORDER BY id")
    assert {row.id for row in after}.isdisjoint(row.id for row in before)
    assert {str(row.local_date) for row in after} == {str(brief.local_date), str(question.local_date)}


def test_what_moves_within_its_date_moves_in_its_row(
    store: Store, engine: Engine, alice: Person, weekly: Client
) -> None:
    replanned(store, alice, weekly)
    before = raw(engine, "SELECT id FROM nudge ORDER BY id")
    longer = replace(HABITS, lead=timedelta(hours=1), session_length=timedelta(minutes=80))
    moved = store.run_here(lambda work: work.nudges.replan(work.caseload(alice.id), weekly, longer, NOW))
    assert [one.due_at - BRIEF_AT for one in moved] == [-timedelta(minutes=30), timedelta(minutes=110)]
    assert raw(engine, "SELECT id FROM nudge ORDER BY id") == before
    assert store.run_here(lambda work: work.nudges.planned(alice.id, weekly.id)) == moved


def test_what_came_back_once_does_not_come_again_however_long_ago(
    store: Store, engine: Engine, alice: Person, case: Case
) -> None:
    """A "not now" comes back once, on the day it was left for or after it."""
    left = replace(case[1], state=State.DECLINED, next_check_at=None, revisit_on=NOW.date())
    store.run_here(lambda work: work.caseload(alice.id).save(left, "declined", NOW))
    (back,) = replanned(store, alice, case[0])
    due = claimed(store, back.due_at)
    assert due is not None
    sent(store, due)
    assert replanned(store, alice, case[0], NOW + timedelta(days=60)) == []
    assert in_database(engine) == [("revisit", "sent")]


def test_what_stayed_unanswered_twice_waits_for_the_digest(store: Store, alice: Person, case: Case) -> None:
    now, kinds = NOW, []
    for _ in range(3):
        item, *_ = replanned(store, alice, case[0], now)
        kinds.append(item.kind)
        due = claimed(store, item.due_at)
        assert due is not None
        sent(store, due)
        now = item.due_at + timedelta(minutes=1)
    assert kinds == [NudgeKind.BY_STAGE, NudgeKind.BY_STAGE, NudgeKind.DIGEST]


def test_what_was_asked_about_is_silent_from_then_on(store: Store, alice: Person, case: Case, weekly: Client) -> None:
    """Of two one is raised at a session; the digest that keeps the other from being forgotten counts from there."""
    (service,) = store.run_here(lambda work: work.directory.services())
    new = NewReferral(service=service)
    other = store.run_here(lambda work: work.caseload(alice.id).add_referral(case[0].id, new, NOW))

    def digest() -> datetime:
        items = replanned(store, alice, weekly)
        return next(item.due_at for item in items if item.kind is NudgeKind.DIGEST and item.referral_id == other.id)

    def asked(work: UnitOfWork) -> None:
        due = first_due(work, BRIEF_AT)
        assert due is not None
        work.nudges.sent(due.id, other.id, OUTBOX_ID, NOW + timedelta(days=9))
        answered = update(Nudge).where(Nudge.id == due.id).values(kind=NudgeKind.AFTER_SESSION)
        work._session.execute(answered)

    before = digest()
    store.run_here(asked)
    assert digest() == before + timedelta(days=7)


def test_a_look_that_went_out_is_not_planned_for_the_same_instant(
    store: Store, engine: Engine, alice: Person, at_risk: Client
) -> None:
    (look,) = replanned(store, alice, at_risk)
    due = claimed(store, look.due_at)
    assert due is not None
    sent(store, due)
    assert replanned(store, alice, at_risk, look.due_at) == []
    assert in_database(engine) == [("safety_check", "sent")]


def test_planning_anew_on_the_date_of_one_that_is_due_adds_none(
    store: Store, engine: Engine, alice: Person, case: Case
) -> None:
    (question,) = replanned(store, alice, case[0])
    replanned(store, alice, case[0], question.due_at + timedelta(minutes=1))
    assert in_database(engine) == [("by_stage", "planned")]


def test_another_clients_messages_stay(store: Store, engine: Engine, alice: Person, weekly: Client) -> None:
    other, _ = logged(store, alice, "N2")
    replanned(store, alice, other)
    replanned(store, alice, weekly)
    replanned(store, alice, weekly)
    assert sorted(in_database(engine)) == [
        ("after_session", "planned"),
        ("before_session", "planned"),
        ("by_stage", "planned"),
    ]


def test_an_ended_referral_is_not_asked_about(store: Store, engine: Engine, alice: Person, case: Case) -> None:
    replanned(store, alice, case[0])
    over = replace(case[1], state=State.DECLINED, next_check_at=None)
    store.run_here(lambda work: work.caseload(alice.id).save(over, "declined", NOW))
    assert replanned(store, alice, case[0]) == []
    assert in_database(engine) == []
    assert store.run_here(lambda work: work.nudges.next_due()) is None


def test_no_rule_speaks_twice_on_one_date(store: Store, engine: Engine, alice: Person, weekly: Client) -> None:
    """Even when the clock is set back behind a message that went out."""
    replanned(store, alice, weekly)
    brief = claimed(store, BRIEF_AT)
    assert brief is not None
    sent(store, brief)
    replanned(store, alice, weekly, NOW)
    dates = raw(engine, "SELECT local_date FROM nudge WHERE kind = 'before_session'")
    assert len(dates) == len(set(dates)) == 2
    with pytest.raises(IntegrityError):
        raw(engine, "UPDATE nudge SET rule = 'x', local_date = '2026-12-01'")


def test_a_message_is_claimed_once_its_time_has_come(store: Store, alice: Person, weekly: Client) -> None:
    replanned(store, alice, weekly)
    assert claimed(store, BRIEF_AT - timedelta(seconds=1)) is None
    brief = claimed(store, BRIEF_AT)
    assert brief is not None
    assert (brief.owner_id, brief.client_id, brief.kind, brief.due_at, brief.session_at) == (
        alice.id,
        weekly.id,
        NudgeKind.BEFORE_SESSION,
        BRIEF_AT,
        BRIEF_AT + timedelta(minutes=30),
    )
    sent(store, brief)
    assert claimed(store, BRIEF_AT) is None


def test_the_earliest_is_claimed_first_and_a_dropped_one_never(store: Store, alice: Person, weekly: Client) -> None:
    replanned(store, alice, weekly)
    late = NOW + timedelta(days=9)
    kinds = []
    while nudge := claimed(store, late):
        kinds.append(nudge.kind)
        store.run_here(lambda work, row=nudge.id: work.nudges.drop(row))  # type: ignore[misc] # mypy cannot infer a lambda's defaults
    assert kinds == [NudgeKind.BEFORE_SESSION, NudgeKind.AFTER_SESSION]


@on_postgresql
def test_two_claimants_at_once_speak_to_different_people_or_to_nobody(
    store: Store, alice: Person, bob: Person, weekly: Client
) -> None:
    """The locks last as long as the transactions, so nested ones hold theirs at the same time."""
    replanned(store, alice, weekly)
    replanned(store, bob, logged(store, bob, "N2")[0])
    late = NOW + timedelta(days=9)

    def claim(work: UnitOfWork, others: int) -> list[int | None]:
        due = work.nudges.owner_due(late)
        mine = [due[0] if due else None]
        return mine + (store.run_here(lambda inner: claim(inner, others - 1)) if others else [])

    assert store.run_here(lambda work: claim(work, 2)) == [alice.id, bob.id, None]


@on_postgresql
def test_nobody_claims_what_is_due_to_somebody_who_speaks_at_this_moment(
    store: Store, alice: Person, weekly: Client
) -> None:
    replanned(store, alice, weekly)

    def turn(work: UnitOfWork) -> object:
        work.people.lock(alice.id)
        return store.run_here(lambda tick: tick.nudges.owner_due(BRIEF_AT))

    assert store.run_here(turn) is None
    assert store.run_here(lambda tick: tick.nudges.owner_due(BRIEF_AT)) == (alice.id, BRIEF_AT)


def test_many_claimants_send_each_message_once(store: Store, engine: Engine, alice: Person) -> None:
    for number in range(6):
        client, _ = logged(store, alice, f"C{number}")
        replanned(store, alice, client)
    start = threading.Barrier(3)

    def send_all(_: int) -> list[int]:
        def send_one(work: UnitOfWork) -> int | None:
            nudge = first_due(work, NOW + timedelta(days=9))
            if nudge is None:
                return None
            work.nudges.sent(nudge.id, nudge.referral_id, OUTBOX_ID, NOW)
            return nudge.id

        start.wait(10)
        mine = []
        while (nudge_id := store.run_here(send_one)) is not None:
            mine.append(nudge_id)
        return mine

    with ThreadPoolExecutor(3) as threads:
        everyone = [nudge_id for mine in threads.map(send_all, range(3)) for nudge_id in mine]
    assert sorted(everyone) == sorted(row.id for row in raw(engine, "SELECT id FROM nudge WHERE state = 'sent'"))
    assert len(everyone) == 6


def test_a_question_stands_open_until_it_is_answered(store: Store, alice: Person, case: Case) -> None:
    (planned,) = replanned(store, alice, case[0])
    nudge = claimed(store, planned.due_at)
    assert nudge is not None
    assert store.run_here(lambda work: work.nudges.asked(alice.id, nudge.id)) is None, "it has not gone out"
    sent(store, nudge)
    (asked,) = store.run_here(lambda work: work.nudges.unanswered(alice.id, case[1].id))
    assert (asked.id, asked.outbox_id, asked.answered) == (nudge.id, OUTBOX_ID, False)
    store.run_here(lambda work: work.nudges.answered(nudge.id))
    assert store.run_here(lambda work: work.nudges.unanswered(alice.id, case[1].id)) == []
    assert store.run_here(lambda work: work.nudges.asked(alice.id, nudge.id)) == replace(asked, answered=True)


def test_a_brief_is_no_question(store: Store, alice: Person, case: Case, weekly: Client) -> None:
    replanned(store, alice, weekly)
    brief = claimed(store, BRIEF_AT)
    assert brief is not None
    sent(store, brief)
    assert store.run_here(lambda work: work.nudges.unanswered(alice.id, case[1].id)) == []


@pytest.fixture
def at_risk(store: Store, alice: Person, case: Case) -> Client:
    """Alice's client, with a look after her due in an hour and nothing to ask about what was recommended."""
    over = replace(case[1], state=State.DECLINED, next_check_at=None)
    store.run_here(lambda work: work.caseload(alice.id).save(over, "declined", NOW))
    return replace(case[0], safety=Safety(Risk.ELEVATED), check_at=NOW + timedelta(hours=1))


def test_a_look_after_the_client_belongs_to_no_referral(store: Store, alice: Person, at_risk: Client) -> None:
    (look,) = replanned(store, alice, at_risk)
    assert (look.kind, look.referral_id, look.due_at) == (NudgeKind.SAFETY_CHECK, None, at_risk.check_at)
    due = claimed(store, look.due_at)
    assert due is not None
    assert due.referral_id is None
    sent(store, due)
    asked = store.run_here(lambda work: work.nudges.asked(alice.id, due.id))
    assert asked is not None
    assert (asked.kind, asked.referral_id) == (NudgeKind.SAFETY_CHECK, None)


def test_a_risk_that_turns_acute_has_its_look_though_another_went_out_that_day(
    store: Store, engine: Engine, alice: Person, at_risk: Client
) -> None:
    (look,) = replanned(store, alice, at_risk)
    due = claimed(store, look.due_at)
    assert due is not None
    sent(store, due)
    acute = replace(at_risk, safety=Safety(Risk.ACUTE), check_at=NOW + timedelta(hours=3))
    (again,) = replanned(store, alice, acute, NOW + timedelta(hours=1))
    assert (again.due_at, again.local_date) == (acute.check_at, look.local_date)
    assert in_database(engine) == [("safety_check", "sent"), ("safety_check", "planned")]


def test_a_look_that_is_due_is_not_planned_twice(store: Store, engine: Engine, alice: Person, at_risk: Client) -> None:
    replanned(store, alice, at_risk)
    for minutes in (61, 62):
        replanned(store, alice, at_risk, NOW + timedelta(minutes=minutes))
    assert in_database(engine) == [("safety_check", "planned")]


@pytest.mark.parametrize("urgent", [True, False])
def test_what_danger_sent_takes_no_place_among_the_days_messages(
    store: Store, alice: Person, weekly: Client, urgent: bool
) -> None:
    one_a_day = replace(HABITS, ceiling=1)
    replanned(store, alice, weekly)

    def went_out(work: UnitOfWork) -> None:
        brief = work._session.scalars(select(Nudge).where(Nudge.kind == NudgeKind.BEFORE_SESSION)).one()
        brief.state, brief.sent_at, brief.outbox_id, brief.urgent = NudgeState.SENT, BRIEF_AT, OUTBOX_ID, urgent

    store.run_here(went_out)
    later = BRIEF_AT + timedelta(minutes=1)
    messages = store.run_here(lambda work: work.nudges.arrange(work.caseload(alice.id), one_a_day, later))
    days = {one_a_day.hours.local_date(message.at) - one_a_day.hours.local_date(BRIEF_AT) for message in messages}
    assert days == ({timedelta()} if urgent else {timedelta(days=1)})
