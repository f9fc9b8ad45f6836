"""Examples of what `bot.wording.risk.lines` says."""

from __future__ import annotations

from bot.wording.risk import lines
from referrals.crisis_lines import CRISIS_LINES
from tests.unit.bot.examples.at_risk import LINE, OLD, VIEWS
from tests.unit.bot.examples.samples import Arguments, Say, each
from tests.unit.moments import NOW

EXAMPLES: dict[Say, list[Arguments]] = {
    lines.reach: each([LINE, *CRISIS_LINES]),
    lines.source: [(line, NOW.date()) for line in (LINE, OLD, *CRISIS_LINES)],
    lines.shown: each([view.lines for view in VIEWS]),
}
