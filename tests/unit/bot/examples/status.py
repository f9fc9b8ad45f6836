"""Examples of what `bot.wording.clients.status` says."""

from __future__ import annotations

from bot.wording.clients import status
from tests.unit.bot.examples.samples import LINES, REFERRALS, Arguments, Say
from tests.unit.moments import NEW_YORK, NOW

EXAMPLES: dict[Say, list[Arguments]] = {
    status.overview: [
        (status.Counts(200, 10, on_hold, on_hold, 30, 400, 100), LINES[:1] * count + LINES[1:], last, NOW, NEW_YORK)
        for on_hold in (0, 3)
        for count in (1, 7, 8, 200)
        for last in (None, ("C7", REFERRALS[-1]))
    ]
    + [(status.Counts(0, 0, 0, 0, 0, 0, 0), [], None, NOW, NEW_YORK)],
}
