"""A legal hold, for an administrator: what it means, each way, before it is set or ended."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.text import bold, code, day

BEGIN, END, LEAVE = "on", "off", "no"
SURE = "sure"


def standing(months: int, since: datetime | None, zone: tzinfo) -> str:
    """For the practice's page: how long things are kept, and whether a hold stands."""
    hold = f"legal hold since {day(since.astimezone(zone).date())}" if since else "no legal hold"
    counted = "a month" if months == 1 else f"{months} months"
    return f"Kept: {counted} after an end ({code('--retention')}); {hold}"


def tap(since: datetime | None) -> Button:
    return Button("End the legal hold", encode(Action.LEGAL_HOLD, END)) if since else _BEGIN


def confirm_begin() -> Card:
    return Card(
        f"{bold('A legal hold')}: from now on nobody can erase anything, reflections included, and nothing leaves by "
        "itself, until an administrator ends it. Members see it in /privacy. Set it when the practice's counsel says "
        "so.",
        ((Button("Begin the hold", encode(Action.LEGAL_HOLD, BEGIN, SURE)), _LEAVE),),
    )


def confirm_end(since: datetime, zone: tzinfo) -> Card:
    return Card(
        f"{bold('End the legal hold')} of {day(since.astimezone(zone).date())}? Members can erase again, and what "
        "ended long enough ago leaves within a day. That cannot be taken back.",
        ((Button("End the hold", encode(Action.LEGAL_HOLD, END, SURE)), _LEAVE),),
    )


_BEGIN = Button("Legal hold", encode(Action.LEGAL_HOLD, BEGIN))
_LEAVE = Button("Leave it", encode(Action.LEGAL_HOLD, LEAVE))
