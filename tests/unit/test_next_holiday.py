"""The next public holiday of a region."""

from __future__ import annotations

from datetime import date

import pytest

from referrals.days_off import DaysOff, next_holiday


@pytest.mark.parametrize(
    ("region", "today", "found"),
    [
        ("US", date(2026, 11, 18), (date(2026, 11, 26), "Thanksgiving Day")),
        ("US", date(2026, 11, 26), (date(2026, 11, 26), "Thanksgiving Day")),
        ("US", date(2026, 12, 26), (date(2027, 1, 1), "New Year's Day")),
        ("us-ny", date(2026, 10, 1), (date(2026, 10, 12), "Columbus Day")),
        ("US-XX", date(2026, 11, 18), None),
        ("", date(2026, 11, 18), None),
    ],
)
def test_the_next_holiday(region: str, today: date, found: tuple[date, str] | None) -> None:
    assert next_holiday(region, today) == found


@pytest.mark.parametrize(
    ("region", "language", "name"),
    [
        ("MX", "es", "Navidad"),
        ("MX", "en", "Christmas Day"),
        ("US", "es", "Christmas Day"),  # not known in it: as the region says
        ("DE", "", "Erster Weihnachtstag"),
        ("GB", "en", "Christmas Day"),
        ("MX", "xx", "Navidad"),
        ("MX", "e", "Navidad"),
    ],
)
def test_a_holiday_is_named_in_her_language_where_its_name_is_known(region: str, language: str, name: str) -> None:
    assert next_holiday(region, date(2026, 12, 24), language) == (date(2026, 12, 25), name)
    assert DaysOff(region).holiday(date(2026, 12, 25), language) == name
