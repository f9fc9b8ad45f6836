"""Examples of what `bot.wording.referrals.referral` says."""

from __future__ import annotations

from dataclasses import replace

from bot.wording.card import Card
from bot.wording.referrals import referral
from referrals.lifecycle import hold
from referrals.model import FirstBecause, Hold, Step
from tests.unit.bot.examples.samples import BIGGEST_ID, FULL, NEW, PLANNED, REFERRALS, Arguments, Say, each, many
from tests.unit.moments import NEW_YORK, NOW

EXAMPLES: dict[Say, list[Arguments]] = {
    referral.since: [(one, NOW, NEW_YORK) for one in REFERRALS],
    referral.standing: [(one, NOW, NEW_YORK) for one in REFERRALS],
    referral.appointment: [(one, NEW_YORK) for one in REFERRALS],
    referral.purposes: each(REFERRALS),
    referral.ready: each(REFERRALS),
    referral.wanted: each(REFERRALS),
    referral.as_logged: each(REFERRALS),
    referral.details: [(one, NOW, NEW_YORK) for one in REFERRALS],
    referral.next_ask: [([], NEW_YORK), *(([item], NEW_YORK) for item in PLANNED), (PLANNED, NEW_YORK, NEW)],
    referral.heading: [("C7", NEW)],
    referral.names: each([many(count) for count in (1, 2, 12, 13)]),
    referral.undo: each([BIGGEST_ID]),
    referral.why: each([*REFERRALS, *(replace(NEW, first_at=NOW, first_because=because) for because in FirstBecause)]),
    referral.order_now: each([many(count) for count in (1, 3, 13)]),
    referral.back: each([NEW]),
    referral.stands: each([*REFERRALS, hold(FULL, Hold.RISK, NOW)]),
    referral.report: [(one, step) for one in (NEW, FULL) for step in Step] + [(NEW, Step.DROPPED, "End it")],
    referral.enough: [(NEW,), (NEW, BIGGEST_ID)],
    referral.in_rows: [([referral.undo(1)] * count, 3) for count in (0, 1, 4)],
    referral.also: [(Card("C7", ((referral.undo(1),),)), ["more", ""], (referral.back(NEW),), ())],
}
