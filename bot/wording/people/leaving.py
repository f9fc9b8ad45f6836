"""Somebody leaves the practice."""

from __future__ import annotations

from bot.actions import Action, encode
from bot.wording.card import Button, Card
from bot.wording.language import _
from bot.wording.people.names import begins
from bot.wording.text import code

LEAVE, LEFT = "leave", "left"


def confirm() -> Card:
    said = _(
        "Leave the practice? Your account opens nothing here any more, supervision with you ends and the others are "
        "told. Your private reflections go, unless your practice keeps everything for a legal hold. It cannot be taken "
        "back; you could come again by a new invite."
    )
    leave = Button(_("Leave"), encode(Action.HAND_OVER, LEFT))
    return Card(said, ((leave, Button(_("Stay"), encode(Action.HAND_OVER))),))


def left() -> Card:
    """The last that she reads here."""
    return Card(_("You have left the practice. I keep nothing for you here any more; this chat is yours to delete."))


def removed() -> Card:
    """To her, by an administrator's hand."""
    return Card(
        _("You are no member of the practice any more, and this chat opens nothing. Your administrator knows why.")
    )


def last_administrator() -> Card:
    return Card(_("You are the practice’s only administrator. Make somebody else one first: /members"))


def nobody_on_call(called: str) -> Card:
    """To the administrators: somebody was to be told of acute cases and has left."""
    said = _(
        "{name} has left the practice.\nShe was to be told when a supervisor does not answer. Name somebody else on "
        "the bot’s machine: {command}",
        name=begins(called),
        command=code("python -m bot alerts"),
    )
    return Card(said)
