"""The sessions of one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.clients.client import open_tap
from bot.wording.directory.named import named
from bot.wording.language import _, _n
from bot.wording.referrals.referral import in_rows, standing
from bot.wording.risk.risk import asked
from bot.wording.text import bold, day, listed, plain, shortened
from referrals.client import Client
from referrals.model import Referral

_SHOWN = 10
_MESSAGES = 6
_CODES = 6
_NAME_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Session:
    """One session (UTC) and the client's one next referral, None where nothing is to be raised."""

    at: datetime
    client: Client
    next: Referral | None


@dataclass(frozen=True, slots=True)
class ToCome:
    """A message to come today (UTC), and the codes of the clients it is about."""

    at: datetime
    codes: Sequence[str]


def today(sessions: Sequence[Session], to_come: Sequence[ToCome], off: str | None, now: datetime, zone: tzinfo) -> Card:
    """`sessions` and `to_come` in time order; `off` is why nobody works today, None on any other day."""
    lines = [*_head(sessions, off, now, zone), *(_line(one, now, zone) for one in sessions[:_SHOWN])]
    if len(sessions) > _SHOWN:
        lines.append(_("and {count} more later in the day", count=len(sessions) - _SHOWN))
    lines.append(_to_come(to_come, zone))
    clients = list(dict.fromkeys(session.client.id for session in sessions[:_SHOWN]))
    by_id = {session.client.id: session.client for session in sessions}
    pages = in_rows([open_tap(by_id[number]) for number in clients], 4)
    at_risk = [by_id[number] for number in clients if by_id[number].safety.at_risk]
    looks = [Button(_("Safety {code}", code=client.code), encode(Action.SAFETY, client.id)) for client in at_risk]
    return Card("\n".join(lines), (*in_rows(looks, 3), *pages))


def away(until: date) -> str:
    """Why she does not work today."""
    return _("you are away until {day}", day=day(until))


def _head(sessions: Sequence[Session], off: str | None, now: datetime, zone: tzinfo) -> list[str]:
    today = day(now.astimezone(zone).date())
    if off:
        return [f"{today} · {plain(off)}. {_('From me come only looks after clients at acute risk.')}"]
    if not sessions:
        return [_("No sessions today that I know of. Session times can be told: /help shows how.")]
    return [f"{today} · {_n('{count} session', '{count} sessions', len(sessions))}"]


def _to_come(to_come: Sequence[ToCome], zone: tzinfo) -> str:
    """What will be asked today, and when: nothing comes that is not shown here, save what somebody still says."""
    told = [f"{one.at.astimezone(zone):%H:%M} ({_named(one.codes)})" for one in to_come[:_MESSAGES]]
    if not told:
        return _("Nothing more to come from me today.")
    return _("Still to come from me today: {messages}.", messages=listed(told))


def _named(codes: Sequence[str]) -> str:
    shown = [plain(code) for code in codes[:_CODES]]
    return listed([*shown, _n("{count} more", "{count} more", len(codes) - _CODES)] if len(codes) > _CODES else shown)


def _line(session: Session, now: datetime, zone: tzinfo) -> str:
    client = session.client
    risk = asked(client, zone) if client.safety.at_risk else ""
    name = plain(shortened(named(session.next.service), _NAME_CHARACTERS)) if session.next else ""
    raised = f"{name}, {standing(session.next, now, zone)}" if session.next else _("nothing to raise")
    return " · ".join(filter(None, (f"{session.at.astimezone(zone):%H:%M} {bold(client.code)}", risk, raised)))
