"""What happened to a client, newest first; what was undone is left out."""

from __future__ import annotations

from bot.turn import Turn, allows
from bot.wording.clients import history as wording
from bot.wording.clients.history import A_PAGE, Entry
from bot.wording.directory.named import named
from referrals.model import Role


@allows(Role.THERAPIST)
def page(turn: Turn) -> None:
    """One page of it, in place of the card pressed."""
    client = turn.caseload.client_by_id(turn.said.id())
    if client is None:
        turn.refuse()
        return
    happened = turn.caseload.history(client.id)
    services = {referral.id: named(referral.service) for referral in turn.caseload.referrals(client.id)}
    pages = max(-(-len(happened) // A_PAGE), 1)
    number = min(turn.said.id(1), pages - 1)
    entries = [
        Entry(one.kind, one.at, services.get(one.referral_id or 0), one.member_id == turn.member.id, one.detail)
        for one in happened[number * A_PAGE : (number + 1) * A_PAGE]
    ]
    turn.edit(wording.page(client, entries, number, pages, turn.member.zone))
