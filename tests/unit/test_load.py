"""When several referrals at once are asked about, and that it is once a week at most."""

from __future__ import annotations

from datetime import timedelta

import pytest

from referrals.load import asked, asks
from tests.unit.moments import NOW, client

WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("added", "open_now", "expected"),
    [(1, 1, False), (2, 3, False), (3, 3, True), (1, 4, True), (2, 5, True), (0, 9, False)],
)
def test_three_at_once_or_a_fourth_open_one_bring_the_question(added: int, open_now: int, expected: bool) -> None:
    assert asks(client(), added, open_now, NOW) is expected


@pytest.mark.parametrize(
    ("later", "expected"), [(timedelta(), False), (WEEK - timedelta(seconds=1), False), (WEEK, True)]
)
def test_it_comes_once_in_a_week_for_one_client(later: timedelta, expected: bool) -> None:
    assert asks(asked(client(), NOW), 3, 3, NOW + later) is expected


def test_nothing_else_of_the_client_changes() -> None:
    before = client(goals="rest")
    after = asked(before, NOW)
    assert after.load_asked_at == NOW
    assert (after.goals, after.safety, after.raised_at) == (before.goals, before.safety, before.raised_at)
