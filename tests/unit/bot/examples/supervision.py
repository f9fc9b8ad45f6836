"""Examples of what `bot.wording.supervision` says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.wording.supervision import cases, deciding
from bot.wording.supervision.cases import CaseShown
from referrals.model import Barrier
from referrals.stalled import Pattern, Stall
from tests.unit.bot.examples.at_risk import AT_RISK
from tests.unit.bot.examples.samples import C7, FULL, NEW, Arguments, Say
from tests.unit.moments import NEW_YORK, NOW

STALLS = [
    Stall(pattern, (1, 2, 3) if pattern is Pattern.NONE_MOVED else (1,), 15, sessions, barrier, 8, 5)
    for pattern in Pattern
    for sessions in (None, 0, 1, 3)
    for barrier in (None, Barrier.WAIT)
]
CASES = [
    *(CaseShown(C7, [stall], {1: FULL}) for stall in STALLS),
    *(CaseShown(client, STALLS, {1: NEW}) for client in AT_RISK),
    CaseShown(C7, [], {}),
]
MANY = [CaseShown(replace(C7, id=number, code=f"AB{100 + number}"), STALLS[:2], {1: FULL}) for number in range(25)]
TOGETHER = [*([case] for case in CASES), CASES[:4], MANY]
EXAMPLES: dict[Say, list[Arguments]] = {
    cases.eve: [
        (several, meets_at, NOW, NEW_YORK)
        for meets_at in (NOW + timedelta(days=1), NOW + timedelta(days=3), None)
        for several in TOGETHER
    ],
    cases.soon: [(several, NOW, NEW_YORK) for several in TOGETHER],
    cases.reason: [(stall, CASES[0]) for stall in STALLS],
    deciding.ask: [(several,) for several in TOGETHER],
}
