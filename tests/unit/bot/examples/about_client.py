"""Examples of what `bot.wording.clients.about_client` says."""

from __future__ import annotations

from bot.wording.clients import about_client
from tests.unit.bot.examples.client import CLIENTS, KNOWN
from tests.unit.bot.examples.samples import C7, Arguments, Say, each

EXAMPLES: dict[Say, list[Arguments]] = {
    about_client.more: [(who, region, change) for who in CLIENTS for region in ("US", None) for change in (None, 1)],
    about_client.ask_goals: each([C7, KNOWN]),
    about_client.goals_too_long: each([160]),
    about_client.goals_set: [(who, danger, 1) for who in (C7, KNOWN) for danger in (True, False)],
    about_client.ask_region: each([C7]),
    about_client.region_unknown: [()],
}
