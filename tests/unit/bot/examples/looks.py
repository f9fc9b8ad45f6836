"""Examples of what `bot.wording.risk.looks` says."""

from __future__ import annotations

from bot.wording.risk import looks
from referrals.risk import Cover
from tests.unit.bot.examples.at_risk import AT_RISK, BARE, HELD
from tests.unit.bot.examples.risk import HEARD
from tests.unit.bot.examples.samples import BIGGEST_ID, FULL, NEW, Arguments, Say, many
from tests.unit.moments import NEW_YORK

_PROCEDURE = "phone twice, then the emergency contact & tell the director"

EXAMPLES: dict[Say, list[Arguments]] = {
    looks.check: [
        (BIGGEST_ID, client, many(count, FULL), many(count, HELD), NEW_YORK)
        for client in (*AT_RISK, BARE)
        for count in (0, 1, 9)
    ],
    looks.covered: [(BARE, who) for who in Cover],
    looks.checked: [
        (client, seen, procedure, BIGGEST_ID, NEW_YORK)
        for client in (*AT_RISK, BARE)
        for seen in (True, False)
        for procedure in (None, _PROCEDURE)
    ],
    looks.missed: [
        (client, procedure, heard, BIGGEST_ID, NEW_YORK)
        for client in (*AT_RISK, BARE)
        for procedure in (None, _PROCEDURE)
        for heard in ([], HEARD)
    ],
    looks.missed_without_risk: [(client, "I will ask on Tue 1 Dec 14:00.", 1, NEW_YORK) for client in AT_RISK],
    looks.came_back: [
        (BIGGEST_ID, BARE, back, many(count, HELD), NEW_YORK) for back in (NEW, FULL) for count in (0, 1, 20)
    ],
    looks.rests_longer: [("C7", NEW, BIGGEST_ID)],
}
