"""What waits for a digest or for a day of the therapist's own, and what waits for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.asking import may_be_asked, referral_of, still_meant
from referrals.client import Client, Hospital
from referrals.days_off import Away, DaysOff
from referrals.habits import Habits
from referrals.lifecycle import put_off
from referrals.model import Referral, State
from referrals.planning import plan
from referrals.risk import Risk, Safety
from referrals.timing import LONGEST_SILENCE, OF_SUPERVISION, QUESTIONS, NudgeKind, Planned
from tests.unit.moments import (
    HABITS,
    NEW_YORK,
    NOW,
    OFFICE,
    at,
    caseloads,
    client,
    clients,
    durations,
    habits,
    instants,
    referral,
    weekly,
)

DAY = timedelta(days=1)
LATER, DIGEST, BY_STAGE = NudgeKind.LATER, NudgeKind.DIGEST, NudgeKind.BY_STAGE
WEEKLY = client(weekly(3, 14))
MONDAY = at(NEW_YORK, 2026, 11, 30, 9, 0)
RESTED = referral(created_at=NOW - 9 * DAY, next_check_at=NOW)
ELEVATED = {"safety": Safety(Risk.ELEVATED, asked_at=NOW)}


def planned(who: Client, *referrals: Referral, now: datetime = NOW, **more: Any) -> list[tuple[NudgeKind, datetime]]:
    """What is planned, the looks around a supervision left out."""
    items = plan(who, referrals, more.pop("her", HABITS), now, **more)
    return [(item.kind, item.due_at) for item in items if item.kind not in OF_SUPERVISION]


def test_what_was_put_off_to_a_day_comes_then_session_or_not() -> None:
    saturday = put_off(RESTED, at(NEW_YORK, 2026, 11, 28, 9, 0))
    assert planned(WEEKLY, saturday) == planned(client(), saturday) == [(LATER, MONDAY)]


def test_what_was_put_off_leaves_the_sessions_to_the_others() -> None:
    later, other = put_off(replace(RESTED, id=2), NOW + DAY), replace(RESTED, id=1)
    raised = {item.referral_id for item in plan(WEEKLY, [later, other], HABITS, NOW) if item.session_at}
    assert raised == {1}
    assert (LATER, NOW + DAY) in planned(WEEKLY, later, other)


def test_what_was_put_off_and_came_today_comes_another_morning() -> None:
    later = put_off(RESTED, NOW)
    assert planned(client(), later) == [(LATER, NOW)]
    tomorrow = at(NEW_YORK, 2026, 11, 25, 9, 0)
    assert planned(client(), later, taken={(LATER, later.id, NOW.date())}) == [(LATER, tomorrow)]
    assert planned(client(), later, taken={(LATER, 99, NOW.date())}) == [(LATER, NOW)], "each has its own"


def test_a_booked_one_is_put_off_to_a_day_and_asked_about_as_an_appointment() -> None:
    booked = referral(state=State.SCHEDULED, appointment_at=NOW - 3 * DAY, next_check_at=NOW - 3 * DAY)
    assert planned(client(), put_off(booked, NOW + 2 * DAY)) == [
        (NudgeKind.AFTER_APPOINTMENT, OFFICE.next_open(NOW + 2 * DAY))
    ]


def test_what_stayed_unanswered_twice_waits_for_the_first_working_morning_of_a_week() -> None:
    assert planned(WEEKLY, RESTED, quiet={RESTED.id}) == [(DIGEST, MONDAY)]
    others = planned(WEEKLY, RESTED, replace(RESTED, id=2), quiet={RESTED.id})
    assert [kind for kind, _ in others] == [NudgeKind.BEFORE_SESSION, NudgeKind.AFTER_SESSION, DIGEST]


@pytest.mark.parametrize(
    ("now", "days_off", "digest"),
    [
        ((2026, 11, 30, 8, 0), DaysOff(), (2026, 11, 30, 9, 0)),
        ((2026, 11, 30, 9, 0), DaysOff(), (2026, 11, 30, 9, 0)),
        ((2026, 11, 30, 9, 1), DaysOff(), (2026, 12, 7, 9, 0)),
        ((2026, 9, 4, 12, 0), DaysOff("US"), (2026, 9, 8, 9, 0)),  # Labor Day is a Monday
        ((2026, 9, 7, 12, 0), DaysOff("US"), (2026, 9, 8, 9, 0)),
        ((2026, 11, 25, 12, 0), DaysOff(None, Away(date(2026, 11, 30), date(2026, 12, 10))), (2026, 12, 10, 9, 0)),
        ((2026, 12, 10, 12, 0), DaysOff(None, Away(date(2026, 11, 30), date(2026, 12, 10))), (2026, 12, 14, 9, 0)),
    ],
)
def test_when_a_digest_comes(now: tuple[int, ...], days_off: DaysOff, digest: tuple[int, ...]) -> None:
    her = replace(HABITS, hours=replace(OFFICE, off=days_off))
    one = replace(RESTED, next_check_at=None)
    late = replace(RESTED, created_at=at(NEW_YORK, *now) - 9 * DAY, next_check_at=at(NEW_YORK, *now) - DAY)
    assert planned(client(), one, now=at(NEW_YORK, *now), her=her, quiet={1}) == []
    assert planned(client(), late, now=at(NEW_YORK, *now), her=her, quiet={1}) == [(DIGEST, at(NEW_YORK, *digest))]


def test_a_digest_that_came_is_followed_by_that_of_the_next_week() -> None:
    came = {(DIGEST, RESTED.id, date(2026, 11, 30))}
    assert planned(client(), RESTED, quiet={RESTED.id}, taken=came) == [(DIGEST, MONDAY + 7 * DAY)]
    assert planned(client(), RESTED, quiet={RESTED.id}, taken={(DIGEST, 99, date(2026, 11, 30))}) == [(DIGEST, MONDAY)]


def test_at_acute_risk_what_serves_it_is_asked_about_however_often_it_stays_unanswered() -> None:
    enough = replace(RESTED, sufficient=True)
    assert [kind for kind, _ in planned(client(risk=Risk.ACUTE), enough, quiet={1})] == [BY_STAGE]


def test_what_has_not_moved_for_four_weeks_stands_in_a_digest() -> None:
    still = replace(RESTED, moved_at=NOW - 28 * DAY)
    assert planned(WEEKLY, still) == [(DIGEST, MONDAY)]
    put = put_off(still, NOW + DAY)
    assert planned(WEEKLY, put) == [(LATER, NOW + DAY)], "save on the day to which she put it off"


def test_what_never_has_its_turn_comes_in_the_last_digest_before_five_weeks_without_a_word() -> None:
    silent, other = replace(RESTED, moved_at=NOW - 9 * DAY), replace(RESTED, id=2, next_check_at=NOW - DAY)

    def in_digest(**more: Any) -> list[tuple[int | None, datetime]]:
        items = plan(WEEKLY, [silent, other], HABITS, NOW, **more)
        return [(item.referral_id, item.due_at) for item in items if item.kind is DIGEST]

    assert in_digest() == [(silent.id, MONDAY + 14 * DAY)]
    asked = {silent.id: NOW - 2 * DAY}
    assert in_digest(asked_at=asked) == [(silent.id, MONDAY + 21 * DAY)], "what was asked about is not without a word"


@given(caseloads, clients, habits, instants, st.sets(st.integers(1, 4)))
def test_of_what_may_be_asked_about_something_is_always_planned(
    referrals: list[Referral], who: Client, her: Habits, now: datetime, quiet: set[int]
) -> None:
    """And nothing that may not; nobody is asked about twice in one way."""
    items = [item for item in plan(who, referrals, her, now, (), quiet) if item.kind in QUESTIONS]
    may = {one.id: one for one in referrals if may_be_asked(who, one)}
    assert bool(items) == bool(may and who.hospital is not Hospital.ADMITTED)
    assert {item.referral_id for item in items} <= may.keys()
    own = [(item.kind, item.referral_id) for item in items]
    assert len(own) == len(set(own))
    if who.hospital is Hospital.ADMITTED:
        return
    if not who.safety.acute:
        alone = {item.referral_id: item.kind for item in items if item.referral_id in quiet}
        assert set(alone.values()) <= {DIGEST, LATER}
        assert alone.keys() == may.keys() & quiet
    for one in may.values():
        waits = one.next_check_at or now
        # A week may be lost to the digest's own day, and more to days off.
        silent = max(one.moved_at + LONGEST_SILENCE, waits, now) + 50 * DAY
        asked = [item.due_at for item in items if item.referral_id == one.id]
        assert asked
        assert min(asked) <= silent or one.appointment_at


@pytest.mark.parametrize(
    ("values", "urgent"),
    [
        ({"safety": Safety(Risk.ACUTE, asked_at=NOW)}, True),
        ({"safety": Safety(Risk.ACUTE, asked_at=NOW), "hospital": Hospital.DISCHARGED}, True),
        ({"hospital": Hospital.DISCHARGED}, True),
        ({"hospital": Hospital.ADMITTED, "safety": Safety(Risk.ACUTE, asked_at=NOW)}, False),
        (ELEVATED, True),  # sooner than the weekly look, as after a missed session
        ({**ELEVATED, "check_at": NOW + 7 * DAY}, False),
        ({"safety": Safety(Risk.ELEVATED)}, False),
    ],
)
def test_what_danger_sets_is_urgent_and_the_weekly_look_is_not(values: dict[str, Any], urgent: bool) -> None:
    who = replace(client(check_at=NOW + DAY), **values)
    (look,) = plan(who, [], HABITS, NOW)
    assert (look.urgent, look.due_at) == (urgent, who.check_at)


@given(caseloads, clients, habits, instants)
def test_nothing_about_a_referral_is_urgent(referrals: list[Referral], who: Client, her: Habits, now: datetime) -> None:
    assert not any(item.urgent for item in plan(who, referrals, her, now) if not item.kind.about_client)


@given(caseloads, clients, habits, instants, durations)
def test_what_is_planned_is_meant_when_it_comes(
    referrals: list[Referral], who: Client, her: Habits, now: datetime, sooner: timedelta
) -> None:
    """Also where it comes with something else, a little sooner."""
    for item in plan(who, referrals, her, now):
        for then in (item.due_at, max(now, item.due_at - sooner)):
            assert still_meant(item, who, referrals, then)
            about = referral_of(item, who, referrals, then)
            assert item.referral_id is None or item.kind is NudgeKind.RETURN or (about and about.id == item.referral_id)


def test_a_brief_is_not_meant_once_its_session_has_begun() -> None:
    brief = next(item for item in plan(WEEKLY, [RESTED], HABITS, NOW) if item.kind is NudgeKind.BEFORE_SESSION)
    assert brief.session_at is not None
    assert still_meant(brief, WEEKLY, [RESTED], brief.session_at - timedelta(seconds=1))
    assert not still_meant(brief, WEEKLY, [RESTED], brief.session_at)


def test_a_session_raises_none_that_waits_for_the_digest() -> None:
    brief: Planned = plan(WEEKLY, [RESTED], HABITS, NOW)[0]
    other = replace(RESTED, id=2)
    assert referral_of(brief, WEEKLY, [RESTED, other], NOW, {1}) == other
    assert referral_of(brief, WEEKLY, [RESTED], NOW, {1}) is None
