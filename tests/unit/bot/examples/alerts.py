"""Examples of what `bot.wording.supervision.alerts` says."""

from __future__ import annotations

from bot.wording.supervision import alerts
from tests.unit.bot.examples.at_risk import AT_RISK
from tests.unit.bot.examples.samples import BIGGEST_ID, C7, Arguments, Say, each
from tests.unit.moments import NEW_YORK, NOW

NAMES = ("<Kim>", "")
EXAMPLES: dict[Say, list[Arguments]] = {
    alerts.tell: [(BIGGEST_ID, name, client, NEW_YORK) for name in NAMES for client in AT_RISK],
    alerts.you_have_it: [(name, C7) for name in NAMES],
    alerts.somebody_has_it: [(name, C7) for name in NAMES],
    alerts.answered: [(name, C7, NOW, NEW_YORK) for name in NAMES],
    alerts.nobody_yet: each([C7]),
    alerts.somebody_else_is_asked: [(name, C7) for name in NAMES],
    alerts.handed_over: [()],
    alerts.stood_down: each([C7]),
    alerts.withdrawn: [()],
    alerts.erased: [()],
    alerts.mine_already: [()],
    alerts.has_it_already: each(NAMES),
    alerts.over: [()],
}
