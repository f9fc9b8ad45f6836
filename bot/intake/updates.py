"""Telegram's updates, as the house sees them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telegram import Update

from bot.actions import decode
from bot.intake.pruning import pruned, shape
from bot.turn import Said
from referrals.danger import may_be_danger
from referrals.grammar import code_in
from referrals.identifiers import CONTACT, IdentifierKind, find_identifier
from storage.inbox import Received, Waiting

# The kinds of update asked for; everything else would only be thrown away.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
NOT_TEXT = "not_text"
_UNWANTED = (
    "photo",
    "voice",
    "document",
    "contact",
    "location",
    "video",
    "video_note",
    "audio",
    "animation",
    "sticker",
)
# After the reason a line was turned away for: it may have spoken of danger, and she is to hear the danger line.
MARK = "+danger"
_INVITED = re.compile(r"/start(?:@\w+)?(?:\s+[\w-]{1,64})?\s*", re.ASCII)


@dataclass(slots=True)
class Incoming:
    """An update on its way to its handler; PTB routes it by form, the handler notes that it took it."""

    waiting: Waiting
    update: Update
    handled: bool = field(default=False)

    def take(self) -> str | None:
        """Notes that a handler has it; returns the id of the tap that waits for an answer, if it is one."""
        self.handled = True
        return self.update.callback_query.id if self.update.callback_query else None

    def said(self) -> Said:
        """What the person did, free of Telegram's types."""
        query, message = self.update.callback_query, self.update.effective_message
        chat_id, message_id = self.waiting.chat_id, message.message_id if message else None
        if query is not None:
            action = decode(query.data or "")
            return Said(chat_id, message_id, arguments=action[1] if action else (), is_tap=True)
        speaker = self.update.effective_user
        text = (message.text or "") if message else ""
        arguments = tuple(text.split()[1:]) if text.startswith("/") else ()
        return Said(chat_id, message_id, text, arguments, name=speaker.first_name if speaker else "")


def receive(raw: Any, now: datetime, *, contact: bool = False) -> Received | None:
    """What to keep of a raw update, before anything else has looked at it; None for what has not even an id.

    The identifier screen runs here: a refused update is kept as ids and a reason only (clinical rule "codes only"), one
    that cannot be read as its shape. `contact` where it may be the answer to how a service is reached.
    """
    update_id = raw.get("update_id") if isinstance(raw, dict) else None
    if not isinstance(update_id, int):
        return None
    try:
        chat_id, message_id = _chat_and_message(raw)
    except (KeyError, TypeError, AttributeError):
        return Received(update_id, None, None, _json(shape(raw)), quarantined=True)
    refused = _refusal(raw, now, contact)
    return Received(update_id, chat_id, message_id, None if refused else _json(pruned(raw, now)), refused)


def unwelcome(text: str, now: datetime, *, contact: bool) -> IdentifierKind | None:
    """What a text holds that may not be stored. With `contact` numbers and addresses may, if it is about no client."""
    # An invite's code may look like any number; nothing else is let through with it.
    if _INVITED.fullmatch(text):
        return None
    return find_identifier(text, now, CONTACT if contact and code_in(text) is None else ())


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _chat_and_message(raw: dict[str, Any]) -> tuple[int, int | None]:
    if query := raw.get("callback_query"):
        return _whole(query["from"]["id"]), _whole(query["message"]["message_id"]) if query.get("message") else None
    if member := raw.get("my_chat_member"):
        return _whole(member["chat"]["id"]), None
    message = raw.get("message") or raw["edited_message"]
    return _whole(message["chat"]["id"]), _whole(message["message_id"])


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError("an id is a whole number")
    return value


def _refusal(raw: dict[str, Any], now: datetime, contact: bool) -> str | None:
    message = raw.get("message") or raw.get("edited_message")
    if not message:
        return None
    if any(kind in message for kind in _UNWANTED):
        return NOT_TEXT + _danger_in(message.get("caption"))
    text = message.get("text")
    if not isinstance(text, str):
        return None
    found = unwelcome(text, now, contact=contact and "message" in raw)
    return found.value + _danger_in(text) if found else None


def _danger_in(text: object) -> str:
    return MARK if isinstance(text, str) and may_be_danger(text) else ""
