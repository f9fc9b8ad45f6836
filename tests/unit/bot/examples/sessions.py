"""Examples of what `bot.wording.clients.sessions` says."""

from __future__ import annotations

from datetime import timedelta

from bot.wording.clients import sessions
from referrals.sessions import pause
from tests.unit.bot.examples.samples import C7, IN_A_WEEK, RULES, Arguments, Say, each
from tests.unit.moments import NEW_YORK, NOW

TODAY = NOW.astimezone(NEW_YORK).date()
PAUSED = (pause(RULES[0], TODAY, None), pause(RULES[0], TODAY, TODAY + timedelta(days=40)))

EXAMPLES: dict[Say, list[Arguments]] = {
    sessions.when: [(rule, NOW) for rule in (None, *RULES, *PAUSED)],
    sessions.paused: [(rule, NOW) for rule in (*RULES, *PAUSED)],
    sessions.rule_set: [("C7", rule, at, 1, NEW_YORK) for rule in RULES for at in (IN_A_WEEK, None)],
    sessions.moved: [(C7, NOW, IN_A_WEEK, 1, NEW_YORK, same_hour) for same_hour in (True, False)],
    sessions.hour_is_over: [(C7, NOW, NEW_YORK)],
    sessions.comes_then_already: [(C7, IN_A_WEEK, NEW_YORK)],
    sessions.cancelled: [(C7, NOW, at, 1, NEW_YORK) for at in (IN_A_WEEK, None)],
    sessions.pausing: [(C7, until, at, 1, NEW_YORK) for until in (TODAY, None) for at in (IN_A_WEEK, None)],
    sessions.resumed: [(C7, at, 1, NEW_YORK) for at in (IN_A_WEEK, None)],
    sessions.not_paused: [(C7, at, NEW_YORK) for at in (IN_A_WEEK, None)],
    sessions.no_rule: each([C7]),
    sessions.no_session: [(C7, on, at, NEW_YORK) for on in (TODAY, None) for at in (IN_A_WEEK, None)],
}
