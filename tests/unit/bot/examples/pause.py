"""Examples of what `bot.wording.settings.pause` says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.wording.settings import pause
from referrals.client import Client
from referrals.days_off import Away
from referrals.grammar import Unclear
from referrals.risk import Cover, Risk, Safety
from tests.unit.bot.examples.samples import Arguments, Say, each

TODAY = date(2026, 12, 8)
NOW_AWAY, TO_COME = Away(date(2026, 12, 7), date(2027, 1, 2)), Away(date(2026, 12, 21), date(2027, 1, 4))
AT_RISK = [
    Client(id=number, code=f"AB{number}", safety=Safety(level))
    for level in (Risk.ACUTE, Risk.ELEVATED)
    for number in range(100, 120)
]

EXAMPLES: dict[Say, list[Arguments]] = {
    pause.opens_pause: [()],
    pause.line: each((None, TO_COME)),
    pause.ask: each((None, TO_COME)),
    pause.ask_date: [()],
    pause.not_understood: each(Unclear),
    pause.answered_below: [()],
    pause.page: [
        (replace(away, cover=cover), date(2027, 1, 4), at_risk, TODAY)
        for away in (NOW_AWAY, TO_COME)
        for cover in (None, *Cover)
        for at_risk in ([], AT_RISK[:1], AT_RISK)
    ],
    pause.over: [(NOW_AWAY, TODAY), (TO_COME, TODAY)],
}
