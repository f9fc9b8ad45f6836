"""Examples of what `bot.wording.supervision.paper` says."""

from __future__ import annotations

from bot.wording.supervision import paper
from referrals.model import Barrier
from tests.unit.bot.examples.papers import HEAD, PAPERS
from tests.unit.bot.examples.samples import Arguments, Say, each
from tests.unit.bot.examples.supervision import CASES, CONDITION, LINE
from tests.unit.moments import NEW_YORK, NOW

ON_PAPER = [
    paper.OnPaper(case, therapist, {1: [Barrier.WAIT] * 2}, {1: ["contacted", "plan", "heard"]}, [CONDITION], shared)
    for case in CASES
    for therapist, shared in (("<Kim>", LINE), ("", None))
]
EXAMPLES: dict[Say, list[Arguments]] = {
    paper.paper: [
        *((several, HEAD, at, NOW, NEW_YORK) for several in ([], ON_PAPER[:1], ON_PAPER[:9]) for at in (NOW, None)),
        *((*one, NOW, NEW_YORK) for one in PAPERS.values()),
    ],
    paper.caption: each([1, 6]),
    paper.nothing_to_print: [()],
    paper.not_made: [()],
}
