"""Telegram's updates, as the house sees them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeGuard

from telegram import Update

from bot.actions import decode
from bot.intake.pruning import legible, pruned, shape
from bot.turn import Said
from referrals.danger import may_be_danger
from referrals.grammar import code_in
from referrals.identifiers import CONTACT, IdentifierKind, find_identifier
from storage.inbox import Received, Waiting

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
_LARGEST = 2**63  # an id fits into 64 bits, as the database's columns do
_ITS_ID = re.compile(r'"update_id"\s*:\s*(\d{1,18})\b', re.ASCII)
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
            code = query.from_user.language_code
            return Said(chat_id, message_id, arguments=action[1] if action else (), is_tap=True, language_code=code)
        speaker = self.update.effective_user
        text = (message.text or "") if message else ""
        arguments = tuple(text.split()[1:]) if text.startswith("/") else ()
        name, code = (speaker.first_name, speaker.language_code) if speaker else ("", None)
        return Said(chat_id, message_id, text, arguments, name=name, language_code=code)


def receive(raw: Any, now: datetime, *, contact: bool = False) -> Received | None:
    """What to keep of a raw update, before anything else has looked at it; None for what has not even an id.

    The identifier screen runs here: a refused update is kept as ids and a reason only (clinical rule "codes only"), one
    that cannot be read as its shape. `contact` where it may be the answer to how a service is reached.
    """
    update_id = raw.get("update_id") if isinstance(raw, dict) else None
    if not _is_id(update_id) or update_id < 1:
        return None
    try:
        chat_id, message_id = _chat_and_message(raw)
        body, refused = _json(pruned(raw, now)), _refusal(raw, now, contact)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, its neighbours go on
        return Received(update_id, None, None, _json(shape(raw)), quarantined=True)
    excepted = contact and not refused
    return Received(update_id, chat_id, message_id, None if refused else body, refused, excepted=excepted)


def unreadable(text: str) -> Received | None:
    """What to keep of an update that is not even JSON: its id, and how long it was; None where no id is found."""
    found = _ITS_ID.search(text)
    return Received(int(found[1]), None, None, _json({"characters": len(text)}), quarantined=True) if found else None


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
        if "message" not in query:
            return _id(query["from"]["id"]), None
        _of(query["message"]["chat"], query["from"])
        return _id(query["from"]["id"]), _id(query["message"]["message_id"])
    if member := raw.get("my_chat_member"):
        return _of(member["chat"], member["from"]), None
    message = raw.get("message") or raw["edited_message"]
    return _of(message["chat"], message.get("from")), _id(message["message_id"])


def _of(chat: dict[str, Any], speaker: dict[str, Any] | None) -> int:
    """The chat's id. A person's chat has her id, and nobody else speaks in it, so a turn goes by the chat alone."""
    chat_id = _id(chat["id"])
    if chat_id > 0 and (speaker is None or speaker["id"] != chat_id):
        raise ValueError("somebody else's chat")
    return chat_id


def _id(value: Any) -> int:
    if not _is_id(value):
        raise TypeError("an id is a whole number")
    return value


def _is_id(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and -_LARGEST <= value < _LARGEST


def _refusal(raw: dict[str, Any], now: datetime, contact: bool) -> str | None:
    message = raw.get("message") or raw.get("edited_message")
    if not message:
        return None
    if any(kind in message for kind in _UNWANTED):
        return NOT_TEXT + _danger_in(message.get("caption"))
    if "text" not in message:
        return None
    text = legible(message["text"])
    found = unwelcome(text, now, contact=contact and "message" in raw)
    return found.value + _danger_in(text) if found else None


def _danger_in(text: object) -> str:
    return MARK if isinstance(text, str) and may_be_danger(text) else ""
