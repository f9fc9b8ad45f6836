"""A new referral by taps alone: client, service, save. Its purposes and the readiness are offered on the saved card.

The question holds a client's code and the services chosen so far; nothing is kept before Save.
"""

from __future__ import annotations

import secrets
from collections import Counter
from typing import Any

from bot.handlers import logged
from bot.turn import Turn, allows
from bot.wording import new_referral as wording
from bot.wording.new_referral import Pick
from referrals.codes import ClientCode, random_code
from referrals.grammar import LogReferrals
from referrals.model import Role, Service, ServiceKind

NEW = "new_referral"


@allows(Role.THERAPIST)
def start(turn: Turn) -> None:
    """`/new`"""
    _ask_client(turn, 0)


@allows(Role.THERAPIST)
def tapped(turn: Turn) -> None:
    """One choice. Only a new client may be begun from anywhere; every other tap answers its own card."""
    pick = _pick(turn)
    if pick is Pick.FRESH:
        taken = {client.code for client in turn.caseload.clients()}
        _ask_service(turn, {"code": random_code(taken, secrets.choice), "chosen": []}, fresh=True)
        return
    waiting = turn.question(NEW)
    if waiting is None or pick is None:
        turn.refuse()
    elif waiting.get("code") is None:
        _of_clients(turn, pick)
    else:
        _of_services(turn, pick, waiting)


def _of_clients(turn: Turn, pick: Pick) -> None:
    client = turn.caseload.client_by_id(turn.said.id(1)) if pick is Pick.CLIENT else None
    if pick is Pick.CLIENTS:
        _ask_client(turn, turn.said.id(1))
    elif client is not None and client.active:
        _ask_service(turn, {"code": client.code, "chosen": []})
    else:
        turn.refuse()


def _of_services(turn: Turn, pick: Pick, waiting: dict[str, Any]) -> None:
    offered = {service.id: service for service in _offered(turn, waiting["code"])}
    chosen = [number for number in waiting["chosen"] if number in offered]
    if pick is Pick.KIND and (kind := _kind(turn)):
        _ask_service(turn, {**waiting, "chosen": chosen}, kind=kind, page=turn.said.id(2))
    elif pick is Pick.OFTEN:
        _ask_service(turn, {**waiting, "chosen": chosen})
    elif pick is Pick.SERVICE and turn.said.id(1) in offered:
        added = [*chosen, turn.said.id(1)] if turn.said.id(1) not in chosen else chosen
        _ask_service(turn, {**waiting, "chosen": added})
    elif pick is Pick.SAVE and chosen and _may_save(turn, waiting["code"]):
        turn.settle_question()
        services = [offered[number] for number in chosen]
        command = LogReferrals(ClientCode(waiting["code"]), tuple(service.name for service in services))
        logged.store(turn, command, services)
    else:
        turn.refuse()


def _ask_client(turn: Turn, page: int) -> None:
    active = [client for client in turn.caseload.clients() if client.active]
    turn.ask(NEW, wording.which_client(active, page), code=None)


def _ask_service(
    turn: Turn, waiting: dict[str, Any], *, fresh: bool = False, kind: ServiceKind | None = None, page: int = 0
) -> None:
    offered = _offered(turn, waiting["code"])
    by_id = {service.id: service for service in offered}
    chosen = [by_id[number] for number in waiting["chosen"]]
    left = [service for service in offered if service not in chosen]
    if kind is None:
        card = wording.which_service(waiting["code"], chosen, _often_first(turn, left), fresh)
    else:
        of_kind = [service for service in left if service.kind is kind]
        card = wording.which_of_kind(waiting["code"], chosen, of_kind, kind, page)
    turn.ask(NEW, card, code=waiting["code"], chosen=waiting["chosen"])


def _offered(turn: Turn, code: str) -> list[Service]:
    """All that may be recommended, without what this client has open already."""
    client = turn.caseload.client(code)
    open_ones = {r.service.id for r in turn.caseload.referrals(client.id) if r.open} if client else set()
    return [service for service in turn.work.directory.services() if service.id not in open_ones]


def _may_save(turn: Turn, code: str) -> bool:
    """Whether the client still is one whose work goes on, or is not known yet."""
    client = turn.caseload.client(code)
    return client is None or client.active


def _often_first(turn: Turn, services: list[Service]) -> list[Service]:
    """What the speaker recommends most comes first; what she never did, in the directory's order."""
    used = Counter(referral.service.id for referral in turn.caseload.every_referral())
    return sorted(services, key=lambda service: -used[service.id])


def _pick(turn: Turn) -> Pick | None:
    try:
        return Pick(turn.said.arguments[0])
    except (IndexError, ValueError):
        return None


def _kind(turn: Turn) -> ServiceKind | None:
    try:
        return ServiceKind(turn.said.arguments[1])
    except (IndexError, ValueError):
        return None
