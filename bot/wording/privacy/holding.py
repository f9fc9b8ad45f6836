"""A legal hold, for an administrator: what it means, each way, before it is set or ended."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import _, _n
from bot.wording.text import code, day

BEGIN, END, LEAVE = "on", "off", "no"
SURE = "sure"


def standing(months: int, since: datetime | None, zone: tzinfo) -> str:
    """For the practice's page: how long things are kept, and whether a hold stands."""
    option = code("--retention")
    kept = _n(
        "Kept: a month after an end ({option})", "Kept: {count} months after an end ({option})", months, option=option
    )
    return f"{kept}; {_('legal hold since {day}', day=_day(since, zone)) if since else _('no legal hold')}"


def tap(since: datetime | None) -> Button:
    if since:
        return Button(_("End the legal hold"), encode(Action.LEGAL_HOLD, END))
    return Button(_("Legal hold"), encode(Action.LEGAL_HOLD, BEGIN))


def confirm_begin() -> Card:
    said = _(
        "<b>A legal hold</b>: from now on nobody can erase anything, reflections included, and nothing leaves by "
        "itself, until an administrator ends it. Members see it in /privacy. Set it when the practice's counsel says "
        "so."
    )
    return Card(said, ((Button(_("Begin the hold"), encode(Action.LEGAL_HOLD, BEGIN, SURE)), _leave()),))


def confirm_end(since: datetime, zone: tzinfo) -> Card:
    said = _(
        "<b>End the legal hold</b> of {day}? Members can erase again, and what ended long enough ago leaves within a "
        "day. That cannot be taken back.",
        day=_day(since, zone),
    )
    return Card(said, ((Button(_("End the hold"), encode(Action.LEGAL_HOLD, END, SURE)), _leave()),))


def _day(at: datetime, zone: tzinfo) -> str:
    return day(at.astimezone(zone).date())


def _leave() -> Button:
    return Button(_("Leave it"), encode(Action.LEGAL_HOLD, LEAVE))
