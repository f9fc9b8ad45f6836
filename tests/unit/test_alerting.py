"""Who is told of an acute case, and when the next one is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from referrals.alerting import NEXT_ROUND, Call, next_call
from referrals.supervisors import Rung
from tests.unit.moments import NOW

WAIT = timedelta(minutes=15)
ALL = set(Rung)
SOON, IN_AN_HOUR = NOW + WAIT, NOW + NEXT_ROUND


@pytest.mark.parametrize(
    ("told", "reachable", "call"),
    [
        (None, ALL, Call(Rung.SUPERVISOR, SOON, anew=False)),
        (Rung.SUPERVISOR, ALL, Call(Rung.COVER, SOON, anew=False)),
        (Rung.COVER, ALL, Call(Rung.ON_CALL, IN_AN_HOUR, anew=False)),
        (Rung.ON_CALL, ALL, Call(Rung.SUPERVISOR, SOON, anew=True)),
        (None, {Rung.ON_CALL}, Call(Rung.ON_CALL, IN_AN_HOUR, anew=False)),
        (Rung.SUPERVISOR, {Rung.SUPERVISOR}, Call(Rung.SUPERVISOR, IN_AN_HOUR, anew=True)),
        (Rung.SUPERVISOR, {Rung.ON_CALL}, Call(Rung.ON_CALL, IN_AN_HOUR, anew=False)),
        (None, set(), None),
    ],
)
def test_one_after_the_other_and_then_anew(told: Rung | None, reachable: set[Rung], call: Call | None) -> None:
    assert next_call(told, reachable, WAIT, NOW) == call
