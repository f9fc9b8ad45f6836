"""What the field may bring: the samples that examples of cards are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, time, timedelta
from itertools import combinations
from typing import Any

from bot.wording.clients import status
from referrals.client import Client
from referrals.model import Barrier, Purpose, Readiness, Referral, Service, State
from referrals.sessions import Cadence, SessionRule, Slot
from referrals.timing import NudgeKind, Planned
from tests.unit.moments import NEW_YORK, NOW
from tests.unit.moments import referral as a_referral

Say = Callable[..., object]
Arguments = tuple[Any, ...]

BIGGEST_ID = 2**63 - 1
SERVICE = Service(1, "Tom & Co <housing>", (), in_house=True)
LONG = Service(2, "Partial hospitalisation and day treatment programme (county)", ())
C7 = Client(id=1, code="C7")
RULES = tuple(SessionRule((Slot(1, time(14)), Slot(3, time(9))), every, NOW.date(), NEW_YORK) for every in Cadence)
SEEN = Client(id=2, code="AB123", sessions=RULES[1])
IN_A_WEEK = NOW + timedelta(days=7)
PLANNED = tuple(
    Planned(kind, IN_A_WEEK, IN_A_WEEK.date(), 1, IN_A_WEEK if "session" in kind else None) for kind in NudgeKind
)
NEW = a_referral(service=SERVICE)
FULL = a_referral(
    service=LONG,
    state=State.SCHEDULED,
    purposes=frozenset(Purpose),
    readiness=Readiness(10, guess=True),
    barrier=Barrier.ALONE,
    appointment_at=IN_A_WEEK,
    wanted_by=date(2026, 12, 30),
)
REFERRALS = (
    NEW,
    FULL,
    *(a_referral(service=SERVICE, state=state, moved_at=NOW - timedelta(days=12)) for state in State),
    *(a_referral(service=LONG, barrier=barrier) for barrier in Barrier),
    *(a_referral(service=LONG, purposes=frozenset(two)) for two in combinations(Purpose, 2)),
    a_referral(service=SERVICE, state=State.SCHEDULED, appointment_at=IN_A_WEEK, appointment_timed=False),
    a_referral(service=SERVICE, readiness=Readiness(0)),
)
LINES = [
    status.Line(SEEN, NEW, 3, 1, IN_A_WEEK),
    status.Line(C7, None, 0, 0, None),
    status.Line(C7, None, 0, 2, None),
    status.Line(C7, None, 1, 0, None),
    status.Line(C7, FULL, 1, 0, IN_A_WEEK),
]
TYPED = "<b>Tom & Jerry" * 40


def many(count: int, one: Referral = FULL) -> list[Referral]:
    return [one] * count


def each(values: Iterable[Any], *before: Any) -> list[Arguments]:
    return [(*before, value) for value in values]
