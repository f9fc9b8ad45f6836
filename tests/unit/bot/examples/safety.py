"""Examples of what `bot.wording.risk.safety` says."""

from __future__ import annotations

from bot.wording.risk import safety
from tests.unit.bot.examples.at_risk import VIEWS, view
from tests.unit.bot.examples.samples import BIGGEST_ID, FULL, Arguments, Say, many

EXAMPLES: dict[Say, list[Arguments]] = {
    safety.ask_kind: [
        (view().client, new, noted, BIGGEST_ID) for new in (True, False) for noted in ([], many(16, FULL))
    ],
    safety.acute: [(one, change) for one in VIEWS for change in (None, BIGGEST_ID)],
    safety.elevated: [(one, change) for one in VIEWS for change in (None, BIGGEST_ID)],
    safety.nothing_logged: [(one, change) for one in VIEWS for change in (None, BIGGEST_ID)],
}
