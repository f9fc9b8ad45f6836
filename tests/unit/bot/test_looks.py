"""Looks after the client herself, what comes back after a rest, and a "not now" on its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.scheduling.nudges import nudge_once
from bot.wording.card import Card
from referrals.client import Client, Closing, Hospital
from referrals.lifecycle import hold
from referrals.model import Hold, Purpose, Referral, State
from referrals.risk import Risk, Safety, TalkedOver
from referrals.safety import log_risk, stand_down
from referrals.timing import NudgeKind, Planned
from storage.person import Person
from storage.store import Store
from storage.work import UnitOfWork
from tests.storage.practice import ALICE_CHAT, NEW_YORK, NOW, logged, raw
from tests.unit.moments import at

Case = tuple[Client, Referral]
MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(days=7)
CHECK, RETURN, REVISIT, HOSPITAL = (
    NudgeKind.SAFETY_CHECK,
    NudgeKind.RETURN,
    NudgeKind.REVISIT,
    NudgeKind.HOSPITAL,
)
WEDNESDAY = at(NEW_YORK, 2026, 11, 25, 9, 0)
EVENING = at(NEW_YORK, 2026, 11, 24, 22, 0)
SATURDAY = at(NEW_YORK, 2026, 11, 28, 11, 0)


def known(store: Store, alice: Person, client: Client, *referrals: Referral, now: datetime = NOW) -> list[Planned]:
    """Writes what the rules made, and plans; returns the plan."""

    def write(work: UnitOfWork) -> list[Planned]:
        caseload = work.caseload(alice.id)
        caseload.save_client(client, "changed", now)
        for referral in referrals:
            caseload.save(referral, "changed", now)
        return work.nudges.replan(caseload, client, alice.habits, now)

    return store.run_here(write)


def quiet(referral: Referral, **values: Any) -> Referral:
    """One that has ended, so that nothing is asked about it."""
    return replace(referral, state=State.DECLINED, next_check_at=None, **values)


def nudge(store: Store, now: datetime) -> bool:
    return store.run_here(lambda work: nudge_once(work, now))


def said(engine: Engine) -> list[tuple[str, int | None]]:
    """The messages that went out: kind and referral."""
    rows = raw(engine, "SELECT n.kind, n.referral_id FROM outbox o JOIN nudge n ON n.outbox_id = o.id ORDER BY o.id")
    return [(row.kind, row.referral_id) for row in rows]


def client_of(store: Store, alice: Person, client: Client) -> Client:
    found = store.run_here(lambda work: work.caseload(alice.id).client_by_id(client.id))
    assert found is not None
    return found


def referral_of(store: Store, alice: Person, referral: Referral) -> Referral:
    found = store.run_here(lambda work: work.caseload(alice.id).referral(referral.id))
    assert found is not None
    return found


def planned(store: Store, alice: Person, client: Client) -> list[tuple[NudgeKind, datetime]]:
    items = store.run_here(lambda work: work.nudges.planned(alice.id, client.id))
    return [(item.kind, item.due_at) for item in items]


@pytest.mark.parametrize("when", [EVENING, SATURDAY], ids=["at ten in the evening", "on a Saturday"])
def test_a_look_after_an_acute_client_knows_no_hours_and_the_next_is_planned(
    store: Store, engine: Engine, alice: Person, case: Case, when: datetime
) -> None:
    acute = replace(case[0], safety=Safety(Risk.ACUTE), check_at=when)
    known(store, alice, acute, quiet(case[1]))
    assert not nudge(store, when - MINUTE)
    assert nudge(store, when)
    assert not nudge(store, when)
    assert said(engine) == [("safety_check", None)]
    morning = alice.hours.local_date(when) + DAY
    assert planned(store, alice, acute) == [(CHECK, at(NEW_YORK, morning.year, morning.month, morning.day, 9, 0))]


def test_a_look_after_an_acute_client_that_comes_late_still_comes_at_once(
    store: Store, engine: Engine, alice: Person, case: Case
) -> None:
    known(store, alice, replace(case[0], safety=Safety(Risk.ACUTE), check_at=NOW + HOUR), quiet(case[1]))
    assert nudge(store, EVENING)
    assert said(engine) == [("safety_check", None)]


def test_the_look_goes_to_its_therapist_and_tells_a_locked_phone_nothing(
    store: Store, alice: Person, case: Case
) -> None:
    acute = replace(case[0], safety=Safety(Risk.ACUTE), check_at=NOW)
    known(store, alice, acute, quiet(case[1]))
    nudge(store, NOW)
    (message,) = store.run_here(lambda work: work.outbox.claim(1, [], 10))
    assert message.chat_id == ALICE_CHAT
    assert message.body is not None
    first_line = Card.from_json(message.body).html.splitlines()[0].lower()
    assert not any(word in first_line for word in ("acute", "risk", "danger", "suicid", case[1].service.name.lower()))


def test_each_day_of_an_acute_week_has_its_look(store: Store, engine: Engine, alice: Person, case: Case) -> None:
    """Thanksgiving and the week-end included; nobody answers."""
    acute = log_risk(case[0], Risk.ACUTE, alice.hours, NOW)
    known(store, alice, acute, quiet(case[1]))
    for number in range(7):
        (look,) = planned(store, alice, acute)
        assert alice.hours.local_date(look[1]) == date(2026, 11, 24) + number * DAY
        assert nudge(store, look[1] + 5 * timedelta(seconds=1))
    assert said(engine) == [("safety_check", None)] * 7


def test_a_look_at_an_elevated_risk_that_comes_late_waits_for_the_hours(
    store: Store, engine: Engine, alice: Person, case: Case
) -> None:
    elevated = replace(case[0], safety=Safety(Risk.ELEVATED), check_at=NOW + HOUR)
    known(store, alice, elevated, quiet(case[1]))
    assert nudge(store, EVENING)
    assert not nudge(store, WEDNESDAY - MINUTE)
    assert said(engine) == []
    assert nudge(store, WEDNESDAY)
    assert said(engine) == [("safety_check", None)]
    assert planned(store, alice, elevated) == [(CHECK, WEDNESDAY + WEEK)]


def test_a_look_that_had_to_lie_outside_the_hours_does_not_wait(
    store: Store, engine: Engine, alice: Person, case: Case
) -> None:
    """As after a session an elevated client did not come to: the same day."""
    known(store, alice, replace(case[0], safety=Safety(Risk.ELEVATED, asked_at=NOW), check_at=EVENING), quiet(case[1]))
    assert nudge(store, EVENING)
    assert said(engine) == [("safety_check", None)]


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"safety": Safety(), "check_at": None},
        {"safety": Safety(Risk.ACUTE), "check_at": NOW + DAY},
        {"closed_at": NOW, "closed_because": Closing.GOODBYE},
        {"hospital": Hospital.ADMITTED, "check_at": NOW + WEEK},
        {"hospital": Hospital.ADMITTED},
    ],
    ids=["stood down", "asked meanwhile", "parted", "in hospital", "another question"],
)
def test_a_look_whose_reason_is_gone_is_dropped(
    store: Store, engine: Engine, alice: Person, case: Case, meanwhile: dict[str, Any]
) -> None:
    acute = replace(case[0], safety=Safety(Risk.ACUTE), check_at=NOW + HOUR)
    known(store, alice, acute, quiet(case[1]))
    changed = replace(acute, **meanwhile)
    store.run_here(lambda work: work.caseload(alice.id).save_client(changed, "changed", NOW))
    nudge(store, NOW + HOUR)
    assert ("safety_check", None) not in said(engine)


@pytest.mark.parametrize("marks", [{}, {"sufficient": True}, {"purposes": frozenset({Purpose.CRISIS})}], ids=str)
def test_at_acute_risk_a_question_that_was_due_is_asked_only_of_what_serves_it(
    store: Store, engine: Engine, alice: Person, case: Case, marks: dict[str, Any]
) -> None:
    (by_stage,) = known(store, alice, case[0], replace(case[1], **marks))
    acute = replace(case[0], safety=Safety(Risk.ACUTE), check_at=by_stage.due_at + DAY)
    store.run_here(lambda work: work.caseload(alice.id).save_client(acute, "risk", NOW))
    assert nudge(store, by_stage.due_at)
    assert said(engine) == ([("by_stage", case[1].id)] if marks else [])


def test_a_question_about_a_referral_waits_for_the_hours_even_of_an_acute_client(
    store: Store, engine: Engine, alice: Person, case: Case
) -> None:
    """Also while a look after her lies outside them."""
    evening = EVENING + 6 * DAY  # a Monday; the bot was away since the morning
    acute = replace(case[0], safety=Safety(Risk.ACUTE), check_at=evening)
    assert len(known(store, alice, acute, replace(case[1], sufficient=True))) == 2
    while nudge(store, evening):
        pass
    assert said(engine) == [("safety_check", None)]
    while nudge(store, at(NEW_YORK, 2026, 12, 1, 9, 0)):
        pass
    assert ("by_stage", case[1].id) in said(engine)


def test_in_hospital_it_is_asked_weekly_in_hours_and_nothing_else(
    store: Store, engine: Engine, alice: Person, case: Case
) -> None:
    away = replace(case[0], hospital=Hospital.ADMITTED, check_at=NOW)
    assert [item.kind for item in known(store, alice, away, case[1])] == [HOSPITAL]
    assert nudge(store, EVENING)
    assert said(engine) == []
    assert nudge(store, WEDNESDAY)
    assert not nudge(store, WEDNESDAY + 6 * DAY)
    assert said(engine) == [("hospital", None)]
    assert planned(store, alice, away) == [(HOSPITAL, WEDNESDAY + WEEK)]


def test_after_a_discharge_the_first_question_does_not_wait_where_it_would_come_too_late(
    store: Store, engine: Engine, alice: Person, case: Case
) -> None:
    back = replace(case[0], hospital=Hospital.DISCHARGED, hospital_on=date(2026, 11, 27), check_at=SATURDAY)
    known(store, alice, back, quiet(case[1]))
    assert nudge(store, SATURDAY)
    assert said(engine) == [("hospital", None)]
    assert planned(store, alice, back) == [(HOSPITAL, at(NEW_YORK, 2026, 11, 30, 9, 0))]


@pytest.fixture
def resting(store: Store, alice: Person, case: Case) -> tuple[Client, Referral, Referral]:
    """An acute client of two referrals at rest, stood down to elevated."""
    _, second = logged(store, alice)
    acute = log_risk(case[0], Risk.ACUTE, alice.hours, NOW)
    both = hold(case[1], Hold.RISK, NOW), hold(second, Hold.RISK, NOW)
    known(store, alice, acute, *both)
    down = stand_down(acute, TalkedOver.SUPERVISOR, False, alice.hours, NOW)
    known(store, alice, replace(down, check_at=None))
    return down, *both


def test_what_rests_comes_back_one_at_a_time_a_week_apart(
    store: Store, engine: Engine, alice: Person, resting: tuple[Client, Referral, Referral]
) -> None:
    client, first, second = resting
    assert planned(store, alice, client) == [(RETURN, NOW + WEEK)]
    assert nudge(store, NOW + WEEK)
    assert said(engine) == [("return", first.id)]
    back = referral_of(store, alice, first)
    assert (back.state, back.hold, back.moved_at) == (State.SUGGESTED, None, NOW + WEEK)
    assert referral_of(store, alice, second).held
    assert client_of(store, alice, client).safety.return_at == NOW + 2 * WEEK
    assert (RETURN, NOW + 2 * WEEK) in planned(store, alice, client)
    while nudge(store, NOW + 2 * WEEK):
        pass
    assert [message for message in said(engine) if message[0] == "return"] == [
        ("return", first.id),
        ("return", second.id),
    ]
    assert client_of(store, alice, client).safety.return_at is None


def test_a_return_that_comes_late_waits_for_the_hours(
    store: Store, engine: Engine, alice: Person, resting: tuple[Client, Referral, Referral]
) -> None:
    assert nudge(store, EVENING + WEEK)
    assert said(engine) == []
    assert referral_of(store, alice, resting[1]).held
    assert nudge(store, WEDNESDAY + WEEK)
    assert said(engine) == [("return", resting[1].id)]


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"safety": Safety(Risk.ACUTE)},
        {"hospital": Hospital.ADMITTED},
        {"closed_at": NOW, "closed_because": Closing.GOODBYE},
    ],
    ids=["acute again", "in hospital", "parted"],
)
def test_nothing_comes_back_when_its_time_has_gone(
    store: Store,
    engine: Engine,
    alice: Person,
    resting: tuple[Client, Referral, Referral],
    meanwhile: dict[str, Any],
) -> None:
    changed = replace(resting[0], check_at=None, **meanwhile)
    store.run_here(lambda work: work.caseload(alice.id).save_client(changed, "changed", NOW))
    assert nudge(store, NOW + WEEK)
    assert said(engine) == []
    assert referral_of(store, alice, resting[1]).held


def test_a_not_now_is_asked_about_once_and_stays_as_it_is(
    store: Store, engine: Engine, alice: Person, case: Case
) -> None:
    left = quiet(case[1], revisit_on=date(2026, 11, 28))
    (due,) = known(store, alice, case[0], left)
    assert (due.kind, due.due_at) == (REVISIT, at(NEW_YORK, 2026, 11, 30, 9, 0))
    assert nudge(store, due.due_at)
    assert not nudge(store, due.due_at + 30 * DAY)
    assert said(engine) == [("revisit", left.id)]
    assert referral_of(store, alice, left).state is State.DECLINED
    assert planned(store, alice, case[0]) == []


@pytest.mark.parametrize("why", ["acute", "reopened", "another day"])
def test_a_not_now_whose_reason_is_gone_is_dropped(
    store: Store, engine: Engine, alice: Person, case: Case, why: str
) -> None:
    left = quiet(case[1], revisit_on=date(2026, 11, 28))
    (due,) = known(store, alice, case[0], left)
    with_it = {
        "acute": (replace(case[0], safety=Safety(Risk.ACUTE)), left),
        "reopened": (case[0], replace(left, state=State.SUGGESTED, next_check_at=due.due_at + WEEK)),
        "another day": (case[0], replace(left, revisit_on=None)),
    }
    client, referral = with_it[why]
    store.run_here(lambda work: work.caseload(alice.id).save_client(client, "changed", NOW))
    store.run_here(lambda work: work.caseload(alice.id).save(replace(referral, version=2), "changed", NOW))
    nudge(store, due.due_at)
    assert said(engine) == []
