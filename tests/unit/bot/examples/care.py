"""Examples of what `bot.wording.risk.care` says."""

from __future__ import annotations

from bot.wording.risk import care
from tests.unit.bot.examples.at_risk import AT_RISK, BARE
from tests.unit.bot.examples.samples import Arguments, Say, each

EXAMPLES: dict[Say, list[Arguments]] = {
    care.steps_said: each([*AT_RISK, BARE]),
    care.step_taps: each([*AT_RISK, BARE]),
}
