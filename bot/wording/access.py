"""What those outside hear, and those who knock at the wrong door."""

from __future__ import annotations

from bot.wording.card import Card
from bot.wording.language import _


def stranger() -> Card:
    return Card(_("This is a private assistant of a practice. Ask the practice for an invite."))


def not_your_role() -> Card:
    return Card(_("That belongs to another role in your practice."))


def invite_opens_nothing() -> Card:
    return Card(_("This invite has been used or has expired. Ask the practice for a new one."))


def not_private() -> Card:
    return Card(_("I work in private chats only, so that client codes stay between us."))
