"""Examples of what `bot.wording.referrals.plan` says."""

from __future__ import annotations

from dataclasses import replace

from bot.wording.referrals import plan
from referrals.plans import LONGEST
from tests.unit.bot.examples.samples import BIGGEST_ID, C7, FULL, NEW, Arguments, Say, each

_PLANNED = [replace(FULL, plan="if it is <late> & dark, then I phone"), replace(FULL, plan="&" * LONGEST)]

EXAMPLES: dict[Say, list[Arguments]] = {
    plan.in_words: [("it is <late> & dark", "I {phone}")],
    plan.plan_line: each([NEW, *_PLANNED]),
    plan.ask: [("C7", NEW), ("C7", FULL)],
    plan.ask_then: [("C7", NEW, "it is <late>"), ("C7", FULL, "&" * LONGEST)],
    plan.shown: [("C7", one) for one in (NEW, *_PLANNED)],
    plan.kept: [(C7, one, BIGGEST_ID, danger) for one in (NEW, *_PLANNED) for danger in (True, False)],
    plan.answered_below: [("C7", NEW)],
    plan.not_a_plan: [()],
    plan.too_long: [()],
}
