"""Examples of what `bot.wording.risk.risk` says."""

from __future__ import annotations

from bot.wording.card import Card
from bot.wording.risk import risk
from tests.unit.bot.examples.at_risk import AT_RISK, BARE, HELD
from tests.unit.bot.examples.samples import FULL, REFERRALS, Arguments, Say, each, many
from tests.unit.moments import NEW_YORK, NOW

HEARD = [risk.Heard("<Kim>", NOW, has_it=False), risk.Heard("", NOW, has_it=True)]
EXAMPLES: dict[Say, list[Arguments]] = {
    risk.asked: [(client, NEW_YORK) for client in (*AT_RISK, BARE)],
    risk.level: [(client, NEW_YORK) for client in (*AT_RISK, BARE)],
    risk.again: [(client, NEW_YORK) for client in (*AT_RISK, BARE)],
    risk.opens_with_danger: each([Card(risk.DANGER), Card("C7")]),
    risk.ready: each(REFERRALS),
    risk.with_dates: [(many(count, one), NEW_YORK) for count in (1, 2, 4, 9) for one in (HELD, FULL)],
    risk.told: [(client, heard, NEW_YORK) for client in (*AT_RISK, BARE) for heard in ([], HEARD, HEARD[:1])],
    risk.procedure: each([None, "phone twice & tell the director"]),
    risk.cover_taps: each([BARE]),
    risk.down_tap: each([BARE]),
    risk.level_taps: each([BARE, *AT_RISK]),
    risk.missed_tap: each([BARE]),
    risk.back_tap: each([BARE]),
    risk.open_tap: each([BARE]),
}
