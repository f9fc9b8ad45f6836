"""Examples of what `bot.wording.privacy` says."""

from __future__ import annotations

from datetime import timedelta

from bot.wording.privacy import amounts, archive, data, erasing, exporting, holding, page
from storage.rights.erasing import Weight
from storage.rights.importing import BrokenArchiveError, ForeignArchiveError, IdentifyingArchiveError, Imported
from storage.rights.retention import Due, Leaving
from tests.unit.bot.examples.at_risk import AT_RISK
from tests.unit.bot.examples.samples import BIGGEST_ID, C7, SEEN, Arguments, Say, each
from tests.unit.moments import NEW_YORK, NOW

HELD = (None, NOW - timedelta(days=40))
WEIGHTS = [Weight(), Weight(1, 1, 1, 1, 1), Weight(12, 40, 900, 30, 4)]
KEPT = [page.Kept("Tom & Co", "<the director>", months, since) for months in (1, 24) for since in HELD]
RESULTS = [
    Imported(),
    Imported(["C7"], [], [], 0),
    Imported(["C7", "B2"], ["D4"], ["Pottery", "Legal aid"], 7),
]
ERRORS = [kind("client 3, referrals 1, state") for kind in (BrokenArchiveError, ForeignArchiveError)]

EXAMPLES: dict[Say, list[Arguments]] = {
    page.kept: [(shown, NEW_YORK) for shown in KEPT],
    page.telegram: each(KEPT),
    page.how_long: each([1, 24]),
    exporting.offer: [(0, 0, 0), (1, 1, 1), (12, 40, 30)],
    exporting.coming: [()],
    exporting.left: [()],
    exporting.caption: each([True, False]),
    exporting.not_made: [()],
    erasing.confirm_client: [(client, weight) for client in (C7, SEEN) for weight in WEIGHTS],
    erasing.confirm_reflections: each([1, 12]),
    erasing.confirm_myself: each(WEIGHTS),
    erasing.erased_client: [("C7", in_calendar) for in_calendar in (True, False)],
    erasing.erased_reflections: each([1, 12]),
    erasing.erased_myself: [()],
    erasing.left: [()],
    erasing.words_gone: [()],
    erasing.at_risk: [(client, NEW_YORK) for client in AT_RISK],
    erasing.some_at_risk: each([["C7"], ["AB123"] * 60]),
    erasing.on_hold: [(NOW, NEW_YORK)],
    holding.standing: [(months, since, NEW_YORK) for months in (1, 24) for since in HELD],
    holding.tap: each(HELD),
    holding.confirm_begin: [()],
    holding.confirm_end: [(NOW, NEW_YORK)],
    archive.readme: [(NOW, NEW_YORK)],
    data.retention_set: each([1, 36]),
    data.leaving: [([Due(what, 7, NOW) for what in Leaving], dry_run) for dry_run in (True, False)] + [([], True)],
    data.imported: [(result, dry_run) for result in RESULTS for dry_run in (True, False)],
    data.not_read: [("export.zip", error) for error in (*ERRORS, IdentifyingArchiveError("client 1, note"))],
    data.no_therapist: each([BIGGEST_ID]),
}
EXAMPLES |= {
    say: each([0, 1, 12]) for say in (amounts.clients, amounts.referrals, amounts.reflections, amounts.entries)
}
EXAMPLES[amounts.on_the_way] = each([1, 12])
EXAMPLES[erasing.what] = [(clients, words) for clients in (True, False) for words in (True, False)]
EXAMPLES[erasing.which] = [([C7] * 60, shown) for shown in (0, 1, 2)]
