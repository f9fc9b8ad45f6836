"""Examples of what `bot.wording.trends` and `bot.wording.chart` say."""

from __future__ import annotations

from datetime import date, timedelta

from bot.wording import chart, trends
from referrals.model import OPEN_STATES, Barrier, ServiceKind, State
from referrals.trends import Contact, Followed, Trends
from tests.unit.bot.examples.samples import Arguments, Say, each
from tests.unit.moments import NEW_YORK, NOW

_MONDAY = date(2026, 10, 5)
_NOBODY = Contact((), 0, 0)


def _weeks(*counts: int) -> dict[date, int]:
    return {_MONDAY + timedelta(weeks=place): count for place, count in enumerate(counts)}


NONE = Trends({}, _NOBODY, (), {}, _weeks(0, 0, 0, 0, 0, 0, 0, 0))
FEW = Trends(
    {State.SUGGESTED: 2},
    Contact((0, 1, 8), 1, 1),
    (Followed(ServiceKind.HOUSING, 1, 2),),
    {Barrier.COST: 1},
    _weeks(0, 0, 0, 0, 0, 0, 1, 3),
)
RICH = Trends(
    {State.SUGGESTED: 6, State.CONTACTED: 3, State.WAITLISTED: 5, State.ON_HOLD: 1},
    Contact((0, 1, 2, 3, 3, 5, 6, 9, 12, 16, 31), 4, 2),
    (
        Followed(ServiceKind.SKILLS_GROUP, 3, 7),
        Followed(ServiceKind.PSYCHIATRIC_EVALUATION, 0, 5),
        Followed(ServiceKind.LEGAL, 1, 4),
    ),
    {Barrier.WAIT: 5, Barrier.FEAR: 1},
    _weeks(0, 4, 7, 12, 9, 11, 8, 3),
)
# More than anybody ever has, of everything there is.
FULL = Trends(
    dict.fromkeys(OPEN_STATES, 999),
    Contact(tuple(range(400)), 999, 999),
    tuple(Followed(kind, 888, 999) for kind in ServiceKind),
    dict.fromkeys(Barrier, 999),
    _weeks(*[999] * 8),
)
FIGURES = [NONE, FEW, RICH, FULL]
CONTACTS = [Contact((0, 0, 0, 0, 0, 7), 0, 0), Contact((1,) * 5, 0, 1), Contact((3,), 0, 0)]
CONTACTS += [one.contact for one in FIGURES]

EXAMPLES: dict[Say, list[Arguments]] = {
    chart.chart: [(figures, NOW, NEW_YORK) for figures in FIGURES],
    trends.caption: [(figures, NOW, NEW_YORK) for figures in FIGURES],
    trends.in_words: [(figures, NOW, NEW_YORK) for figures in FIGURES],
    trends.rule: [()],
    trends.nothing: [()],
    trends.not_made: [()],
    trends.first_contact: each(CONTACTS),
    trends.half_within: each(CONTACTS),
    trends.went: each([FULL.followed, FEW.followed, ()]),
    trends.of: each(RICH.followed),
    trends.by_week: each([FULL.weeks, NONE.weeks]),
    trends.counts: each([{}, {"agreed": 4}, {"agreed": 4, "booked": 1}]),
}
