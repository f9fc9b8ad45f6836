"""Cases for supervision, each with its reason in words. The first line shows on lock screens and names none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.referrals.referral import BARRIERS, in_rows
from bot.wording.text import bold, moment, plain
from referrals.client import Client
from referrals.model import Referral
from referrals.stalled import Pattern, Stall

_SHOWN = 8
_REASONS = 2  # of one case; its page has the rest
_TAPS_A_ROW = 4
_OPEN_BELOW = "new"


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A client, why she is one for supervision, and the referrals that `stalls` speak of, by id."""

    client: Client
    stalls: Sequence[Stall]
    referrals: dict[int, Referral]


def eve(cases: Sequence[CaseShown], meets_at: datetime, now: datetime, zone: tzinfo) -> Card:
    """The day before; `cases` in the order of need, `meets_at` (UTC) when supervision is."""
    count = "One case" if len(cases) == 1 else f"{len(cases)} cases"
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    local = meets_at.astimezone(zone)
    when = f"tomorrow {local:%H:%M}" if local.date() == tomorrow else f"on {moment(meets_at, zone)}"
    lines = [f"Supervision {when}. {count}:", *(_line(case) for case in cases[:_SHOWN])]
    if len(cases) > _SHOWN:
        lines.append(f"and {len(cases) - _SHOWN} more: {', '.join(plain(c.client.code) for c in cases[_SHOWN:])}")
    pages = [
        Button(case.client.code, encode(Action.OPEN_CLIENT, case.client.id, _OPEN_BELOW)) for case in cases[:_SHOWN]
    ]
    return Card("\n".join(lines), in_rows(pages, _TAPS_A_ROW))


def _line(case: CaseShown) -> str:
    piled = any(stall.pattern is Pattern.NONE_MOVED for stall in case.stalls)
    told = [s for s in case.stalls if not (piled and s.pattern is Pattern.NO_MOVEMENT)]
    reasons = "; ".join(_reason(stall, case) for stall in told[:_REASONS])
    return f"{bold(case.client.code)}  {reasons or 'you noted it for supervision'}"


def _reason(stall: Stall, case: CaseShown) -> str:
    if stall.pattern is Pattern.NONE_MOVED:
        return f"{len(stall.referral_ids)} open, none moved {_meanwhile(stall)}"
    name = plain(case.referrals[stall.referral_ids[0]].service.name)
    match stall.pattern:
        case Pattern.SAFETY_WITHOUT_CONTACT:
            return f"{name}: no contact yet, {_meanwhile(stall)}"
        case Pattern.REJECTION:
            return f"{name}: heard as being sent away"
        case Pattern.SAME_BARRIER:
            barrier = f" ({BARRIERS[stall.barrier]})" if stall.barrier else ""
            return f"{name}: the same barrier twice{barrier}"
        case Pattern.READINESS_FALLING:
            return f"{name}: readiness {stall.readiness_from} to {stall.readiness_to}"
        case _:
            return f"{name}: no movement {_meanwhile(stall)}"


def _meanwhile(stall: Stall) -> str:
    if stall.sessions:
        return f"in {stall.sessions} {'session' if stall.sessions == 1 else 'sessions'}"
    return f"in {stall.days} {'day' if stall.days == 1 else 'days'}"
