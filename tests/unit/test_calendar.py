"""What stands in a therapist's calendar: the instants of her rules, and what becomes of them when they change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.paper.calendar import Event, written
from referrals.calendar import HORIZON, Entry, Held, Kind, News, appointment_of, compare, sessions_of, supervision_of
from referrals.client import Closing, Hospital
from referrals.lifecycle import hold
from referrals.model import Hold, State
from referrals.sessions import SESSION_LENGTH, SessionRule, move_session, next_session, pause, sessions_within
from tests.unit.ics import read
from tests.unit.moments import (
    LORD_HOWE,
    NEW_YORK,
    NOW,
    at,
    client,
    instants,
    referral,
    rules,
    rules_with_exceptions,
    weekly,
)

MADRID = ZoneInfo("Europe/Madrid")
MOMENT = timedelta(microseconds=1)
TUESDAY, THURSDAY = 1, 3


def entries(rule: SessionRule | None, now: datetime = NOW) -> list[Entry]:
    return sessions_of(client(rule), SESSION_LENGTH, now)


def handed(held: Sequence[Held], news: News, now: datetime = NOW) -> list[Held]:
    """What she has once the news were handed out; as the memory keeps it."""
    renewed = {one.id: one for one in (*news.changed, *news.cancelled)}
    ids = count(max((one.id for one in held), default=0) + 1)
    added = [Held(number, f"uid {number}", entry, 0, now) for number, entry in zip(ids, news.added, strict=False)]
    return [*(renewed.get(one.id, one) for one in held), *added]


def anew(held: Sequence[Held], wanted: Sequence[Entry], now: datetime = NOW) -> list[Held]:
    return handed(held, compare(held, wanted, NEW_YORK, now), now)


def live(held: Sequence[Held]) -> dict[str, Entry]:
    return {one.uid: one.entry for one in held if not one.cancelled}


@settings(max_examples=40)  # a file is read back each time
@given(rules_with_exceptions, instants)
def test_the_instants_in_the_file_are_those_of_the_rule(rule: SessionRule, now: datetime) -> None:
    """Whatever its zone and whenever its clocks change; what was moved beyond the horizon is there as well."""
    since, until = now - SESSION_LENGTH + MOMENT, now + HORIZON
    far = {move.to for move in rule.moved if move.to and move.to >= until}
    expected = set(sessions_within(rule, since, until))
    expected |= {to for to in far if to in sessions_within(rule, to, to + MOMENT)}
    events = read(written([Event(one, "C7 session") for one in anew([], entries(rule, now), now)]))
    assert {event.starts for event in events} == {start.replace(microsecond=0) for start in expected}
    assert {event.ends - event.starts for event in events} <= {SESSION_LENGTH}


@pytest.mark.parametrize(
    ("zone", "winter", "summer", "now"),
    [
        (NEW_YORK, timedelta(hours=19), timedelta(hours=18), at(NEW_YORK, 2026, 3, 1, 0, 0)),
        (MADRID, timedelta(hours=13), timedelta(hours=12), at(MADRID, 2026, 3, 20, 0, 0)),
        (LORD_HOWE, timedelta(hours=3, minutes=30), timedelta(hours=3), at(LORD_HOWE, 2026, 9, 20, 0, 0)),
    ],
)
def test_an_hour_of_the_wall_stays_one_through_a_change_of_the_clocks(
    zone: ZoneInfo, winter: timedelta, summer: timedelta, now: datetime
) -> None:
    found = read(written([Event(one, "") for one in anew([], entries(weekly(TUESDAY, 14, zone=zone), now), now)]))
    hours = [one.starts - one.starts.replace(hour=0, minute=0) for one in found]
    assert set(hours) == {winter, summer}
    assert hours == sorted(hours, reverse=True)


@given(rules_with_exceptions, rules_with_exceptions, instants, st.timedeltas(timedelta(), timedelta(weeks=6)))
def test_after_any_change_she_has_what_is_wanted_and_no_more(
    before: SessionRule, after: SessionRule, now: datetime, passes: timedelta
) -> None:
    first = anew([], entries(before, now), now)
    later = now + passes
    wanted = entries(after, later)
    second = anew(first, wanted, later)
    to_come = [entry for entry in live(second).values() if entry.ends_at > later]
    assert sorted(to_come, key=repr) == sorted(wanted, key=repr)
    assert len({one.uid for one in second}) == len(second)
    assert compare(second, wanted, NEW_YORK, later) == News([], [], []), "asked again, nothing is news"
    for was, now_is in zip(first, second, strict=False):
        same = (was.entry, was.cancelled) == (now_is.entry, now_is.cancelled)
        assert now_is.sequence == was.sequence + (not same)
        assert now_is.changed_at == (was.changed_at if same else later)
        assert was.uid == now_is.uid


@given(rules, instants, st.timedeltas(-timedelta(days=10), timedelta(days=40)))
def test_a_session_moved_keeps_its_place(rule: SessionRule, now: datetime, by: timedelta) -> None:
    start = next_session(rule, now)
    if start is None or start + by <= now or start >= now + HORIZON:
        return
    first = anew([], entries(rule, now), now)
    (uid,) = [one.uid for one in first if one.entry.starts_at == start]
    moved = move_session(rule, start, start + by, now)
    wanted = {entry.starts_at for entry in entries(moved, now)}
    second = live(anew(first, entries(moved, now), now))
    # Where it falls on another one, or into a pause, there is no such session.
    if start + by in wanted and start + by not in {one.entry.starts_at for one in first if one.uid != uid}:
        assert second[uid].starts_at == start + by


def test_left_out_it_is_cancelled_and_back_it_has_its_old_place() -> None:
    rule = weekly(THURSDAY, 14)
    start = next_session(rule, NOW)
    assert start is not None
    first = anew([], entries(rule))
    without = anew(first, entries(move_session(rule, start, None, NOW)))
    assert [(one.entry.starts_at, one.sequence) for one in without if one.cancelled] == [(start, 1)]
    back = anew(without, entries(rule))
    assert live(back) == live(first)
    assert [one.sequence for one in back if one.entry.starts_at == start] == [2]


def test_another_hour_or_day_of_the_week_takes_the_places_of_the_old_one() -> None:
    first = anew([], entries(weekly(THURSDAY, 14)))
    second = anew(first, entries(weekly(THURSDAY + 1, 9)))
    assert live(first).keys() == live(second).keys()
    assert {one.sequence for one in second} == {1}


def test_what_is_over_stays_as_it_was() -> None:
    first = anew([], entries(weekly(THURSDAY, 14)))
    later = NOW + timedelta(weeks=3)
    second = anew(first, [], later)
    assert [one.cancelled for one in second] == [one.entry.ends_at > later for one in first]
    assert {one.cancelled for one in second} == {True, False}


def test_of_an_erased_client_all_is_cancelled_whoever_comes_then() -> None:
    first = anew([], entries(weekly(THURSDAY, 14)))
    unknown = [replace(one, entry=replace(one.entry, client_id=None, was=None)) for one in first]
    second = anew(unknown, entries(weekly(THURSDAY, 14)))
    assert [one.cancelled for one in second] == [True] * len(first) + [False] * len(first)


@pytest.mark.parametrize(
    "away",
    [
        {"sessions": None},
        {"closed_at": NOW, "closed_because": Closing.GOODBYE},
        {"hospital": Hospital.ADMITTED},
        {"sessions": pause(weekly(THURSDAY, 14), NOW.date(), None)},
    ],
    ids=["no rule", "closed", "in hospital", "paused"],
)
def test_who_does_not_come_has_no_session(away: dict[str, object]) -> None:
    comes = client(weekly(THURSDAY, 14))
    assert len(sessions_of(comes, SESSION_LENGTH, NOW)) == 12
    assert sessions_of(replace(comes, **away), SESSION_LENGTH, NOW) == []  # type: ignore[arg-type] # fields of hers


def test_a_session_that_goes_on_is_not_over() -> None:
    rule, start = weekly(THURSDAY, 14), at(NEW_YORK, 2026, 11, 26, 14, 0)
    assert entries(rule, start + SESSION_LENGTH - MOMENT)[0].starts_at == start
    assert entries(rule, start + SESSION_LENGTH)[0].starts_at == start + timedelta(weeks=1)


def test_several_supervisions_at_one_time_are_one() -> None:
    rules = [weekly(THURSDAY, 10), weekly(THURSDAY, 10), weekly(THURSDAY, 11)]
    found = supervision_of(rules, SESSION_LENGTH, NOW)
    assert len(found) == 24
    assert {entry.kind for entry in found} == {Kind.SUPERVISION}


BOOKED = referral(state=State.SCHEDULED, appointment_at=at(NEW_YORK, 2026, 12, 3, 15, 0))


def test_an_appointment_has_its_hour_or_its_day() -> None:
    timed = appointment_of(BOOKED, NEW_YORK, NOW)
    assert timed is not None
    assert (timed.starts_at, timed.on) == (BOOKED.appointment_at, None)
    midnight = at(NEW_YORK, 2026, 12, 3, 0, 0)
    untimed = appointment_of(replace(BOOKED, appointment_at=midnight, appointment_timed=False), NEW_YORK, NOW)
    assert untimed is not None
    assert (untimed.on, untimed.starts_at, untimed.ends_at) == (
        date(2026, 12, 3),
        midnight,
        midnight + timedelta(days=1),
    )


def test_it_stays_while_the_referral_rests_and_goes_with_any_other_state() -> None:
    assert appointment_of(hold(BOOKED, Hold.RISK, NOW), NEW_YORK, NOW) == appointment_of(BOOKED, NEW_YORK, NOW)
    for state in set(State) - {State.SCHEDULED, State.ON_HOLD}:
        assert appointment_of(replace(BOOKED, state=state), NEW_YORK, NOW) is None
    assert appointment_of(replace(BOOKED, appointment_at=None), NEW_YORK, NOW) is None
    assert appointment_of(BOOKED, NEW_YORK, datetime(2026, 12, 4, tzinfo=UTC)) is None


def test_booked_for_another_day_it_keeps_its_place() -> None:
    moved = replace(BOOKED, appointment_at=at(NEW_YORK, 2026, 12, 10, 9, 0))
    first = anew([], [entry for entry in [appointment_of(BOOKED, NEW_YORK, NOW)] if entry])
    second = anew(first, [entry for entry in [appointment_of(moved, NEW_YORK, NOW)] if entry])
    assert [(one.uid, one.sequence, one.entry.starts_at) for one in second] == [("uid 1", 1, moved.appointment_at)]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=120))
def test_whatever_a_title_holds_comes_back(title: str) -> None:
    (held,) = anew([], entries(weekly(THURSDAY, 14))[:1])
    (event,) = read(written([Event(held, title)]))
    assert event.title == title
