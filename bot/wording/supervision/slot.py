"""The next supervision, moved once."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import _
from bot.wording.text import code, moment

MOVE, LEAVE_OUT = "move", "out"


def ask(meets_at: datetime, zone: tzinfo) -> Card:
    return Card(
        _(
            "Supervision on {moment}: when instead? Type a day and a time, such as {example}.",
            moment=moment(meets_at, zone),
            example=code(_("wed 3pm")),
        ),
        ((Button(_("None this time"), encode(Action.CASE, LEAVE_OUT)), Button(_("As it is"), encode(Action.CASE))),),
    )


def time_missing() -> Card:
    return Card(_("At what time? For example: {example}", example=code(_("wed 3pm"))))


def answered_below() -> Card:
    return Card(_("Supervision moved: see below."))


def tap() -> Button:
    return Button(_("Move it once"), encode(Action.CASE, MOVE))
