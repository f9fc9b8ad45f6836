"""Several options for one need: which the client picks, and what becomes of the others.

Options stand together under the id of one of them (`Referral.option_of`). Only the pick is followed; the others rest
and come back as they stood (clinical rules "order" and "holds").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from referrals.lifecycle import hold, release
from referrals.model import Hold, Referral
from referrals.order import in_order

FEWEST = 2


def options(referral: Referral, referrals: Iterable[Referral]) -> list[Referral]:
    """The open referrals that stand together with this one, itself included; none while it stands alone."""
    if referral.option_of is None:
        return []
    return [one for one in in_order(referrals) if one.open and one.option_of == referral.option_of]


def resting(together: Iterable[Referral]) -> list[Referral]:
    """Those that rest because another one was picked."""
    return [one for one in together if one.held and one.hold is Hold.CHOICE]


def picked(together: Sequence[Referral]) -> Referral | None:
    """The one that is followed while others rest for it."""
    followed = [one for one in together if one.hold is not Hold.CHOICE]
    return followed[0] if len(followed) == 1 and resting(together) else None


def join(first: Referral, chosen: Collection[int], referrals: Iterable[Referral], now: datetime) -> list[Referral]:
    """What changes when exactly `first` and the open ones with an id in `chosen` are options for one need.

    Whatever is left alone is no option any more; and nothing rests for a pick that is not among its options.
    """
    open_ones = [one for one in referrals if one.open]
    new = {one.id for one in open_ones if one.id in chosen} | {first.id}
    left = {one.id: one.option_of for one in open_ones if one.id not in new}
    if first.option_of is not None:  # those it stood with, and who were not chosen again
        left = {number: None if root == first.option_of else root for number, root in left.items()}
    groups = [new, *({n for n, root in left.items() if root == each} for each in set(left.values()) - {None})]
    roots = {number: min(group) for group in groups if len(group) >= FEWEST for number in group}
    moved = [replace(one, option_of=roots.get(one.id)) for one in open_ones]
    come = {one.id for one in open_ones if one.id in new and one.option_of != first.option_of}
    settled = [_back(one, now) if one.id in come or _rests_for_nobody(one, moved) else one for one in moved]
    return [after for before, after in zip(open_ones, settled, strict=True) if after != before]


def by_readiness(together: Iterable[Referral]) -> list[Referral]:
    """The one the client is readiest for first, by her own number; those not asked about last, in their usual order."""

    def own(one: Referral) -> int:
        return -1 if one.own_readiness is None else one.own_readiness

    return sorted(in_order(together), key=own, reverse=True)


def pick(chosen: Referral, together: Iterable[Referral], now: datetime) -> list[Referral]:
    """What changes when the client picks one: it is followed, the others rest."""
    changed = [(one, _back(one, now) if one.id == chosen.id else hold(one, Hold.CHOICE, now)) for one in together]
    return [after for before, after in changed if after != before]


def unpick(together: Iterable[Referral], now: datetime) -> list[Referral]:
    """What changes when the pick is taken back: those that rested for it stand as they did."""
    return [_back(one, now) for one in resting(together)]


def _rests_for_nobody(referral: Referral, referrals: Iterable[Referral]) -> bool:
    together = options(referral, referrals)
    return all(one.hold is Hold.CHOICE for one in together)


def _back(referral: Referral, now: datetime) -> Referral:
    return release(referral, now) if referral.hold is Hold.CHOICE else referral
