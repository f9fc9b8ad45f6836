"""What the tests of the rules share: zones with a change of the clocks, referrals, and both for Hypothesis."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from referrals.client import Client, Hospital
from referrals.days_off import Away, DaysOff
from referrals.habits import CEILING, Habits
from referrals.hours import WorkingHours
from referrals.lifecycle import hold
from referrals.model import (
    OPEN_STATES,
    Hold,
    Purpose,
    Readiness,
    Reading,
    Referral,
    Service,
    ServiceKind,
    State,
)
from referrals.risk import Risk, RiskKind, Safety
from referrals.sessions import Cadence, Moved, SessionRule, Slot

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")
# Its clocks change at midnight, so that one day of the year has none.
HAVANA = ZoneInfo("America/Havana")
CAIRO = ZoneInfo("Africa/Cairo")
# Half an hour of summer time; a quarter of an hour off all others.
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # a Tuesday, 15:00 in New York
OFFICE = WorkingHours(NEW_YORK, frozenset(range(5)), time(9), time(18))
HABITS = Habits(OFFICE)
YEARS = (datetime(2026, 1, 1), datetime(2028, 1, 1))  # noqa: DTZ001 - Hypothesis adds the zone

SUGGESTED = Referral(
    id=1,
    client_id=1,
    service=Service(1, "Psychiatric evaluation"),
    state=State.SUGGESTED,
    created_at=NOW,
    moved_at=NOW,
    next_check_at=NOW,
)
CRISIS_LINE = Service(2, "Crisis line", kind=ServiceKind.CRISIS_LINE)


def at(zone: ZoneInfo, *wall_clock: int, fold: int = 0) -> datetime:
    """The UTC instant of a wall-clock time."""
    return datetime(*wall_clock, fold=fold, tzinfo=zone).astimezone(UTC)  # type: ignore[misc,arg-type] # year to minute


def referral(readiness: Readiness | None = None, **values: Any) -> Referral:
    """A referral with other values; `readiness` is one number told."""
    told = (Reading(readiness.value, readiness.guess, NOW),) if readiness else ()
    return replace(SUGGESTED, **{"readings": told, **values})


def client(sessions: SessionRule | None = None, risk: Risk = Risk.NONE_LOGGED, **values: Any) -> Client:
    """A client at a level of risk; `values` are those of the client herself."""
    return Client(id=1, code="C7", sessions=sessions, safety=Safety(level=risk), **values)


def weekly(weekday: int, hour: int, minute: int = 0, zone: ZoneInfo = NEW_YORK) -> SessionRule:
    return SessionRule((Slot(weekday, time(hour, minute)),), Cadence.WEEKLY, date(2026, 1, 1), zone)


zones = st.sampled_from([NEW_YORK, BERLIN, HAVANA, CAIRO, LORD_HOWE, KATHMANDU])
instants = st.datetimes(*YEARS, timezones=st.just(UTC))
dates = st.dates(YEARS[0].date(), YEARS[1].date())
durations = st.timedeltas(timedelta(), timedelta(days=60))
_quarters = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
slots = st.builds(Slot, st.integers(0, 6), _quarters)
# Without exceptions.
rules = st.builds(
    SessionRule,
    st.lists(slots, min_size=1, max_size=3, unique=True).map(tuple),
    st.sampled_from(Cadence),
    dates,
    zones,
)


@st.composite
def _excepted(draw: st.DrawFn) -> SessionRule:
    """With sessions moved once or left out, and a pause."""
    since, days = draw(dates), draw(st.none() | st.integers(1, 90))
    pauses = draw(st.booleans())
    return replace(
        draw(rules),
        moved=tuple(Moved(*pair) for pair in draw(st.lists(st.tuples(instants, st.none() | instants), max_size=3))),
        paused_from=since if pauses else None,
        paused_until=since + timedelta(days=days) if pauses and days else None,
    )


rules_with_exceptions = _excepted()
_edges = st.tuples(st.integers(6, 13), st.integers(14, 22))
hours = st.builds(
    lambda zone, days, edges: WorkingHours(zone, days, time(edges[0]), time(edges[1])),
    zones,
    st.frozensets(st.integers(0, 6), min_size=1),
    _edges,
)
days_off = st.builds(
    DaysOff,
    st.none() | st.sampled_from(["US", "US-NY", "DE-BE", "AU-NSW", "EG"]),
    st.none() | st.builds(lambda since, days: Away(since, since + timedelta(days=days)), dates, st.integers(1, 40)),
)


@st.composite
def _habits(draw: st.DrawFn) -> Habits:
    """As they may be chosen, with hours that begin or end in the night among them."""
    edges = draw(st.sampled_from([(0, 15, 3, 45), (6, 0, 14, 0), (9, 0, 18, 0), (13, 30, 22, 0), (20, 0, 23, 45)]))
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    hours = WorkingHours(draw(zones), days, time(*edges[:2]), time(*edges[2:]), draw(days_off))
    supervision = draw(st.none() | rules)
    return Habits(
        hours,
        lead=timedelta(minutes=draw(st.sampled_from([15, 30, 60]))),
        session_length=timedelta(minutes=draw(st.sampled_from([45, 50, 60, 90]))),
        ceiling=draw(st.integers(1, CEILING)),
        supervision=replace(supervision, zone=hours.zone, off=hours.off) if supervision else None,
    )


habits = _habits()
readiness = st.none() | st.builds(Readiness, st.integers(0, 10), st.booleans())
_of_any = {
    "created_at": instants,
    "appointment_at": st.none() | instants,
    "readiness": readiness,
    "purposes": st.frozensets(st.sampled_from(Purpose)),
    "service": st.sampled_from([SUGGESTED.service, CRISIS_LINE]),
    "reduces": st.none() | st.sampled_from(RiskKind),
    "sufficient": st.booleans(),
    "first_at": st.none() | instants,
    "wished_at": st.none() | instants,
}
_ended_or_not = st.builds(
    referral,
    state=st.sampled_from(State),
    next_check_at=st.none() | instants,
    revisit_on=st.none() | dates,
    **_of_any,
)
_open = st.builds(referral, state=st.sampled_from(OPEN_STATES), next_check_at=instants, **_of_any)
held = st.builds(hold, _open.filter(lambda one: not one.held), st.sampled_from(Hold), instants)
any_referral = st.one_of(_open, held, _ended_or_not)


def _numbered(of_one_client: list[Referral]) -> list[Referral]:
    return [replace(one, id=number) for number, one in enumerate(of_one_client, 1)]


caseloads = st.lists(any_referral, max_size=4).map(_numbered)
safeties = st.builds(
    Safety,
    level=st.sampled_from(Risk),
    kind=st.none() | st.sampled_from(RiskKind),
    since=st.none() | instants,
    asked_at=st.none() | instants,
    return_at=st.none() | instants,
)


def _clients(sessions: st.SearchStrategy[SessionRule]) -> st.SearchStrategy[Client]:
    return st.builds(
        Client,
        id=st.just(1),
        code=st.just("C7"),
        sessions=st.none() | sessions,
        safety=safeties,
        check_at=st.none() | instants,
        hospital=st.none() | st.sampled_from(Hospital),
        hospital_on=st.none() | dates,
    )


# The work with them goes on; the second kind have no exceptions in their sessions.
clients = _clients(rules | rules_with_exceptions)
regular_clients = _clients(rules)
