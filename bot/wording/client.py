"""A client's page, and the list of clients."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.referral import STATES, details, names, next_ask
from bot.wording.text import ago, bold, code, plain, sessions
from referrals.client import Client
from referrals.model import Referral
from referrals.timing import Planned

_SHOWN_OPEN = 6  # with all that is known of each; of the others, the names
_SHOWN_ENDED = 3
_SHOWN_CLIENTS = 40
_CLIENTS_A_ROW = 4


def page(
    client: Client,
    open_ones: Sequence[Referral],
    ended: Sequence[Referral],
    planned: Sequence[Planned],
    now: datetime,
    zone: tzinfo,
) -> Card:
    """`open_ones` in order, the next first; `ended` the newest first."""
    lines = [f"{bold(client.code)} · {sessions(client.sessions) if client.sessions else 'no session times yet'}"]
    lines += [
        f"{'next' if place == 0 else 'then'}  {bold(r.service.name)} · {details(r, now, zone)}"
        for place, r in enumerate(open_ones[:_SHOWN_OPEN])
    ]
    if more := open_ones[_SHOWN_OPEN:]:
        lines.append(f"then  {names(more)}")
    lines += [
        f"done  {plain(r.service.name)} · {STATES[r.state]} {ago(r.moved_at, now, zone)}" for r in ended[:_SHOWN_ENDED]
    ]
    if len(ended) > _SHOWN_ENDED:
        lines.append(f"and {len(ended) - _SHOWN_ENDED} more that ended earlier")
    lines.append(
        next_ask(planned, zone)
        if open_ones
        else f"Nothing open. To log a referral: {code(f'{client.code} psych eval')}"
    )
    if open_ones and client.sessions is None:
        lines.append(f"Session times let me ask around them: {code(f'{client.code} tue 2pm weekly')}")
    return Card("\n".join(lines))


def listing(clients: Sequence[Client]) -> Card:
    if not clients:
        return Card(f"No clients yet. Your first line: {code('C7 psych eval, DBT group, housing')}")
    taps = [Button(client.code, encode(Action.OPEN_CLIENT, client.id)) for client in clients[:_SHOWN_CLIENTS]]
    rows = tuple(tuple(taps[start : start + _CLIENTS_A_ROW]) for start in range(0, len(taps), _CLIENTS_A_ROW))
    more = f" The first {_SHOWN_CLIENTS} are below; {code('C7')} opens any." if len(clients) > _SHOWN_CLIENTS else ""
    return Card(f"{len(clients)} {'client' if len(clients) == 1 else 'clients'}.{more}", rows)


def which_client() -> Card:
    return Card(f"Which client? For example: {code('/client C7')}")
