"""Examples of what `bot.wording.risk.safety` says."""

from __future__ import annotations

from bot.wording.risk import safety
from tests.unit.bot.examples.at_risk import VIEWS, view
from tests.unit.bot.examples.risk import HEARD
from tests.unit.bot.examples.samples import BIGGEST_ID, FULL, Arguments, Say, many
from tests.unit.moments import NEW_YORK

EXAMPLES: dict[Say, list[Arguments]] = {
    safety.ask_kind: [
        (view().client, new, noted, heard, BIGGEST_ID, NEW_YORK)
        for new in (True, False)
        for noted in ([], many(16, FULL))
        for heard in ([], HEARD)
    ],
    safety.acute: [(one, change) for one in VIEWS for change in (None, BIGGEST_ID)],
    safety.elevated: [(one, change) for one in VIEWS for change in (None, BIGGEST_ID)],
    safety.nothing_logged: [(one, change) for one in VIEWS for change in (None, BIGGEST_ID)],
}
