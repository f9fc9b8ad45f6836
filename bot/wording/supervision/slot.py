"""The next supervision, moved once."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.text import code, moment

MOVE, LEAVE_OUT = "move", "out"


def ask(meets_at: datetime, zone: tzinfo) -> Card:
    return Card(
        f"Supervision on {moment(meets_at, zone)}: when instead? Type a day and a time, such as {code('wed 3pm')}.",
        ((Button("None this time", encode(Action.CASE, LEAVE_OUT)), Button("As it is", encode(Action.CASE))),),
    )


def time_missing() -> Card:
    return Card(f"At what time? For example: {code('wed 3pm')}")


def answered_below() -> Card:
    return Card("Supervision moved: see below.")


def tap() -> Button:
    return Button("Move it once", encode(Action.CASE, MOVE))
