"""What the tests of the rules share: zones with a change of the clocks, referrals, and both for Hypothesis."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from referrals.hours import WorkingHours
from referrals.model import OPEN_STATES, Purpose, Readiness, Reading, Referral, Service, State
from referrals.sessions import Cadence, SessionRule, Slot

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # a Tuesday, 15:00 in New York
OFFICE = WorkingHours(NEW_YORK, frozenset(range(5)), time(9), time(18))
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


def at(zone: ZoneInfo, *wall_clock: int, fold: int = 0) -> datetime:
    """The UTC instant of a wall-clock time."""
    return datetime(*wall_clock, fold=fold, tzinfo=zone).astimezone(UTC)  # type: ignore[misc,arg-type] # year to minute


def referral(readiness: Readiness | None = None, **values: Any) -> Referral:
    """A referral with other values; `readiness` is one number told."""
    told = (Reading(readiness.value, readiness.guess, NOW),) if readiness else ()
    return replace(SUGGESTED, **{"readings": told, **values})


def weekly(weekday: int, hour: int, minute: int = 0, zone: ZoneInfo = NEW_YORK) -> SessionRule:
    return SessionRule((Slot(weekday, time(hour, minute)),), Cadence.WEEKLY, date(2026, 1, 1), zone)


zones = st.sampled_from([NEW_YORK, BERLIN])
instants = st.datetimes(*YEARS, timezones=st.just(UTC))
durations = st.timedeltas(timedelta(), timedelta(days=60))
_quarters = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
slots = st.builds(Slot, st.integers(0, 6), _quarters)
rules = st.builds(
    SessionRule,
    st.lists(slots, min_size=1, max_size=3, unique=True).map(tuple),
    st.sampled_from(Cadence),
    st.dates(YEARS[0].date(), YEARS[1].date()),
    zones,
)
_edges = st.tuples(st.integers(6, 13), st.integers(14, 22))
hours = st.builds(
    lambda zone, days, edges: WorkingHours(zone, days, time(edges[0]), time(edges[1])),
    zones,
    st.frozensets(st.integers(0, 6), min_size=1),
    _edges,
)
readiness = st.none() | st.builds(Readiness, st.integers(0, 10), st.booleans())
_referral = st.builds(
    referral,
    state=st.sampled_from(State),
    created_at=instants,
    next_check_at=st.none() | instants,
    appointment_at=st.none() | instants,
    readiness=readiness,
    purposes=st.frozensets(st.sampled_from(Purpose)),
)
_open = st.builds(
    referral,
    state=st.sampled_from(OPEN_STATES),
    created_at=instants,
    next_check_at=instants,
    appointment_at=st.none() | instants,
    readiness=readiness,
    purposes=st.frozensets(st.sampled_from(Purpose)),
)


def _numbered(of_one_client: list[Referral]) -> list[Referral]:
    return [replace(one, id=number) for number, one in enumerate(of_one_client, 1)]


caseloads = st.lists(st.one_of(_open, _referral), max_size=4).map(_numbered)
