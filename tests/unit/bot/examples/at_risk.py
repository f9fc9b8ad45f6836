"""Clients at risk, as the cards about them may find them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from bot.wording.risk.lines import Lines
from bot.wording.risk.safety import View
from referrals.client import Client, Hospital
from referrals.crisis_lines import CrisisLine
from referrals.model import Referral, State
from referrals.risk import CareStep, Risk, RiskKind, Safety
from tests.unit.bot.examples.samples import BIGGEST_ID, FULL, IN_A_WEEK, LONG, NEW, many
from tests.unit.moments import NEW_YORK, NOW, referral

LINE = CrisisLine("XX", "A line for anybody <there> & here", "call or text 000", "an.example", date(2026, 11, 1))
OLD = replace(LINE, checked_on=date(2024, 1, 1))
HELD = referral(service=LONG, state=State.ON_HOLD, held_state=State.SCHEDULED, appointment_at=IN_A_WEEK)
AT_RISK = tuple(
    Client(
        id=BIGGEST_ID,
        code="AB123",
        check_at=IN_A_WEEK,
        safety=Safety(level, kind, NOW - timedelta(days=3), NOW, steps, IN_A_WEEK),
    )
    for level, kind, steps in product(Risk, (None, *RiskKind), (frozenset(), frozenset(CareStep)))
)
BARE = Client(id=2, code="C7", safety=Safety(Risk.ACUTE))
STAYS = tuple(
    replace(BARE, hospital=stay, hospital_on=on, check_at=check)
    for stay in Hospital
    for on, check in ((None, None), (NOW.date(), IN_A_WEEK))
)


def lines(*known: CrisisLine, own: str | None = None, confirmed: bool = True, region: str | None = "XX") -> Lines:
    return Lines(confirmed, own, region, known, NOW.date())


def view(
    client: Client = AT_RISK[-1], said: Lines | None = None, count: int = 1, held: Sequence[Referral] = ()
) -> View:
    return View(client, said or lines(LINE), many(count), held, held, many(count, NEW), NEW_YORK)


VIEWS = (
    *(view(client) for client in (*AT_RISK, BARE)),
    *(
        view(said=said)
        for said in (
            lines(),
            lines(region=None),
            lines(OLD),
            lines(LINE, OLD, LINE),
            lines(LINE, own="On-call of the house & more"),
            lines(confirmed=False),
        )
    ),
    replace(view(), off_tomorrow=True),
    replace(view(count=0), noted=many(16, FULL)),
    *(view(count=count, held=[HELD, FULL] * count) for count in (0, 1, 2, 4, 9)),
)
