"""Examples of what `bot.wording.clients.today` says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.wording.clients import today
from bot.wording.clients.today import Session, ToCome
from tests.unit.bot.examples.at_risk import AT_RISK
from tests.unit.bot.examples.samples import C7, FULL, NEW, Arguments, Say
from tests.unit.moments import NEW_YORK, NOW

FULL_DAY = [Session(NOW, replace(C7, id=number, code=f"C{number}"), FULL) for number in range(1, 15)]
BUSY = [ToCome(NOW + timedelta(hours=hour), [f"C{number}" for number in range(hour + 1)]) for hour in range(9)]
EXAMPLES: dict[Say, list[Arguments]] = {
    today.today: [
        (sessions, to_come, off, NOW, NEW_YORK)
        for to_come, off in (([], None), ([ToCome(NOW, ["C7"])], "Thanksgiving Day"), (BUSY, None))
        for sessions in (
            [],
            [Session(NOW, C7, None)],
            [Session(NOW, client, NEW) for client in (*AT_RISK, C7)],
            FULL_DAY,
            FULL_DAY[:11],
            FULL_DAY[:1] * 13,
        )
    ],
    today.away: [(date(2026, 12, 14),)],
}
