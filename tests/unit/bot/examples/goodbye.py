"""Examples of what `bot.wording.clients.goodbye` says."""

from __future__ import annotations

from bot.wording.clients import goodbye
from bot.wording.clients.client import Page
from referrals.lifecycle import part
from referrals.model import Carrier
from tests.unit.bot.examples.at_risk import AT_RISK
from tests.unit.bot.examples.client import GONE
from tests.unit.bot.examples.samples import BIGGEST_ID, C7, FULL, NEW, REFERRALS, Arguments, Say, each, many
from tests.unit.moments import NEW_YORK, NOW

PARTED = [part(one, carrier, NOW) for carrier in Carrier for one in (NEW, FULL)]

EXAMPLES: dict[Say, list[Arguments]] = {
    goodbye.talked_over: [(client, NEW_YORK) for client in AT_RISK],
    goodbye.not_talked_over: [(client, NEW_YORK) for client in AT_RISK],
    goodbye.who_carries: [(C7, one, more, NOW, NEW_YORK) for one in REFERRALS for more in (0, 2)],
    goodbye.sure: each([C7]),
    goodbye.parted: [(C7, parted, BIGGEST_ID) for parted in ([], PARTED, PARTED * 8)],
    goodbye.closed: [
        (Page(who, [], [], ended, (), NOW, NEW_YORK),) for who in GONE for ended in ([], PARTED, PARTED * 8)
    ],
    goodbye.still_closed: [(who, danger, NEW_YORK) for who in GONE for danger in (True, False)],
    goodbye.taken_up: [(C7, many(count), 1) for count in (0, 1, 40)],
}
