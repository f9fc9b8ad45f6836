"""Weeks of a therapist with several clients: silent or answering, with a clock that may be set back or run ahead."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from referrals.client import Client, Hospital
from referrals.lifecycle import hold, put_off
from referrals.model import Hold, Purpose, Referral, State, Step
from referrals.risk import Risk, Safety
from referrals.sessions import SessionRule
from referrals.timing import OF_ONE_REFERRAL, QUESTIONS
from tests.unit.days import Days, some_days
from tests.unit.desk import Desk, Said
from tests.unit.moments import referral

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STEPS = [Step.AGREED, Step.CONTACTED, Step.WAITLISTED, Step.NOT_READY, Step.WENT, Step.DECLINED]
JUMPS = st.lists(st.sampled_from([-DAY, -HOUR, HOUR, 7 * DAY]), max_size=3)
RISKS = [Risk.NONE_LOGGED, Risk.NONE_LOGGED, Risk.ELEVATED, Risk.ACUTE]


def a_client(number: int, sessions: SessionRule | None, now: datetime, chance: Random) -> Client:
    level, hospital = chance.choice(RISKS), chance.choice([None, None, None, *Hospital])
    looked_after = level is not Risk.NONE_LOGGED or hospital is not None
    safety = Safety(level=level, since=now, asked_at=now, return_at=now + DAY if level is Risk.ELEVATED else None)
    check_at = now + chance.randint(0, 7 * 24) * HOUR if looked_after else None
    return Client(
        id=number,
        code=f"C{number}",
        sessions=sessions,
        safety=safety,
        check_at=check_at,
        hospital=hospital,
        hospital_on=now.date(),
    )


def a_referral(number: int, now: datetime, chance: Random) -> Referral:
    moved_at = now - chance.choice([0, 1, 5, 20, 60]) * DAY
    one = referral(
        id=number,
        state=chance.choice([State.SUGGESTED, State.AGREED, State.CONTACTED, State.WAITLISTED]),
        created_at=moved_at,
        moved_at=moved_at,
        next_check_at=now + chance.randint(-3, 3) * DAY,
        purposes=frozenset({Purpose.CRISIS} if chance.random() < 0.2 else ()),
        wanted_by=now.date() + chance.randint(2, 30) * DAY if chance.random() < 0.2 else None,
    )
    match chance.randint(0, 7):
        case 0:
            return hold(one, Hold.RISK, now)
        case 1:
            return put_off(one, now + chance.randint(0, 9) * DAY)
        case 2:
            booked = now + chance.randint(-48, 200) * HOUR
            return replace(one, state=State.SCHEDULED, appointment_at=booked, next_check_at=booked)
        case 3:
            left_for = now.date() + chance.randint(0, 9) * DAY
            return replace(one, state=State.DECLINED, next_check_at=None, revisit_on=left_for)
    return one


def a_desk(days: Days, chance: Random) -> Desk:
    rules: list[SessionRule | None] = [
        *(rule for rule in days.rules if rule is not days.habits.supervision),
        None,
        None,
    ]
    clients = {number: a_client(number, rule, days.now, chance) for number, rule in enumerate(rules, 1)}
    referrals = {
        number: [a_referral(10 * number + which, days.now, chance) for which in range(chance.randint(1, 3))]
        for number in clients
    }
    desk = Desk(days.habits, clients, referrals, days.now)
    desk.plan(clients)
    return desk


def walk(desk: Desk, chance: Random, answers: float, jumps: list[timedelta], weeks: int = 4) -> None:
    """Each message goes out as its instant comes; every jump of the clock comes after a few of them."""
    until, to_come = desk.now + weeks * 7 * DAY, list(jumps)
    for step in range(400):
        messages = desk.arranged()
        nothing_forgotten(desk)
        if not messages or messages[0].at > until:
            return
        first = messages[0]
        if to_come and step % 7 == 6:
            desk.now += to_come.pop()
            desk.plan(desk.clients)
            continue
        assert first.at >= desk.now
        desk.now = first.at
        fits(desk, first.at, urgent=first.wishes[0].planned.urgent)
        went = desk.say(first)
        for one in went:
            if one.about is not None and chance.random() < answers:
                told(desk, one, chance)


def told(desk: Desk, said: Said, chance: Random) -> None:
    if said.planned.kind in QUESTIONS:
        desk.answer(said, chance.choice(STEPS))


def nothing_forgotten(desk: Desk) -> None:
    for number in desk.clients:
        asks = [item for item in desk.planned(number) if item.kind in QUESTIONS]
        assert bool(asks) == bool(desk.askable(number)), desk.clients[number].code


def fits(desk: Desk, at: datetime, *, urgent: bool) -> None:
    """That it may come now: in her hours, in no session, and not one too many."""
    if not urgent:
        diary = desk.diary()
        assert diary.open_at(at)
        assert diary.out_of_session(at) == at
        assert desk.said_by_date()[desk.habits.hours.local_date(at)] < desk.habits.ceiling


def once_a_date(desk: Desk) -> None:
    rules = Counter((one.client_id, one.rule) for one in desk.said if not one.planned.kind.about_client)
    assert not [rule for rule, times in rules.items() if times > 1]


@given(some_days, st.integers(0, 2**32).map(Random), st.sampled_from([0, 0.4, 1]), JUMPS)
@settings(max_examples=25, deadline=None)
def test_for_weeks_on_end_nothing_is_asked_twice_on_a_date_and_nothing_is_forgotten(
    days: Days, chance: Random, answers: float, jumps: list[timedelta]
) -> None:
    desk = a_desk(days, chance)
    walk(desk, chance, answers, jumps)
    once_a_date(desk)


@given(some_days, st.integers(0, 2**32).map(Random), st.sampled_from([0, 0.4, 1]))
@settings(max_examples=15, deadline=None)
def test_a_rule_speaks_once_on_the_date_on_which_it_is_heard(days: Days, chance: Random, answers: float) -> None:
    desk = a_desk(days, chance)
    walk(desk, chance, answers, [])
    rules = Counter(
        (
            one.client_id,
            one.planned.kind,
            one.about if one.planned.kind in OF_ONE_REFERRAL else None,
            desk.habits.hours.local_date(one.at),
        )
        for one in desk.said
        if not one.planned.kind.about_client
    )
    assert not [rule for rule, times in rules.items() if times > 1]
