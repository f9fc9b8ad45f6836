"""Examples of what `bot.wording.clients.raising` says."""

from __future__ import annotations

from bot.wording.clients import raising
from tests.unit.bot.examples.samples import BIGGEST_ID, C7, Arguments, Say, each

EXAMPLES: dict[Say, list[Arguments]] = {
    raising.raised: [(C7, seen, BIGGEST_ID) for seen in (True, False)],
    raising.not_raised: [(C7, BIGGEST_ID)],
    raising.raised_already: each([C7]),
    raising.not_raised_already: each([C7]),
}
