"""Examples of what `bot.wording.risk.hospital` says."""

from __future__ import annotations

from bot.wording.risk import hospital
from tests.unit.bot.examples.at_risk import BARE, STAYS
from tests.unit.bot.examples.samples import BIGGEST_ID, FULL, IN_A_WEEK, Arguments, Say, many
from tests.unit.moments import NEW_YORK

EXAMPLES: dict[Say, list[Arguments]] = {
    hospital.admitted: [(client, many(count, FULL), 1, NEW_YORK) for client in STAYS for count in (0, 1, 5)],
    hospital.discharged: [(client, IN_A_WEEK, 1, NEW_YORK) for client in STAYS],
    hospital.ask: [(BIGGEST_ID, client) for client in STAYS],
    hospital.still: [(client, 1, NEW_YORK) for client in STAYS],
    hospital.reached: [(BARE, "Nothing more to ask for now.", BIGGEST_ID)],
    hospital.died: [(BARE, BIGGEST_ID)],
}
