"""Examples of what `bot.wording.client` says."""

from __future__ import annotations

from bot.wording import client
from tests.unit.bot.examples.samples import C7, PLANNED, REFERRALS, SEEN, Arguments, Say, each, many
from tests.unit.moments import NEW_YORK, NOW

EXAMPLES: dict[Say, list[Arguments]] = {
    client.page: [
        (who, many(open_ones), many(ended, REFERRALS[2]), planned, NOW, NEW_YORK)
        for who in (C7, SEEN)
        for open_ones, ended in ((0, 0), (0, 1), (1, 0), (3, 3), (6, 3), (7, 4), (40, 40))
        for planned in ((), PLANNED)
    ]
    + [(C7, [one], [], PLANNED, NOW, NEW_YORK) for one in REFERRALS],
    client.listing: each([C7] * count for count in (0, 1, 40, 41, 200)),
    client.which_client: [()],
}
