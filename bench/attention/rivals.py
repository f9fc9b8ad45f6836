"""Two plain ways to remind, over the same caseload and with the same answers. Neither gathers what falls on one day.

- every week: a reminder for each open recommendation, a week after it was made and then weekly, until it has ended;
- when due: a reminder a day after a recommendation falls due, and again in the same way while it stays unanswered.
  This is how community-health software lists its tasks. It falls due by its stage as with the bot, which alone leaves
  in peace for longer what has stood still.

Both come at the beginning of a working day, and neither disturbs an acute case: in their favour, for a plain list
knows nothing of risk. They look after no client and prepare no session either; the bot's messages for that count.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bench.attention.answering import own_line, reacts_at, reply
from bench.attention.caseload import Life, Need, World
from referrals.lifecycle import NotPossibleError, Report, after
from referrals.model import Referral, Service, State, Step
from referrals.timing import FIRST_ASK, RESTS

_A_DAY, _A_WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(slots=True)
class _Followed:
    """A recommendation as a plain list has it; `told` as in `answering.Reply`, `asked` counts the reminders."""

    life: Life
    need: Need
    referral: Referral
    told: int = 0
    asked: int = 0


_Next = Callable[[_Followed, datetime], datetime]


def every_week(world: World) -> list[datetime]:
    """When reminders come (UTC) if each open recommendation has one a week."""
    return _reminders(world, lambda _, last: last + _A_WEEK)


def when_due(world: World) -> list[datetime]:
    """When reminders come (UTC) if each has one a day after it fell due."""
    return _reminders(world, lambda one, _: (one.referral.next_check_at or one.need.logged_at + FIRST_ASK) + _A_DAY)


def _reminders(world: World, following: _Next) -> list[datetime]:
    found: list[datetime] = []
    for life, need in world.needs:
        one = _Followed(life, need, _new(need))
        found += _of_one(world, one, following)
    return sorted(found)


def _of_one(world: World, one: _Followed, following: _Next) -> list[datetime]:
    found: list[datetime] = []
    wanted = following(one, one.need.logged_at)
    while (comes := world.year.opening(wanted)) < world.year.ends and not _let_go(one, comes):
        if one.life.acute(comes):
            wanted += _A_DAY
            continue
        found.append(comes)
        _ask(world, one, comes)
        if one.referral.state.ended:
            break
        wanted = max(following(one, comes), comes + _A_DAY)
    return found


def _let_go(one: _Followed, now: datetime) -> bool:
    return own_line(one.need, one.told, now) is not None


def _ask(world: World, one: _Followed, now: datetime) -> None:
    one.asked += 1
    one.referral = _due_again(one.referral, now)
    rng = Random(f"{one.need.manner}:{one.asked}")
    answered_at = reacts_at(rng, now, world.year)
    if answered_at is None:
        return
    said = reply(rng, one.life, one.need, one.referral.state, one.told, None, answered_at)
    one.told = said.told
    if said.report is not None:
        one.referral = _noted(one.referral, said.report, answered_at)
    one.referral = _due_again(one.referral, answered_at)


def _due_again(referral: Referral, now: datetime) -> Referral:
    """By its stage alone: a list does not notice that nothing moves."""
    if referral.state.ended:
        return referral
    rests = now + RESTS.get(referral.state, FIRST_ASK)
    return replace(referral, next_check_at=max(referral.appointment_at, now) if referral.appointment_at else rests)


def _noted(referral: Referral, report: Report, now: datetime) -> Referral:
    try:
        return after(report, referral, now)
    except NotPossibleError:
        return after(Report(Step.CONTACTED), referral, now)


def _new(need: Need) -> Referral:
    service = Service(need.number, need.service.name, kind=need.service.kind)
    purposes = frozenset({need.purpose} if need.purpose else ())
    return Referral(
        id=need.number,
        client_id=0,
        service=service,
        state=State.SUGGESTED,
        created_at=need.logged_at,
        moved_at=need.logged_at,
        next_check_at=None,
        purposes=purposes,
    )
