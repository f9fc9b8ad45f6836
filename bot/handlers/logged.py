"""Keeping new referrals, whether they came by a line or by taps."""

from __future__ import annotations

from collections.abc import Sequence

from bot.handlers.changing import settle
from bot.handlers.risk import safety
from bot.turn import Turn
from bot.wording import capture as wording
from bot.wording.directory.services_adding import with_added
from referrals import load
from referrals.client import Client
from referrals.grammar import LogReferrals
from referrals.model import Referral, Service
from storage.caseload import NewReferral


def store(turn: Turn, command: LogReferrals, services: Sequence[Service], new_services: Sequence[Service] = ()) -> None:
    """Keeps one referral for each of `services` that has none open yet, and answers with the card of them all.

    `new_services` are those that this turn took into the directory; the card says so.
    """
    known = turn.caseload.client(command.code)
    open_before = [r.service.id for r in turn.caseload.referrals(known.id) if r.open] if known else []
    fresh = [service for service in services if service.id not in open_before]
    if known is not None and not fresh and command.risk is None:
        turn.edit(wording.already_open(known, services, bool(command.note)))
        return
    client = known or turn.caseload.add_client(command.code, turn.now)
    added = [turn.caseload.add_referral(client.id, _new(command, service), turn.now) for service in fresh]
    if command.risk is not None:
        # Danger first: its card leads with what there is to do now, and shows what was logged with it.
        safety.log(turn, client, command.risk, new=known is None, noted=added)
        return
    settled_client, many = _check_load(turn, client, added, len(open_before) + len(added))
    settled = settle(turn, settled_client)
    done = wording.Logged(
        client=settled_client,
        new_client=known is None,
        referrals=added,
        open_before=[service for service in services if service not in fresh],
        planned=settled.planned,
        note=command.note,
        change_id=settled.change_id,
        many=many,
    )
    card = wording.logged(done, turn.member.zone)
    turn.edit(with_added(card, new_services) if new_services else card)


def _check_load(turn: Turn, client: Client, added: Sequence[Referral], open_now: int) -> tuple[Client, int]:
    """The client, with the question noted if it is put; and how many it is put about, 0 when it is not."""
    if not load.asks(client, len(added), open_now, turn.now):
        return client, 0
    asked = load.asked(client, turn.now)
    turn.caseload.save_client(asked, "load_asked", turn.now, {"added": len(added), "open": open_now})
    return asked, len(added) if len(added) >= load.MANY_AT_ONCE else open_now


def _new(command: LogReferrals, service: Service) -> NewReferral:
    return NewReferral(
        service=service,
        purposes=command.purposes,
        readiness=command.readiness,
        wanted_by=command.wanted_by,
        note=command.note,
    )
