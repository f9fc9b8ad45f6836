"""A whole caseload goes to a colleague, in this transaction: rows, plans, what is asked in the old chat."""

from __future__ import annotations

from datetime import datetime

from bot import alerts
from bot.people.accounts import plan_anew
from bot.people.telling import say_again, tell
from bot.wording.people import handover as wording
from referrals.client import Client
from referrals.codes import ClientCode
from storage.handover import Moved
from storage.person import Person
from storage.work import UnitOfWork


def hand_over(work: UnitOfWork, giver: Person, taker: Person, now: datetime) -> list[Moved]:
    """All of `giver`'s clients are `taker`'s from now on, and `taker` is told, codes and all.

    Reflections stay with who wrote them, and nobody else reads any of them from now on.
    """
    client_ids = [client.id for client in work.caseload(giver.id).clients()]
    work.drafts.close(giver.id)
    alerts.hand_over(work, giver, now)
    _shrink(work, giver, work.nudges.let_go(giver.id, client_ids, now), now)
    work.changes.forget(giver.id, client_ids)
    work.reflections.unshare(giver.id, client_ids)
    moved = work.handovers.move(giver.id, taker.id, now)
    work.caseload(taker.id).keep_days(giver.zone, taker.zone, client_ids)
    plan_anew(work, giver, now)
    plan_anew(work, taker, now)
    mine = _by_need(work, taker, moved)
    for client in mine:
        alerts.follow(work, taker, client, now)
    tell(work, taker, lambda: wording.with_you_now(giver.called, mine, _renamed(moved)), now)
    return moved


def tell_giver(work: UnitOfWork, giver: Person, taker: Person, moved: list[Moved], now: datetime) -> None:
    """What she hears of it, unless she is locked."""
    tell(work, giver, lambda: wording.with_her_now(taker.called, len(moved), _renamed(moved)), now)


def _renamed(moved: list[Moved]) -> list[tuple[ClientCode, ClientCode]]:
    return [(one.was, one.code) for one in moved if one.was != one.code]


def _by_need(work: UnitOfWork, taker: Person, moved: list[Moved]) -> list[Client]:
    """Those who came: acute ones first, then elevated, then the rest; past clients last; each by code."""
    caseload = work.caseload(taker.id, taker.habits.off)
    found = [client for one in moved if (client := caseload.client_by_id(one.client_id)) is not None]
    return sorted(found, key=lambda one: (not one.active, not one.safety.acute, not one.safety.at_risk, one.code))


def _shrink(work: UnitOfWork, giver: Person, outbox_ids: list[int], now: datetime) -> None:
    """What she was asked about them is not asked any more, and says so in one line."""
    if not giver.locked:
        for outbox_id in outbox_ids:
            say_again(work, giver.telegram_id, outbox_id, wording.not_asked_any_more, now)
