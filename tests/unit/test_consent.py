"""Who may call whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from referrals.client import Client, Consenter
from referrals.consent import Permission, give, may_call, permission, withdraw
from referrals.model import State
from tests.unit.moments import referral

TODAY = date(2026, 11, 24)
NOBODY = Client(id=1, code="C7")
ADULT = replace(NOBODY, consenter=Consenter.ADULT)


def test_agreeing_to_go_is_no_permission() -> None:
    agreed = referral(state=State.AGREED)
    assert permission(agreed, ADULT, TODAY) is Permission.NOT_ASKED
    assert not may_call(agreed, ADULT, TODAY)


@pytest.mark.parametrize("who", Consenter)
def test_permission_needs_somebody_known_to_give_it(who: Consenter) -> None:
    given = give(referral(), TODAY, 12)
    assert may_call(given, replace(NOBODY, consenter=who), TODAY)
    assert not may_call(given, NOBODY, TODAY)
    assert permission(given, NOBODY, TODAY) is Permission.NOBODY_KNOWN


@pytest.mark.parametrize(
    ("given_on", "months", "last"),
    [
        (TODAY, 12, date(2027, 11, 24)),
        (TODAY, 6, date(2027, 5, 24)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_it_holds_to_its_last_day_and_no_longer(given_on: date, months: int, last: date) -> None:
    given = give(referral(), given_on, months)
    assert given.consent_until == last
    assert may_call(given, ADULT, last)
    assert permission(given, ADULT, last + timedelta(days=1)) is Permission.EXPIRED
    assert not may_call(given, ADULT, last + timedelta(days=1))


def test_without_an_end_it_holds_until_it_is_withdrawn() -> None:
    given = give(referral(), TODAY, None)
    assert may_call(given, ADULT, TODAY + timedelta(days=4000))
    assert permission(withdraw(given), ADULT, TODAY) is Permission.WITHDRAWN
    assert not may_call(withdraw(given), ADULT, TODAY)
    assert withdraw(give(referral(), TODAY, 6)).consent_until is None
