"""The sessions of one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.clients.client import open_tap
from bot.wording.referrals.referral import in_rows, standing
from bot.wording.risk.risk import asked
from bot.wording.text import bold, day, plain, shortened
from referrals.client import Client
from referrals.model import Referral

_SHOWN = 11
_NAME_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Session:
    """One session (UTC) and the client's one next referral, None where nothing is to be raised."""

    at: datetime
    client: Client
    next: Referral | None


def today(sessions: Sequence[Session], now: datetime, zone: tzinfo) -> Card:
    """`sessions` in time order."""
    if not sessions:
        return Card("No sessions today that I know of. Session times can be told: /help shows how.")
    count = f"{len(sessions)} {'session' if len(sessions) == 1 else 'sessions'}"
    lines = [f"{day(now.astimezone(zone).date())} · {count}", *(_line(one, now, zone) for one in sessions[:_SHOWN])]
    if len(sessions) > _SHOWN:
        lines.append(f"and {len(sessions) - _SHOWN} more later in the day")
    clients = list(dict.fromkeys(session.client.id for session in sessions[:_SHOWN]))
    by_id = {session.client.id: session.client for session in sessions}
    pages = in_rows([open_tap(by_id[number]) for number in clients], 4)
    at_risk = [by_id[number] for number in clients if by_id[number].safety.at_risk]
    looks = [Button(f"Safety {client.code}", encode(Action.SAFETY, client.id)) for client in at_risk]
    return Card("\n".join(lines), (*in_rows(looks, 3), *pages))


def _line(session: Session, now: datetime, zone: tzinfo) -> str:
    client = session.client
    risk = asked(client, zone) if client.safety.at_risk else ""
    name = plain(shortened(session.next.service.name, _NAME_CHARACTERS)) if session.next else ""
    raised = f"{name}, {standing(session.next, now, zone)}" if session.next else "nothing to raise"
    return " · ".join(filter(None, (f"{session.at.astimezone(zone):%H:%M} {bold(client.code)}", risk, raised)))
