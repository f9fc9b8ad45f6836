"""Who is told of an acute case, one after the other. Serves clinical rule "acute"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from referrals.supervisors import Rung

# Once everybody was told and nobody has it, the round begins anew after this long.
NEXT_ROUND = timedelta(hours=1)
LONGEST_WAIT = 120  # minutes until the next one is told
_LADDER = tuple(Rung)


@dataclass(frozen=True, slots=True)
class Call:
    """Who is told now, and when (UTC) the next one is, if nobody has it by then.

    `anew` if everybody was told before and nobody took it.
    """

    rung: Rung
    next_at: datetime
    anew: bool


def next_call(told: Rung | None, reachable: Collection[Rung], wait: timedelta, now: datetime) -> Call | None:
    """Whom to tell at `now` (UTC), after `told` was the last; None if there is nobody.

    The supervisor first, then the cover, then on-call, `wait` apart; whoever is not `reachable` is passed over.
    """
    ladder = [rung for rung in _LADDER if rung in reachable]
    if not ladder:
        return None
    left = [rung for rung in ladder if told is None or _LADDER.index(rung) > _LADDER.index(told)]
    rung, anew = (left[0], False) if left else (ladder[0], True)
    last = rung is ladder[-1]
    return Call(rung, now + (NEXT_ROUND if last else wait), anew)
