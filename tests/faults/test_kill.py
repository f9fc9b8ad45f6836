"""kill -9 in the middle of a burst: every line counts exactly once, and every line is answered."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.e2e.house import House

BURST = 50


@pytest.mark.parametrize("after", [1, 17])
def test_fifty_referrals_survive_a_kill_exactly_once(house: House, after: int) -> None:
    house.start_and_come_aboard()
    for number in range(1, BURST + 1):
        house.say(f"C{number} dbt", wait=False)
    house.until(lambda: len(_answered(house)) >= after)
    house.kill()
    house.start()
    house.idle(60)
    house.say("/status")
    assert f"Open {BURST} " in house.said()[-1], "exactly fifty referrals"
    answered = _answered(house)
    assert set(answered) == {f"C{number}" for number in range(1, BURST + 1)}, "every one answered"
    repeated = [code for code, times in answered.items() if times > 1]
    assert len(repeated) <= 1, "in one chat at most the message in flight is said again"
    assert list(dict.fromkeys(_in_order(house))) == [f"C{number}" for number in range(1, BURST + 1)]


def _in_order(house: House) -> list[str]:
    answers = (re.match(r"(C\d+) is new to me", text) for text in house.said())
    return [answer[1] for answer in answers if answer]


def _answered(house: House) -> Counter[str]:
    return Counter(_in_order(house))
