"""One due nudge: said once, or dropped because its reason is gone, and the next one planned."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.scheduling.nudges import nudge_once
from bot.scheduling.ticks import Ticks
from referrals.client import Client
from referrals.lifecycle import Report, after, put_off
from referrals.model import Referral, State, Step
from referrals.timing import NudgeKind
from storage.engine import open_engine
from storage.models import Nudge
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.conftest import CIPHER
from tests.storage.practice import ALICE_CHAT, NOW, THURSDAYS, joined, logged, on_postgresql, raw
from tests.unit.bot.fakes import StoppedClock, leads

Case = tuple[Client, Referral]
SESSION = NOW + timedelta(days=1, hours=23)  # Thursday 14:00 in New York
BRIEF, QUESTION = SESSION - timedelta(minutes=30), SESSION + timedelta(minutes=50)
LATER = NOW + timedelta(days=9)


def planned(store: Store, alice: Person, client: Client) -> list[datetime]:
    items = store.run_here(lambda work: work.nudges.replan(work.caseload(alice.id), client, alice.habits, NOW))
    return [item.due_at for item in items]


@pytest.fixture
def by_stage(store: Store, alice: Person, case: Case) -> datetime:
    """When the bot asks about a client whose sessions it does not know."""
    (due,) = planned(store, alice, case[0])
    return due


@pytest.fixture
def weekly(store: Store, alice: Person, case: Case) -> Client:
    """A client who comes on Thursdays at two."""
    store.run_here(lambda work: work.caseload(alice.id).set_sessions(case[0].id, THURSDAYS, NOW))
    client = replace(case[0], sessions=THURSDAYS)
    assert planned(store, alice, client) == [BRIEF, QUESTION]
    return client


def nudge(store: Store, now: datetime) -> bool:
    return store.run_here(lambda work: nudge_once(work, now))


def saved(store: Store, alice: Person, referral: Referral) -> None:
    """A change that left the plan as it was: what is due already is the tick's to decide."""
    store.run_here(lambda work: work.caseload(alice.id).save(referral, "changed", NOW))


def outbox(engine: Engine) -> list[int]:
    return [row.id for row in raw(engine, "SELECT id FROM outbox WHERE kind = 'send' ORDER BY id")]


def nudges(engine: Engine) -> list[tuple[str, str]]:
    return [(row.kind, row.state) for row in raw(engine, "SELECT kind, state FROM nudge ORDER BY due_at")]


def test_nothing_is_said_before_its_time(store: Store, engine: Engine, by_stage: datetime) -> None:
    assert not nudge(store, by_stage - timedelta(seconds=1))
    assert outbox(engine) == []


def test_a_due_nudge_is_said_once_and_the_next_is_planned(
    store: Store, engine: Engine, alice: Person, case: Case, by_stage: datetime
) -> None:
    assert nudge(store, by_stage)
    assert not nudge(store, by_stage)
    assert len(outbox(engine)) == 1
    assert nudges(engine) == [("by_stage", "sent"), ("by_stage", "planned")]
    referral = store.run_here(lambda work: work.caseload(alice.id).referral(case[1].id))
    assert referral is not None
    assert referral.next_check_at == by_stage + timedelta(days=5), "not asked again before"


def test_the_message_goes_to_its_therapist_and_is_worth_a_day(store: Store, by_stage: datetime) -> None:
    nudge(store, by_stage)
    (message,) = store.run_here(lambda work: work.outbox.claim(1, [], 10))
    assert (message.chat_id, message.not_after) == (ALICE_CHAT, by_stage + timedelta(days=1))


@pytest.mark.usefixtures("weekly")
def test_a_brief_is_worth_nothing_once_the_session_has_begun(store: Store) -> None:
    nudge(store, BRIEF)
    (message,) = store.run_here(lambda work: work.outbox.claim(1, [], 10))
    assert message.not_after == SESSION


@pytest.mark.usefixtures("weekly")
def test_a_brief_that_comes_too_late_is_dropped_and_its_question_is_asked(store: Store, engine: Engine) -> None:
    assert nudge(store, SESSION)
    assert outbox(engine) == []
    assert not nudge(store, SESSION)
    assert nudges(engine) == [("after_session", "planned")]
    assert nudge(store, QUESTION)
    assert len(outbox(engine)) == 1
    assert ("before_session", "planned") in nudges(engine), "that of the next session"


@pytest.mark.usefixtures("weekly")
def test_a_brief_does_not_put_off_its_question(store: Store, engine: Engine) -> None:
    assert nudge(store, BRIEF)
    assert nudge(store, QUESTION)
    assert len(outbox(engine)) == 2
    assert nudges(engine)[:2] == [("before_session", "sent"), ("after_session", "sent")]


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"state": State.DECLINED, "next_check_at": None},
        {"state": State.CONTACTED, "next_check_at": LATER + timedelta(days=1)},
        {"state": State.ON_HOLD, "next_check_at": None},
    ],
)
def test_what_was_answered_meanwhile_is_dropped(
    store: Store, engine: Engine, alice: Person, case: Case, by_stage: datetime, meanwhile: dict[str, object]
) -> None:
    saved(store, alice, replace(case[1], **meanwhile))  # type: ignore[arg-type] # the fields' own values
    assert nudge(store, by_stage)
    assert outbox(engine) == []
    assert ("by_stage", "sent") not in nudges(engine)


@pytest.mark.usefixtures("weekly")
def test_a_question_after_a_session_is_dropped_when_nothing_is_left_to_ask(
    store: Store, engine: Engine, alice: Person, case: Case
) -> None:
    saved(store, alice, replace(case[1], state=State.DECLINED, next_check_at=None))
    assert nudge(store, QUESTION)
    assert not nudge(store, QUESTION)
    assert (outbox(engine), nudges(engine)) == ([], [])


def test_an_appointment_is_asked_about_the_day_after(store: Store, engine: Engine, alice: Person, case: Case) -> None:
    booked = after(Report(Step.BOOKED, NOW + timedelta(days=2)), case[1], NOW)
    saved(store, alice, booked)
    (due,) = planned(store, alice, case[0])
    assert not nudge(store, due - timedelta(seconds=1))
    assert nudge(store, due)
    assert nudges(engine)[0] == ("after_appointment", "sent")


@pytest.mark.parametrize(("late", "parts"), [(timedelta(seconds=5), 1), (timedelta(minutes=3), 2)])
def test_a_tick_in_time_says_what_was_arranged_and_a_later_one_what_fits_by_then(
    store: Store, engine: Engine, alice: Person, case: Case, late: timedelta, parts: int
) -> None:
    """The second falls due three seconds too late to come along with the first."""
    saved(store, alice, put_off(case[1], NOW))
    planned(store, alice, case[0])
    other, asked = logged(store, alice, "N2")
    saved(store, alice, put_off(asked, NOW + timedelta(hours=1, seconds=3)))
    planned(store, alice, other)
    assert nudge(store, NOW + late)
    assert len(outbox(engine)) == 1
    assert nudges(engine).count(("later", "sent")) == parts


@on_postgresql
def test_a_nudge_in_another_hand_is_left_to_it(store: Store, engine: Engine, by_stage: datetime) -> None:
    """While one transaction has it, another finds nothing to do."""

    def both() -> tuple[bool, bool]:
        return store.run_here(lambda work: (nudge_once(work, by_stage), nudge(store, by_stage)))

    assert both() == (True, False)
    assert len(outbox(engine)) == 1


async def test_two_ticks_racing_say_each_nudge_once(store: Store, engine: Engine, alice: Person) -> None:
    for number in range(8):
        owner = joined(store, 5000 + number) if number else alice
        planned(store, owner, logged(store, owner, f"C{number}")[0])
    rival = Store(open_engine(engine.url, CIPHER))
    term = leads(store)
    ticks = [Ticks(each, StoppedClock(LATER), term) for each in (store, rival)]
    try:
        await asyncio.gather(*(each.tick() for each in ticks))
    finally:
        rival.close()
    sent = [row.id for row in raw(engine, "SELECT id FROM nudge WHERE state = 'sent' ORDER BY id")]
    assert len(outbox(engine)) == len(sent) == 8


def also_planned(store: Store, nudge_id: int, kind: NudgeKind, at: datetime) -> None:
    """A second thing to say about what a planned one is about, at that instant."""

    def add(work: UnitOfWork) -> None:
        first = work._session.get_one(Nudge, nudge_id)
        same = {name: getattr(first, name) for name in ("owner_id", "client_id", "referral_id", "local_date", "state")}
        work._session.add(
            Nudge(kind=kind, rule=f"{kind}:test", due_at=at, send_at=at, urgent=False, delayed=False, **same)
        )

    store.run_here(add)


def test_no_referral_is_asked_about_twice_in_one_message(
    store: Store, engine: Engine, case: Case, by_stage: datetime
) -> None:
    also_planned(store, first_planned_of(engine, case[0]), NudgeKind.LATER, by_stage)
    assert nudge(store, by_stage)
    assert len(outbox(engine)) == 1
    assert [state for _, state in nudges(engine) if state != "planned"] == ["sent"]


@pytest.mark.usefixtures("weekly")
def test_what_falls_due_as_a_session_begins_waits_for_its_end(store: Store, engine: Engine, alice: Person) -> None:
    """In time by the clock, but she is not to be disturbed any more."""
    assert nudge(store, BRIEF)
    other, _ = logged(store, alice, "B2")
    planned(store, alice, other)
    also_planned(store, first_planned_of(engine, other), NudgeKind.LATER, SESSION - timedelta(seconds=30))
    nudge(store, SESSION + timedelta(seconds=30))
    assert len(outbox(engine)) == 1
    assert nudge(store, QUESTION)
    assert len(outbox(engine)) == 2


def test_what_falls_due_as_her_hours_end_waits_for_the_morning(
    store: Store, engine: Engine, alice: Person, case: Case
) -> None:
    closes = NOW + timedelta(hours=3)
    saved(store, alice, put_off(case[1], closes - timedelta(seconds=30)))
    planned(store, alice, case[0])
    nudge(store, closes + timedelta(seconds=30))
    assert outbox(engine) == []
    assert nudge(store, closes + timedelta(hours=15))
    assert len(outbox(engine)) == 1


def first_planned_of(engine: Engine, client: Client) -> int:
    return int(raw(engine, "SELECT min(id) AS id FROM nudge WHERE client_id = :client", client=client.id)[0].id)
