"""Examples of what `bot.wording.clients.today` says."""

from __future__ import annotations

from dataclasses import replace

from bot.wording.clients import today
from bot.wording.clients.today import Session
from tests.unit.bot.examples.at_risk import AT_RISK
from tests.unit.bot.examples.samples import C7, FULL, NEW, Arguments, Say
from tests.unit.moments import NEW_YORK, NOW

FULL_DAY = [Session(NOW, replace(C7, id=number, code=f"C{number}"), FULL) for number in range(1, 15)]
EXAMPLES: dict[Say, list[Arguments]] = {
    today.today: [
        (sessions, NOW, NEW_YORK)
        for sessions in (
            [],
            [Session(NOW, C7, None)],
            [Session(NOW, client, NEW) for client in (*AT_RISK, C7)],
            FULL_DAY,
            FULL_DAY[:11],
            FULL_DAY[:1] * 13,
        )
    ],
}
