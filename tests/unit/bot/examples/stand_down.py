"""Examples of what `bot.wording.risk.stand_down` says."""

from __future__ import annotations

from bot.wording.risk import stand_down
from referrals.risk import TalkedOver
from tests.unit.bot.examples.at_risk import AT_RISK, BARE, HELD
from tests.unit.bot.examples.samples import BIGGEST_ID, Arguments, Say, many
from tests.unit.moments import NEW_YORK

_RISKY = [client for client in AT_RISK if client.safety.at_risk]

EXAMPLES: dict[Say, list[Arguments]] = {
    stand_down.talked_over: [(client,) for client in _RISKY],
    stand_down.stood_down: [
        (client, who, many(count, HELD), BIGGEST_ID, NEW_YORK)
        for client in (*AT_RISK, BARE)
        for who in TalkedOver
        for count in (0, 1, 2, 20)
    ],
    stand_down.not_talked_over: [(client, BIGGEST_ID, NEW_YORK) for client in (*_RISKY, BARE)],
    stand_down.nothing_to_stand_down: [(client, NEW_YORK) for client in AT_RISK],
}
