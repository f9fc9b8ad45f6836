"""What danger makes pressing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from referrals.client import Client
from referrals.model import Purpose, State
from referrals.risk import Risk, RiskKind, Safety
from referrals.stalled import USUAL, Known, Pattern, Stall, rests_until
from tests.unit.moments import (
    CRISIS_LINE,
    NEW_YORK,
    NOW,
    at,
    client,
    referral,
)
from tests.unit.stalled.cases import (
    CRISIS,
    DAY,
    LATER,
    MOMENT,
    NOBODY_SAID,
    ONE,
    WEEK,
    WITHOUT,
    found,
    patterns,
    stalls_of,
)


@pytest.mark.parametrize(
    "values",
    [
        {"purposes": frozenset({Purpose.CRISIS})},
        {"reduces": RiskKind.VIOLENCE},
        {"service": CRISIS_LINE},
        {"sufficient": True},
    ],
    ids=str,
)
@pytest.mark.parametrize("state", [State.SUGGESTED, State.AGREED])
def test_what_reduces_danger_or_is_enough_for_now_is_pressing_after_a_week(
    values: dict[str, Any], state: State
) -> None:
    one = referral(state=state, **values)
    assert patterns(WITHOUT, [one], NOW + WEEK - MOMENT) == []
    assert stalls_of(WITHOUT, [one], NOBODY_SAID, NOW + WEEK) == [
        Stall(Pattern.SAFETY_WITHOUT_CONTACT, (1,), days=7, sessions=None)
    ]


def test_the_others_are_not() -> None:
    other = referral(purposes=frozenset(Purpose) - {Purpose.CRISIS})
    assert patterns(client(risk=Risk.ACUTE), [other], NOW + WEEK) == []


@pytest.mark.parametrize("state", [State.CONTACTED, State.WAITLISTED, State.SCHEDULED])
def test_once_somebody_was_in_touch_it_is_not_without_contact(state: State) -> None:
    for risk in Risk:
        assert patterns(client(risk=risk), [replace(CRISIS, state=state)], NOW + 2 * WEEK) == []


def acute_since(since: datetime | None) -> Client:
    return Client(id=1, code="C7", safety=Safety(Risk.ACUTE, since=since))


@pytest.mark.parametrize(
    ("logged", "acute", "pressing"),
    [
        ((2026, 11, 24, 9), (2026, 11, 24, 15), (2026, 11, 25, 0)),
        ((2026, 11, 24, 23, 59), (2026, 11, 23, 15), (2026, 11, 25, 0)),
        ((2026, 11, 20, 9), (2026, 11, 24, 15), (2026, 11, 25, 0)),  # recommended before the risk became acute
        ((2026, 11, 17, 9), (2026, 11, 24, 9), (2026, 11, 24, 9)),  # a week had passed anyway
        ((2026, 11, 24, 9), None, (2026, 11, 25, 0)),
    ],
)
def test_at_acute_risk_it_is_pressing_the_next_day_by_the_therapists_dates(
    logged: tuple[int, ...], acute: tuple[int, ...] | None, pressing: tuple[int, ...]
) -> None:
    one = replace(CRISIS, moved_at=at(NEW_YORK, *logged))
    who, now = acute_since(at(NEW_YORK, *acute) if acute else None), at(NEW_YORK, *pressing)
    assert stalls_of(who, [one], NOBODY_SAID, now - MOMENT, zone=NEW_YORK) == []
    found = stalls_of(who, [one], NOBODY_SAID, now, zone=NEW_YORK)
    assert [stall.pattern for stall in found] == [Pattern.SAFETY_WITHOUT_CONTACT]


@pytest.mark.parametrize("risk", [Risk.ELEVATED, Risk.NONE_LOGGED])
def test_short_of_acute_risk_it_is_a_week(risk: Risk) -> None:
    assert patterns(client(risk=risk), [CRISIS], NOW + WEEK - MOMENT) == []


@pytest.mark.parametrize(("days", "shows"), [(6, False), (7, True)])
def test_agreeing_is_no_contact_and_begins_no_new_week(days: int, shows: bool) -> None:
    agreed = referral(
        state=State.AGREED, purposes=frozenset({Purpose.CRISIS}), created_at=NOW - days * DAY, moved_at=NOW - DAY
    )
    found = {stall.pattern for stall in stalls_of(client(), [agreed], NOBODY_SAID, NOW)}
    assert (Pattern.SAFETY_WITHOUT_CONTACT in found) is shows


def test_what_danger_makes_pressing_is_soon_back_after_it_was_talked_over() -> None:
    (pressing,) = (s for s in found(CRISIS, Known(), NOW + WEEK) if s.pattern is Pattern.SAFETY_WITHOUT_CONTACT)
    acute = replace(WITHOUT, safety=Safety(Risk.ACUTE, since=NOW))
    assert rests_until(pressing, acute, USUAL, LATER) == LATER + DAY
    assert rests_until(pressing, WITHOUT, USUAL, LATER) == LATER + WEEK
    (still,) = found(ONE, Known(), LATER)
    assert rests_until(still, acute, USUAL, LATER) == LATER + 21 * DAY
