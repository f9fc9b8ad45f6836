"""Examples of what `bot.wording.concerns` says."""

from __future__ import annotations

from bot.wording import concerns
from storage.concern_rows import ConcernKind
from storage.concerns import Concern
from tests.unit.bot.examples.samples import BIGGEST_ID, TYPED, Arguments, Say
from tests.unit.moments import NEW_YORK, NOW

NEEDS = [
    *((Concern(kind, 0, NOW), "") for kind in ConcernKind),
    *((Concern(ConcernKind.UNREACHABLE, BIGGEST_ID, NOW), called) for called in (TYPED, "", "Kim")),
]
EXAMPLES: dict[Say, list[Arguments]] = {
    concerns.begun: [(kind, called) for kind in ConcernKind for called in ("", "<Kim>", TYPED)],
    concerns.still_open: [([one], NEW_YORK) for one in NEEDS] + [(NEEDS, NEW_YORK)],
    concerns.standing: [([], NEW_YORK), (NEEDS[:2], NEW_YORK), (NEEDS, NEW_YORK)],
}
