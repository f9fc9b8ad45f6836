"""What a tap means: an action and its arguments, in the callback data. Taken as forgeable wherever it is read."""

from __future__ import annotations

from enum import StrEnum

_MAX_PARTS = 4


class Action(StrEnum):
    """The first part of callback data. Short, for it has 64 bytes to share with the arguments."""

    ZONE = "zone"
    HOURS = "hours"
    SUPERVISION = "slot"
    UNDO = "undo"
    ANSWER = "ans"
    APPOINTMENT = "appt"
    CHOOSE_SERVICE = "svc"
    CHOOSE_REFERRAL = "ref"
    OPEN_CLIENT = "open"
    ENOUGH = "enough"


def encode(action: Action, *arguments: int | str) -> str:
    return ":".join((action.value, *map(str, arguments)))


def decode(data: str) -> tuple[Action, tuple[str, ...]] | None:
    """The action and its arguments, None for what no button of ours ever sent."""
    name, *arguments = data.split(":", _MAX_PARTS)
    try:
        return Action(name), tuple(arguments)
    except ValueError:
        return None
